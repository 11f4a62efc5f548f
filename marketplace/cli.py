"""Commands of `flask --app wsgi`: migrate."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask import Flask, current_app

from marketplace.config import Settings

ROOT = Path(__file__).parents[1]


def add_commands(app: Flask) -> None:
    for each in (migrate,):
        app.cli.add_command(each)


def upgrade_database(url: str) -> None:
    """Bring the schema to the newest revision."""
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@click.command()
def migrate() -> None:
    """Bring the database's schema to the newest revision."""
    upgrade_database(_settings().database_url)
    click.echo("the schema is up to date")
