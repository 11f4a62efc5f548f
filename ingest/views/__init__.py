"""The pages of importing."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)

from ingest.views import choosing, sources, upload, watching  # noqa: E402, F401 - they add their routes to the blueprint
