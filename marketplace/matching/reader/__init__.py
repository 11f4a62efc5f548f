"""Reads limits and values out of Chinese engineering text. Pure: text in, values out."""
