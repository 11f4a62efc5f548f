"""Harvest records from repositories by OAI-PMH; they come in by the same door as a file."""
