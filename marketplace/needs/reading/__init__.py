"""Splits a document or a pasted text into what a need says, each with the passage it stands in. Pure: nothing is guessed silently."""

from marketplace.needs.reading.assembling import Found, NeedReading, read_need

__all__ = ["Found", "NeedReading", "read_need"]
