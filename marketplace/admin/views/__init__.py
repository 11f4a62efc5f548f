"""The pages of curation and administration."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from marketplace.admin.views import curation, house, organisations  # noqa: E402, F401 - they add their routes to the blueprint
