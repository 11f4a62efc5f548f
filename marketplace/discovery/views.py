"""The first page."""

from flask import Blueprint, render_template

from marketplace.web.access import allow, anyone

blueprint = Blueprint("discovery", __name__)


@blueprint.get("/")
@allow(anyone)
def home() -> str:
    return render_template("discovery/home.html")
