"""How importing joins the application."""

from flask import Flask


def install(app: Flask) -> None:
    """Register views, jobs and commands."""
