"""Commands of `flask --app wsgi`: migrate, worker, reindex, demo-data, remove-samples, copy-database, backup, restore, docs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app

from marketplace.config import Settings
from marketplace.core.db import Database
from marketplace.core.outbox import backlog
from marketplace.core.stores import open_store
from marketplace.discovery.indexing import drain_outbox, promise_everything, rebuild
from marketplace.safekeeping.commands import backup, copy_database, restore
from marketplace.safekeeping.schema import upgrade_database as upgrade_database
from marketplace.samples import loading
from marketplace.samples.contracts import make_contracts
from marketplace.samples.deals import strike_deals
from marketplace.samples.disclosure import show_under_conditions
from marketplace.samples.history import live_a_year
from marketplace.samples.houses import furnish
from marketplace.samples.loading import load_samples
from marketplace.samples.sessions import hold_sessions
from marketplace.web import diagrams
from marketplace.web.search_index import index_is_empty, open_writer
from marketplace.worker import work
from search.embedding.serving import ModelMissing
from search.ports import SearchRefused

ROOT = Path(__file__).parents[1]


def add_commands(app: Flask) -> None:
    for each in (migrate, worker, reindex, demo_data, remove_samples, copy_database, backup, restore, docs):
        app.cli.add_command(each)


@contextmanager
def _refusals_as_sentences() -> Iterator[None]:
    """Say in one sentence what the engine or the model lacks."""
    try:
        yield
    except (SearchRefused, ModelMissing) as refused:
        raise click.ClickException(str(refused)) from None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@click.command()
def migrate() -> None:
    """Bring the database's schema to the newest revision."""
    upgrade_database(_settings().database_url)
    click.echo("the schema is up to date")


@click.command()
@click.option("--once", is_flag=True, help="Stop when nothing waits.")
def worker(once: bool) -> None:
    """Drain the outbox into the index, run jobs, carry mail."""
    with _refusals_as_sentences():
        work(current_app._get_current_object(), once=once)  # type: ignore[attr-defined]


@click.command()
def reindex() -> None:
    """Make the search index anew from the database."""
    database: Database = current_app.extensions["database"]
    with _refusals_as_sentences():
        writer = open_writer(_settings())
    try:
        for done, total in rebuild(database, writer):
            click.echo(f"{done} of {total}")
    finally:
        writer.close()


@click.command("demo-data")
def demo_data() -> None:
    """Prepare schema, accounts, samples and index for the demo."""
    upgrade_database(_settings().database_url)
    database: Database = current_app.extensions["database"]
    loaded = load_samples(database, lambda line: click.echo(line, err=True))
    furnish(database, open_store(_settings(), "files"))
    hold_sessions(database)
    show_under_conditions(database, open_store(_settings(), "attachments"))
    make_contracts(database, open_store(_settings(), "files"))
    strike_deals(database)
    live_a_year(database, open_store(_settings(), "files"))
    with _refusals_as_sentences():
        if index_is_empty(_settings()):
            promise_everything(database)
    with database.reading() as session:
        waiting = backlog(session).waiting
    if waiting:
        _index_what_waits(database)
    click.echo(
        f"{loaded.organisations} organisations, {loaded.achievements} achievements, {loaded.needs} needs in place"
    )


def _index_what_waits(database: Database) -> None:
    with _refusals_as_sentences():
        writer = open_writer(_settings())
    try:
        while drain_outbox(database, writer):
            with database.reading() as session:
                click.echo(f"{backlog(session).waiting} records to index", err=True)
    finally:
        writer.close()


@click.group()
def docs() -> None:
    """Write what documentation is generated from the code."""


@docs.command("states")
def docs_states() -> None:
    """Write docs/states.md: a diagram of every table of states."""
    target = ROOT / "docs" / "states.md"
    target.write_text(diagrams.document(), encoding="utf-8")
    click.echo(f"{len(diagrams.MACHINES)} diagrams in {target.relative_to(ROOT)}")


@click.command("remove-samples")
@click.confirmation_option(prompt="Remove every sample record, sample organisation and demo account?")
def remove_samples() -> None:
    """Take the samples out of the database; the worker then takes them out of the index."""
    (_settings().data_dir / ".samples").unlink(missing_ok=True)  # `make demo` puts them in place again
    gone = loading.remove_samples(current_app.extensions["database"])
    click.echo(f"removed {gone.organisations} organisations, {gone.achievements} achievements, {gone.needs} needs")
