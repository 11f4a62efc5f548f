"""Every component in every state on one page; never in production."""

from flask import Blueprint, render_template

from marketplace.web.access import allow, anyone

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/components")
@allow(anyone)
def components() -> str:
    return render_template("components/gallery.html")
