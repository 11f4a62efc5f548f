"""Fetch what a stranger's address serves: public addresses only, pinned, bounded in size, time and redirects."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ingest import limits
from ingest.records import Message

BYTES = 16 * limits.MEGABYTE
SECONDS = 30.0
REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
CHUNK = 64 * 1024
AGENT = "tansuo-harvester"


class NotFetched(Exception):
    """An address that gives nothing, and the sentence that says why."""

    def __init__(self, msgid: str, **params: object) -> None:
        self.message = Message(msgid, **params)
        super().__init__(str(self.message))


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart, and the one number under which it will be reached."""

    scheme: str
    host: str
    port: int
    path: str
    number: str


def fetch(url: str, allowed: Collection[str] = ()) -> bytes:
    """Get an address; `allowed` are host:port pairs that may be private, for tests and for a repository in the house."""
    deadline = time.monotonic() + SECONDS
    for _redirect in range(REDIRECTS + 1):
        status, location, body = _ask(resolve(url, allowed), deadline)
        if status in (301, 302, 303, 307, 308) and location:
            url = urljoin(url, location)
        elif status == 200:
            return body
        else:
            raise NotFetched("对方服务器回答 %(status)s，没有取到数据。请核对地址，或稍后再试。", status=status)
    raise NotFetched("对方服务器一再转到别的地址，没有取到数据。请填写最终的地址。")


def resolve(url: str, allowed: Collection[str] = ()) -> Target:
    """Take an address apart and look its host up once; every number that it has must be public."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise NotFetched("地址写得不对。请以 http:// 或 https:// 开头。") from error
    if parts.scheme not in PORTS or not host or parts.username is not None or parts.password is not None:
        raise NotFetched("地址写得不对。请以 http:// 或 https:// 开头。")
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    if not path.isascii() or any(mark <= " " for mark in path):
        raise NotFetched("地址写得不对。请以 http:// 或 https:// 开头。")
    numbers = _numbers(host, port)
    if f"{host}:{port}" not in allowed and not all(_is_public(number) for number in numbers):
        raise NotFetched("这个地址不在公网上，不能从那里采集。")
    return Target(parts.scheme, host, port, path, numbers[0])


def _numbers(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("找不到“%(host)s”这台服务器。请核对地址。", host=host) from error
    return [str(entry[4][0]) for entry in found]


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


def _ask(target: Target, deadline: float) -> tuple[int, str, bytes]:
    """One request to the number that was looked up; the name is only said to the server and checked against its certificate."""
    try:
        plain = socket.create_connection((target.number, target.port), timeout=_left(deadline))
        sock = plain
        if target.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        try:
            headers = {"User-Agent": AGENT, "Accept": "text/xml, application/xml", "Connection": "close"}
            connection.request("GET", target.path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or "", _body(answer, sock, deadline)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched("连不上“%(host)s”，或中途断开。请核对地址，或稍后再试。", host=target.host) from error


def _body(answer: http.client.HTTPResponse, sock: socket.socket, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        sock.settimeout(_left(deadline))
        chunk = answer.read1(CHUNK)
        if not chunk:
            return b"".join(chunks)
        size += len(chunk)
        if size > BYTES:
            raise NotFetched("对方一次给出的内容超过 %(n)s MB，没有采集。", n=BYTES // limits.MEGABYTE)
        chunks.append(chunk)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetched("等了 %(n)s 秒还没有取完，没有采集。请稍后再试。", n=round(SECONDS))
    return left
