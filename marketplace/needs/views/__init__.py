"""The pages of needs."""

from flask import Blueprint

blueprint = Blueprint("needs", __name__)

from marketplace.needs.views import diagnosing, own, public, reading, withdrawing  # noqa: E402, F401 - they add their routes to the blueprint
