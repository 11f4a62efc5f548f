"""Addresses of static files that change with their content, so that browsers may keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from marketplace.web.access import allow, anyone

YEAR = 365 * 24 * 3600
FOREVER = f"public, max-age={YEAR}, immutable"
# every page's style sheets in the order of the cascade, sent as one file
SHEETS = (
    "tokens", "base", "layout", "site", "button", "field", "marks", "card", "table", "ledger", "feedback", "wayfinding",
    "search", "home", "record", "files", "changes", "editor", "work", "queue", "organisations", "matching", "disclosure", "events", "gathering", "contracts", "day", "bigscreen", "deals", "board", "reports", "print",
)  # fmt: skip

blueprint = Blueprint("assets", __name__)


def asset(name: str) -> str:
    """The address of static/`name` with a hash of its content."""
    return _addressed(f"{request.script_root}{current_app.static_url_path}", str(current_app.static_folder), name)


def stylesheet() -> str:
    """The address of all style sheets in one."""
    return url_for("assets.sheets", fingerprint=bundle(_static())[1])


@blueprint.get("/assets/<fingerprint>.css")
@allow(anyone)
def sheets(fingerprint: str) -> Response:
    """All style sheets in one; another fingerprint is another release's and is not here."""
    content, current = bundle(_static())
    if fingerprint != current:
        abort(404)
    return Response(content, mimetype="text/css", headers={"Cache-Control": FOREVER})


def _static() -> Path:
    return Path(str(current_app.static_folder))


@lru_cache(maxsize=512)
def _addressed(prefix: str, folder: str, name: str) -> str:
    fingerprint = hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]
    return f"{prefix}/{quote(name)}?v={fingerprint}"


@lru_cache
def bundle(folder: Path) -> tuple[bytes, str]:
    content = b"\n".join((folder / "css" / f"{name}.css").read_bytes() for name in SHEETS)
    return content, hashlib.sha256(content).hexdigest()[:12]


def serve_assets(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, stylesheet=stylesheet)
    app.register_blueprint(blueprint)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = FOREVER
        return response
