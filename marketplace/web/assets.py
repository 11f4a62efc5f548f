"""Addresses of static files that change with their content, so that browsers may keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

YEAR = 365 * 24 * 3600


def asset(name: str) -> str:
    """The address of static/`name` with a hash of its content."""
    folder = Path(str(current_app.static_folder))
    fingerprint = _fingerprint(folder / name) if not current_app.debug else _fingerprint.__wrapped__(folder / name)
    return url_for("static", filename=name, v=fingerprint)


@lru_cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def serve_assets(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response
