"""An S3 server of the tests' own, run by tools/s3.sh."""

import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import boto3
from botocore.config import Config

from tests.elasticsearch import free_port

ROOT = Path(__file__).parents[1]
TOOL = str(ROOT / "tools" / "s3.sh")
PATIENCE = 90.0  # seconds until the server answers
IDENTITY, SECRET = "identity-of-the-tests", "secret-of-the-tests"
BUCKET = "tansuo-files"


class S3Server:
    """A real server over a folder, with one bucket."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> Any:
        plain = Config(
            s3={"addressing_style": "path"},
            retries={"max_attempts": 1},
            connect_timeout=2,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        keys = {"aws_access_key_id": IDENTITY, "aws_secret_access_key": SECRET}
        return boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", config=plain, **keys)

    def __enter__(self) -> "S3Server":
        subprocess.run([TOOL, "install"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        self.start()
        self.client().create_bucket(Bucket=BUCKET)
        return self

    def start(self) -> None:
        keys = {"S3_SERVER_IDENTITY": IDENTITY, "S3_SERVER_SECRET": SECRET}
        with (self.home / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [TOOL, "run", str(self.home), str(self.port)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=os.environ | keys,
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self._process is not None
            assert self._process.poll() is None, (self.home / "console.log").read_text()
            try:
                urlopen(self.url, timeout=2).close()
            except HTTPError:
                return  # it answers, and refuses whoever signs nothing
            except (URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise AssertionError((self.home / "console.log").read_text())

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.kill()
