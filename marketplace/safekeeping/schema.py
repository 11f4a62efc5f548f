"""The schema of a database, brought to the newest revision."""

import time
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

from marketplace.core.db import is_passing

ROOT = Path(__file__).parents[2]
UPGRADES = 10  # attempts, while others hold tables


def upgrade_database(url: str) -> None:
    """Bring the schema to the newest revision."""
    from alembic import command  # only this command needs it, and it is slow to import
    from alembic.config import Config

    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = url
    for attempt in range(1, UPGRADES + 1):
        try:
            return command.upgrade(config, "head")
        except OperationalError as error:
            if attempt == UPGRADES or not is_passing(error):
                raise
            click.echo("somebody holds a table that changes; trying again", err=True)
            time.sleep(attempt)
