"""How gunicorn serves: the application imported once, the model and the index opened after the fork."""

import ctypes
import gc
import os
import shutil
import tempfile
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
libc = ctypes.CDLL(None)
libc.mallopt(-8, 2)  # M_ARENA_MAX: threads share two heaps, or each keeps what it once needed
workers = int(os.environ.get("WEB_WORKERS", "2"))
# one page at a time in each process: fairer under load than threads that fight for the interpreter; slow clients are the
# reverse proxy's to buffer, and WEB_THREADS serves without one
threads = int(os.environ.get("WEB_THREADS", "1"))
worker_class = "gthread" if threads > 1 else "sync"
preload_app = True  # imported once and shared; nothing is opened before the fork
timeout = 60
graceful_timeout = 20
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
errorlog = "-"
control_socket_disable = True
pidfile = os.environ.get("WEB_PIDFILE")  # tools/reload.sh hands over to a new release by it

if os.environ.get("METRICS_TOKEN") and ("PROMETHEUS_MULTIPROC_DIR" not in os.environ or "GUNICORN_PID" in os.environ):
    # processes count together, in files of this run; a new release beside the old one begins files of its own
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="tansuo-metrics-")


def child_exit(_server, worker):  # type: ignore[no-untyped-def]
    """What a process counted stays; its gauges go."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def on_exit(_server):  # type: ignore[no-untyped-def]
    """The counts end with the server."""
    shutil.rmtree(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""), ignore_errors=True)


def post_worker_init(worker):  # type: ignore[no-untyped-def]
    """Load the model and map the index before the first question."""
    from marketplace.web.search_index import warm

    warm(worker.app.wsgi())
    gc.collect()
    libc.malloc_trim(0)  # loading the model left holes behind
    gc.freeze()  # what was loaded by now stays: not looked through again with every few pages
    if pidfile:
        Path(f"{pidfile}.{os.getppid()}.ready").touch()
