"""Setting a session up step by step: each step is kept at once, and what cannot work is said before it is announced."""
