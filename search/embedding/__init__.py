"""Texts to vectors: installing a model, serving it without torch, encoding in bulk on every core."""
