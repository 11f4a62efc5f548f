"""A stand-in for an Elasticsearch node that fails as told, or hands on to a real one."""

import ssl
import threading
import time
from enum import StrEnum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


class Manner(StrEnum):
    HAND_ON = "hand on"
    HANG = "hang"
    BUSY = "429"
    NOT_READY = "503"
    RED = "red"  # answers at once that a part of the index is away
    DRIP = "drip"  # answers, each time after most of the time that a page may wait


class FailingNode:
    """Listens at `url`; `manner` may be changed at any time; `asked` counts requests."""

    def __init__(
        self,
        upstream: str = "",
        manner: Manner = Manner.HAND_ON,
        drip: float = 0.0,
        tls: ssl.SSLContext | None = None,
        credentials: str = "",
    ) -> None:
        self._credentials = credentials
        self.upstream, self.manner, self.drip = urlsplit(upstream), manner, drip
        self.asked = 0
        self.released = threading.Event()
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                node.asked += 1
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                node.answer(self, body)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815 - names of the library

            def log_message(self, *_said: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if self._credentials and request.headers.get("Authorization") != self._credentials:
            _send(request, 401, b'{"error":{"type":"security_exception","reason":"who are you"},"status":401}')
        elif self.manner is Manner.HANG:
            self.released.wait(60)
            request.close_connection = True
        elif self.manner is Manner.BUSY:
            _send(request, 429, b'{"error":{"type":"es_rejected_execution_exception","reason":"full"},"status":429}')
        elif self.manner is Manner.NOT_READY:
            _send(request, 503, b'{"error":{"type":"cluster_block_exception","reason":"no master"},"status":503}')
        elif self.manner in (Manner.RED, Manner.DRIP):
            time.sleep(self.drip)
            _send(request, 200, _red(request.path, body, failed=int(self.manner is Manner.RED)))
        else:
            self._hand_on(request, body)

    def _hand_on(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        connection = HTTPConnection(self.upstream.hostname or "", self.upstream.port, timeout=60)
        connection.request(request.command, request.path, body, dict(request.headers))
        answer = connection.getresponse()
        _send(request, answer.status, answer.read(), answer.headers.get_content_type())
        connection.close()

    def __enter__(self) -> "FailingNode":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


def _red(path: str, body: bytes, failed: int) -> bytes:
    if path.startswith("/_cluster/health"):
        return b'{"status":"red"}' if failed else b'{"status":"green"}'
    if path.startswith("/_msearch"):
        hits = (
            b'{"status":200,"timed_out":false,"_shards":{"failed":%d},"hits":{"total":{"value":0},"hits":[]}}' % failed
        )
        return b'{"responses":[' + b",".join([hits] * (body.count(b"\n") // 2)) + b"]}"
    if path.split("?")[0].endswith("/_count"):
        return b'{"count":0,"_shards":{"failed":%d}}' % failed
    return b"{}"


def _send(request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "application/json") -> None:
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("X-Elastic-Product", "Elasticsearch")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)
