"""The pages of administration."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from marketplace.admin.views import (  # noqa: E402 - they add their routes to the blueprint
    audit,
    house,
    operations,
    organisations,
    people,
)

__all__ = ["audit", "blueprint", "house", "operations", "organisations", "people"]
