"""A throwaway PostgreSQL cluster in a temporary directory, on a socket of its own."""

import os
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from types import TracebackType

import psutil
import psycopg


class PostgresCluster:
    """initdb and postgres refuse root: as root they run as the `postgres` user."""

    def __init__(self, *, keeps_commits: bool = False) -> None:
        """`keeps_commits`: what was committed outlives a crash of the server; for tests that crash it."""
        self._synchronous = "local" if keeps_commits else "off"
        self.home = Path(tempfile.mkdtemp(prefix="tansuo-pg-"))
        self.data = self.home / "data"
        self.binaries = _binaries()
        self.account = "postgres" if os.geteuid() == 0 else None
        if self.account:
            shutil.chown(self.home, self.account)

    def __enter__(self) -> "PostgresCluster":
        self._run(
            "initdb", "-D", str(self.data), "-U", "tansuo", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"
        )
        self.start()
        return self

    def start(self) -> None:
        """Serve, after a crash too."""
        options = f"-k {self.home} -c listen_addresses='' -c fsync=off -c synchronous_commit={self._synchronous} -c full_page_writes=off"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-o", options, "-l", str(self.home / "log"), "start")

    def kill(self) -> None:
        """End the server as a failing machine does; its connections end with it."""
        lock = self.data / "postmaster.pid"
        server = psutil.Process(int(lock.read_text().split()[0]))
        followers = server.children()
        server.kill()
        psutil.wait_procs(followers, timeout=60)
        lock.unlink(missing_ok=True)  # nobody may have fetched the dead server's number yet

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def create_database(self, name: str | None = None, template: str = "template1") -> str:
        """Create a database, empty or as a copy of another, and return its address."""
        name = name or f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(f"host={self.home} user=tansuo dbname=postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql+psycopg://tansuo@/{name}?host={self.home}"

    def drop_database(self, url: str) -> None:
        """Take a database away, whoever is connected."""
        name = url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(f"host={self.home} user=tansuo dbname=postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            user=self.account,
            cwd=self.home,
            stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {(done.stdout or b'').decode()} {self._log()}")

    def _log(self) -> str:
        log = self.home / "log"
        return log.read_text() if log.exists() else ""


def _binaries() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if installed:
        return installed[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL is not installed: run `make packages`, or `sudo apt-get install postgresql`")
    return Path(found).parent
