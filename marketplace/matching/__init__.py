"""A need meets its results: limits read out of text, values compared, verdicts with their reasons."""
