"""How the feature joins the application."""

from flask import Flask

from marketplace.matching.cli import match
from marketplace.matching.offering import read_limits
from marketplace.needs.offers import read_by


def install(app: Flask) -> None:
    """Add the command, and lend the reader of limits to the forms."""
    app.cli.add_command(match)
    read_by("limits", read_limits)
