"""The pages of curation and administration."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from marketplace.admin.views import (  # noqa: E402 - they add their routes to the blueprint
    audit,
    curation,
    house,
    organisations,
    people,
)

__all__ = ["audit", "blueprint", "curation", "house", "organisations", "people"]
