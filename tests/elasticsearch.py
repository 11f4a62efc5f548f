"""Elasticsearch nodes of the tests' own, put together by tools/elasticsearch.sh."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from urllib.error import URLError
from urllib.request import urlopen

from search.engines.elasticsearch.cluster import ClusterSettings

ROOT = Path(__file__).parents[1]
TOOL = str(ROOT / "tools" / "elasticsearch.sh")
PATIENCE = 120.0  # seconds until a node answers


def free_port() -> int:
    """A port that nobody listens at, outside the range that outgoing connections take theirs from while a node starts."""
    while True:
        port = random.randint(20_000, 31_999)
        with socket.socket() as listening, suppress(OSError):
            listening.bind(("127.0.0.1", port))
            return port


class ElasticsearchNode:
    """A node in a folder; further settings make it a member of a cluster."""

    def __init__(
        self, home: Path, *, port: int = 0, members: int = 1, more: tuple[str, ...] = (), heap: str = "512m"
    ) -> None:
        self.home, self.port, self._members, self._more = home, port or free_port(), members, more
        self._heap = heap
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> ClusterSettings:
        return ClusterSettings(urls=(self.url,), prefix="test", replicas=0, search_seconds=10)

    def start(self) -> None:
        subprocess.run([TOOL, "install"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with (self.home / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [TOOL, "run", str(self.home), str(self.port), *self._more],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=os.environ | {"ES_HEAP": self._heap},
            )

    def wait(self, members: int = 1) -> None:
        """Until the node answers and the cluster has its members."""
        until = time.monotonic() + PATIENCE
        asked = f"{self.url}/_cluster/health?wait_for_nodes=%3E={members}&timeout=1s"
        while time.monotonic() < until:
            assert self._process is not None
            assert self._process.poll() is None, (self.home / "console.log").read_text()
            try:
                with urlopen(asked, timeout=3) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.3)
        raise AssertionError((self.home / "console.log").read_text())

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """Let it hold its connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def __enter__(self) -> "ElasticsearchNode":
        self.start()
        self.wait(self._members)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def _end(self, number: signal.Signals) -> None:
        self._signal(number)
        if self._process is not None:
            self._process.wait(60)
            self._process = None


@contextmanager
def three_nodes(home: Path) -> Iterator[list[ElasticsearchNode]]:
    """A cluster of three in folders of `home`, once all of them have met."""
    names, ports = [f"node-{n}" for n in range(3)], [free_port() for _ in range(3)]
    nodes = []
    for name, port in zip(names, ports, strict=True):
        (home / name).mkdir()
        more = (
            f"node.name={name}",
            f"transport.port={port}",
            f"discovery.seed_hosts=[{', '.join(f'127.0.0.1:{other}' for other in ports)}]",
            f"cluster.initial_master_nodes=[{', '.join(names)}]",
        )
        nodes.append(ElasticsearchNode(home / name, more=more))
    try:
        for node in nodes:
            node.start()
        for node in nodes:
            node.wait(members=3)
        yield nodes
    finally:
        for node in nodes:
            node.kill()
