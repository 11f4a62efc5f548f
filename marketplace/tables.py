"""Every table of the marketplace, so that migrations and tests know them all."""

from marketplace.accounts import models as accounts
from marketplace.contracts import models as contracts
from marketplace.core import audit, jobs, mail, outbox, public_ids, schedule
from marketplace.core.db import Base
from marketplace.curation import models as curation
from marketplace.deals import models as deals
from marketplace.disclosure import models as disclosure
from marketplace.discovery import models as discovery
from marketplace.events import models as events
from marketplace.events.inviting import models as inviting
from marketplace.following import models as following
from marketplace.listings import models as listings
from marketplace.matching import models as matching
from marketplace.matching.learning import models as learning
from marketplace.needs import models as needs
from marketplace.organisations import models as organisations
from marketplace.reports import models as reports
from marketplace.workdays import models as workdays

__all__ = [
    "Base",
    "accounts",
    "audit",
    "contracts",
    "curation",
    "deals",
    "disclosure",
    "discovery",
    "events",
    "following",
    "inviting",
    "jobs",
    "learning",
    "listings",
    "mail",
    "matching",
    "needs",
    "organisations",
    "outbox",
    "public_ids",
    "reports",
    "schedule",
    "workdays",
]
