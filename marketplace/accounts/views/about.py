"""The terms of use and the privacy notice, to read before one agrees."""

from flask import render_template

from marketplace.accounts.rules import CONSENT_VERSION
from marketplace.accounts.views.blueprint import blueprint
from marketplace.web.access import allow, anyone


@blueprint.get("/about/terms")
@allow(anyone)
def terms() -> str:
    return render_template("accounts/terms.html", version=CONSENT_VERSION)


@blueprint.get("/about/privacy")
@allow(anyone)
def privacy() -> str:
    return render_template("accounts/privacy.html", version=CONSENT_VERSION)
