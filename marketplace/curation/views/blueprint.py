"""The blueprint of the curators' pages."""

from flask import Blueprint

blueprint = Blueprint("curation", __name__)
