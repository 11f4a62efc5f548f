"""The pages of matching."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
