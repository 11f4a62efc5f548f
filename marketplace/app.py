"""The application factory."""

from pathlib import Path

from flask import Flask

from marketplace.accounts import features as accounts
from marketplace.admin import features as admin
from marketplace.admin import gallery
from marketplace.config import Settings, read_settings
from marketplace.contracts import features as contracts
from marketplace.core.db import Database
from marketplace.curation import features as curation
from marketplace.deals import features as deals
from marketplace.disclosure import features as disclosure
from marketplace.discovery import features as discovery
from marketplace.events import features as events
from marketplace.following import features as following
from marketplace.listings import features as listings
from marketplace.matching import features as matching
from marketplace.needs import features as needs
from marketplace.organisations import features as organisations
from marketplace.reports import features as reports
from marketplace.taxonomy import labels
from marketplace.web import (
    access,
    assets,
    failures,
    formats,
    health,
    inbox,
    language,
    logs,
    metrics,
    navigation,
    outgoing,
    requests,
    security,
    state,
    timing,
)
from marketplace.web.templating import SharingEnvironment
from marketplace.workdays import features as workdays

ROOT = Path(__file__).parents[1]


def create_app(settings: Settings | None = None) -> Flask:
    """The web application; raises InvalidSettings when the environment does not hold."""
    settings = settings or read_settings()
    app = Flask("marketplace", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.jinja_environment = SharingEnvironment
    app.request_class = requests.Request
    app.extensions["settings"] = settings
    app.extensions["database"] = Database(settings.database_url, settings.database_limits)
    app.config.update(TESTING=settings.environment == "testing", PROPAGATE_EXCEPTIONS=settings.environment == "testing")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")

    logs.write_logs(settings)
    timing.measure(app)
    logs.name_requests(app, settings)
    security.protect(app, settings)
    app.before_request(access.answer_early)
    language.speak(app)
    assets.serve_assets(app)
    formats.write_values(app)
    labels.install(app)
    failures.explain_failures(app)
    app.before_request(access.enforce)
    app.teardown_request(state.close_session)
    app.context_processor(_page_values)

    for blueprint in (health.blueprint, inbox.blueprint, metrics.blueprint):
        app.register_blueprint(blueprint)
    if not settings.production:
        app.register_blueprint(gallery.blueprint)
        app.register_blueprint(outgoing.blueprint)
    for feature in (
        accounts,
        organisations,
        listings,
        needs,
        discovery,
        matching,
        following,
        disclosure,
        events,
        deals,
        contracts,
        reports,
        curation,
        workdays,
        admin,
    ):
        feature.install(app)
    return app


def _page_values() -> dict[str, object]:
    """What every template may use."""
    return {
        "actor": state.actor(),
        "main_nav": navigation.main_nav,
        "fitting": navigation.fitting,
        "language_switch": navigation.language_switch,
        "demo": state.settings().demo,
    }
