"""How importing joins the application."""

from flask import Flask

from ingest.cli import ingest


def install(app: Flask) -> None:
    """Register views, jobs and commands."""
    app.cli.add_command(ingest)
