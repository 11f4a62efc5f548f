"""Reports: what the authority reads of all, and what a university reads of its own. Every figure is the sum of a list."""
