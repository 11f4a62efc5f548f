"""How the feature joins the application."""

from flask import Flask


def install(app: Flask) -> None:
    """Register views, navigation and words."""
