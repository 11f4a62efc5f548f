"""The blueprint that the pages of achievements hang on."""

from flask import Blueprint

blueprint = Blueprint("listings", __name__)
