"""The worker process: one thread drains the outbox into the index, the other runs jobs and carries mail."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
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
PAUSE, INDEX_PAUSE = 0.4, 0.2  # seconds between looks when nothing waits
DATABASE_AWAY = 2.0  # seconds until it is asked again


def work(app: Flask, once: bool = False, writer: Writer | None = None) -> None:
    """Work until told to stop; with `once`, until nothing waits, on one thread. A writer that is given is closed at the end."""
    settings: Settings = app.extensions["settings"]
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        _stop_on_signals(stop)
    index = Index(app, writer or open_writer(settings))
    HANDLERS[REINDEX] = partial(_reindex, index)
    try:
        with app.app_context():
            if once:
                _work_off(app, index, stop)
            else:
                _work_side_by_side(app, index, stop)
    finally:
        index.writer.close()


@dataclass(frozen=True)
class Index:
    """The one writer of this process: a rebuild and the outbox take turns."""

    app: Flask
    writer: Writer
    turn: threading.Lock = field(default_factory=threading.Lock)

    def bring_up_to_date(self) -> int:
        """Keep promises to the index; while the engine is away they wait, and everything else goes on."""
        try:
            with self.turn:
                kept = drain_outbox(self.app.extensions["database"], self.writer)
        except SearchUnavailable as away:
            log.warning("search is away: the outbox waits", reason=str(away))
            return 0
        if kept:
            log.info("indexed", promises=kept)
        return kept


def _work_off(app: Flask, index: Index, stop: threading.Event) -> None:
    filled = False
    while not stop.is_set():
        filled = filled or _fill_what_is_empty(app)
        if not _one_round(app, index, stop):
            return


def _work_side_by_side(app: Flask, index: Index, stop: threading.Event) -> None:
    """A job may take minutes, and a change is to be found in a second: so neither waits for the other."""
    with ThreadPoolExecutor(1, thread_name_prefix="index") as pool:
        keeping = pool.submit(_keep_up_to_date, app, index, stop)
        try:
            _repeat(partial(_one_round, app, index, stop), stop, PAUSE)
        finally:
            stop.set()
    keeping.result()


def _keep_up_to_date(app: Flask, index: Index, stop: threading.Event) -> None:
    filled = False

    def keep() -> bool:
        nonlocal filled
        filled = filled or _fill_what_is_empty(app)
        return bool(index.bring_up_to_date())

    try:
        with app.app_context():
            _repeat(keep, stop, INDEX_PAUSE)
    finally:
        stop.set()  # without this thread the process is of no use: it ends, and says why


def _repeat(work: Callable[[], bool], stop: threading.Event, pause: float) -> None:
    """Again and again, with a pause when there was nothing to do; while the database is away it waits."""
    while not stop.is_set():
        try:
            if not work():
                stop.wait(pause)
        except AWAY as away:
            log.error("the database is away", reason=type(away).__name__)
            stop.wait(DATABASE_AWAY)


def _one_round(app: Flask, index: Index, stop: threading.Event) -> bool:
    database: Database = app.extensions["database"]
    returned = do_what_returned(database)
    kept = index.bring_up_to_date()  # a job finds in the index what was promised before it
    claimed = None if stop.is_set() else claim_next(database, f"{socket.gethostname()}:{os.getpid()}")
    if claimed:
        run_job(database, *claimed, stop.is_set)
    settings: Settings = app.extensions["settings"]
    carried = _carry(database, settings) if settings.mail_url else 0
    return bool(returned or kept or claimed or carried)


def _carry(database: Database, settings: Settings) -> int:
    left = LeftLetters(settings.data_dir / "left-letters")
    return carry_waiting(database, SmtpCarrier(settings.mail_url), settings.mail_sender, left)


def _fill_what_is_empty(app: Flask) -> bool:
    """Promise every record to an index that was never filled; False while the engine does not say whether it was."""
    try:
        if index_is_empty(app.extensions["settings"]):
            records = promise_everything(app.extensions["database"])
            log.info("the index is empty: everything is indexed anew", records=records)
    except SearchUnavailable as away:
        log.warning("search is away", reason=str(away))
        return False
    return True


def _reindex(index: Index, database: Database, _payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the index anew with the one writer that this process holds; readers see the old one until the end."""
    total = 0
    with index.turn:
        try:
            for done, total in rebuild(database, index.writer):
                progress.report(done, total)
        except BaseException:
            index.writer.rollback()  # half an index would become visible with the next change
            raise
    return {"indexed": total, "next": "/admin/search"}


def _stop_on_signals(stop: threading.Event) -> None:
    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
