"""The blueprint that every page of sessions joins."""

from flask import Blueprint, request

blueprint = Blueprint("events", __name__)


def page_number() -> int:
    """The page that the address asks for, kept in bounds."""
    return max(1, min(request.args.get("page", 1, type=int), 100_000))
