"""Ranking that can be trained: features of a question and a text, a linear model over them, and how it is compared."""
