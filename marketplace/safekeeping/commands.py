"""Commands of `flask --app wsgi`: copy-database, backup, restore."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app

from marketplace.config import with_driver
from marketplace.core.db import Database
from marketplace.safekeeping import backup as backups
from marketplace.safekeeping.copying import CopyRefused
from marketplace.safekeeping.copying import copy_database as copy
from marketplace.safekeeping.schema import upgrade_database


@contextmanager
def _refusals_as_sentences() -> Iterator[None]:
    try:
        yield
    except CopyRefused as refused:
        raise click.ClickException(str(refused)) from None


@click.command("copy-database")
@click.argument("to_url")
def copy_database(to_url: str) -> None:
    """Copy this installation's database into the empty one at TO_URL, and prove that both are equal.

    Stop web and workers first: what is written meanwhile is not copied.
    """
    address = with_driver(to_url)
    upgrade_database(address)
    target = Database(address)
    with _refusals_as_sentences():
        held = copy(current_app.extensions["database"], target)
    target.dispose()
    for name, each in held.items():
        click.echo(f"{name:32} {each.rows:9}  {each.digest[:16]}")
    click.echo(f"{sum(each.rows for each in held.values())} rows in {len(held)} tables are equal on both sides")


@click.command()
@click.argument("to", type=click.Path(path_type=Path, file_okay=False))
def backup(to: Path) -> None:
    """Write database and files into the new folder TO; people may go on working."""
    with _refusals_as_sentences():
        made = backups.back_up(current_app.extensions["settings"], current_app.extensions["database"], to)
    rows = sum(each["rows"] for each in made["tables"].values())
    click.echo(f"{rows} rows and {len(made['files'])} files are in {to}")


@click.command()
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(source: Path) -> None:
    """Bring the backup FROM into this empty installation; the worker then makes the index anew."""
    with _refusals_as_sentences():
        made = backups.restore(current_app.extensions["settings"], current_app.extensions["database"], source)
    rows = sum(each["rows"] for each in made["tables"].values())
    click.echo(f"{rows} rows and {len(made['files'])} files of {made['made_at']} are back; start the worker")
