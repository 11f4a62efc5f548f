"""Codes, terms and units."""
