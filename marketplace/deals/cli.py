"""flask file-mail: what a mail server hands over when somebody answers a letter about a deal."""

import sys

import click
from flask.cli import with_appcontext

from marketplace.core.errors import DomainError
from marketplace.deals.replies import read_letter
from marketplace.deals.services.talking import file_letter
from marketplace.web.state import settings, transaction

LARGEST = 10 * 1024 * 1024


@click.command("file-mail")
@with_appcontext
def file_mail() -> None:
    """Read one letter from standard input and file it under its deal. Exit 0: filed; 1: refused, for the server to return."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    letter = read_letter(settings().secret_key, raw) if len(raw) <= LARGEST else None
    if letter is None:
        raise click.ClickException("not addressed to a deal, or too large")
    try:
        with transaction() as session:
            filed = file_letter(session, letter)
    except DomainError as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"{filed.deal}{' (known already)' if filed.again else ''}")
