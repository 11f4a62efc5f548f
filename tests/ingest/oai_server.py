"""A small OAI-PMH repository that really answers, with parts, sets, datestamps and deleted records."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

PART = 2  # records of one answer
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>{date}</responseDate><request>x</request>{body}</OAI-PMH>"
)


@dataclass
class Entry:
    """One record of the repository; without a title it is deleted."""

    identifier: str
    datestamp: str
    title: str = ""
    description: str = ""
    creators: tuple[str, ...] = ()
    of_set: str = "all"


@dataclass
class Repository:
    """What the repository holds, what day it is there, and the questions it was asked."""

    entries: list[Entry]
    today: str = "2026-11-24T08:00:00Z"
    asked: list[dict[str, str]] = field(default_factory=list)
    break_at: int = 0  # the question, counted from 1, at which the line breaks

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if environ["PATH_INFO"] == "/away":
            start("302 Found", [("Location", "http://169.254.169.254/latest/meta-data")])
            return [b""]
        self.asked.append(query)
        if self.break_at and len(self.asked) >= self.break_at:
            start("503 Service Unavailable", [])
            return [b""]
        start("200 OK", [("Content-Type", "text/xml; charset=utf-8")])
        return [HEAD.format(date=self.today, body=self._body(query)).encode()]

    def _body(self, query: dict[str, str]) -> str:
        if query.get("verb") == "Identify":
            return (
                "<Identify><repositoryName>某大学机构库</repositoryName><earliestDatestamp>2020-01-01T00:00:00Z"
                "</earliestDatestamp><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
            )
        if query.get("verb") != "ListRecords":
            return '<error code="badVerb">Illegal verb</error>'
        start, since, wanted = 0, query.get("from", ""), query.get("set", "all")
        if "resumptionToken" in query:
            start, since, wanted = query["resumptionToken"].split("!")
        found = [each for each in self.entries if each.datestamp >= since and each.of_set == wanted]
        if not found:
            return '<error code="noRecordsMatch">none</error>'
        part = found[int(start) : int(start) + PART]
        more = int(start) + PART < len(found)
        token = f"{int(start) + PART}!{since}!{wanted}" if more else ""
        records = "".join(_record(each) for each in part)
        return f"<ListRecords>{records}<resumptionToken>{token}</resumptionToken></ListRecords>"


def _record(entry: Entry) -> str:
    deleted = "" if entry.title else ' status="deleted"'
    header = (
        f"<header{deleted}><identifier>{entry.identifier}</identifier><datestamp>{entry.datestamp}</datestamp></header>"
    )
    if not entry.title:
        return f"<record>{header}</record>"
    creators = "".join(f"<dc:creator>{name}</dc:creator>" for name in entry.creators)
    return (
        f'<record>{header}<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(entry.title)}</dc:title>{creators}'
        f"<dc:description>{escape(entry.description)}</dc:description></oai_dc:dc></metadata></record>"
    )


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def served(app: Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]) -> Iterator[int]:
    """Serve on this host while the block runs; the port."""
    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
