"""How the feature joins the application."""

from flask import Flask

from marketplace.matching.cli import match


def install(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(match)
