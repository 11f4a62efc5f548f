"""The worker process: drains the outbox into the index, runs jobs, carries mail."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import structlog
from flask import Flask

from marketplace.config import Settings
from marketplace.core.db import AWAY, Database
from marketplace.core.jobs import HANDLERS, Progress, claim_next, run_job
from marketplace.core.mail import LeftLetters, SmtpCarrier, carry_waiting
from marketplace.core.schedule import do_what_returned
from marketplace.discovery.indexing import drain_outbox, promise_everything, rebuild
from marketplace.web.search_index import index_is_empty, open_writer
from search.ports import SearchUnavailable, Writer

log = structlog.get_logger()
REINDEX = "search.reindex"
PAUSE = 0.4  # seconds between looks when nothing waits
DATABASE_AWAY = 2.0  # seconds until it is asked again


def work(app: Flask, once: bool = False, writer: Writer | None = None) -> None:
    """Work until told to stop; with `once`, until nothing waits. A writer that is given is closed at the end."""
    settings: Settings = app.extensions["settings"]
    database: Database = app.extensions["database"]
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        _stop_on_signals(stop)
    name = f"{socket.gethostname()}:{os.getpid()}"
    writer = writer or open_writer(settings)
    HANDLERS[REINDEX] = partial(_reindex, writer)
    try:
        with app.app_context():
            filled = False
            while not stop.is_set():
                try:
                    filled = filled or _fill_what_is_empty(database, settings)
                    busy = _one_round(database, writer, settings, name, stop.is_set)
                except AWAY as away:
                    if once:
                        raise
                    log.error("the database is away", reason=type(away).__name__)
                    stop.wait(DATABASE_AWAY)
                    continue
                if not busy and once:
                    return
                if not busy:
                    stop.wait(PAUSE)
    finally:
        writer.close()


def _one_round(database: Database, writer: Writer, settings: Settings, name: str, stopping: Callable[[], bool]) -> bool:
    returned = do_what_returned(database)
    kept = _bring_up_to_date(database, writer)
    claimed = None if stopping() else claim_next(database, name)
    if claimed:
        run_job(database, *claimed, stopping)
    carried = _carry(database, settings) if settings.mail_url else 0
    if kept:
        log.info("indexed", promises=kept)
    return bool(returned or kept or claimed or carried)


def _carry(database: Database, settings: Settings) -> int:
    left = LeftLetters(settings.data_dir / "left-letters")
    return carry_waiting(database, SmtpCarrier(settings.mail_url), settings.mail_sender, left)


def _fill_what_is_empty(database: Database, settings: Settings) -> bool:
    """Promise every record to an index that was never filled; False while the engine does not say whether it was."""
    try:
        if index_is_empty(settings):
            log.info("the index is empty: everything is indexed anew", records=promise_everything(database))
    except SearchUnavailable as away:
        log.warning("search is away", reason=str(away))
        return False
    return True


def _bring_up_to_date(database: Database, writer: Writer) -> int:
    """Keep promises to the index; while the engine is away they wait, and everything else goes on."""
    try:
        return drain_outbox(database, writer)
    except SearchUnavailable as away:
        log.warning("search is away: the outbox waits", reason=str(away))
        return 0


def _reindex(writer: Writer, database: Database, _payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the index anew with the one writer that this process holds; readers see the old one until the end."""
    total = 0
    for done, total in rebuild(database, writer):
        progress.report(done, total)
    return {"indexed": total, "next": "/admin/search"}


def _stop_on_signals(stop: threading.Event) -> None:
    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
