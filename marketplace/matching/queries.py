"""Reads what matching holds against limits: the public parameters of published results, and facts beside them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.models import Parameter as ParameterRow
from marketplace.matching.judging.claims import Parameter
from marketplace.taxonomy.terms import DisclosureTier


def public_parameters(session: Session, public_ids: Sequence[str]) -> dict[str, tuple[Parameter, ...]]:
    """The parameters that everybody may read, of the visible versions, by public id, in one statement."""
    found: defaultdict[str, tuple[Parameter, ...]] = defaultdict(tuple)
    if not public_ids:
        return found
    row = ParameterRow
    wanted = (
        select(Achievement.public_id, row.name, row.minimum, row.maximum, row.unit, row.conditions)
        .join(AchievementVersion, row.version_id == AchievementVersion.id)
        .join(AchievementVersion.achievement)
        .where(Achievement.public_id.in_(public_ids), policies.is_public(), row.tier == DisclosureTier.PUBLIC)
        .order_by(row.version_id, row.position)
    )
    for public_id, name, minimum, maximum, unit, conditions in session.execute(wanted):
        parameter = Parameter(name=name, minimum=minimum, maximum=maximum, unit=unit, conditions=conditions)
        found[public_id] += (parameter,)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a pair's reasons need of a result beyond its card."""

    industries: tuple[str, ...] = ()
    region: str = ""
    scale: str = ""


def facts_of(session: Session, public_ids: Sequence[str]) -> dict[str, Facts]:
    """Industries, place and scale of published results, in one statement."""
    version = AchievementVersion
    wanted = (
        select(Achievement.public_id, version.industries, Organisation.region, version.scale)
        .select_from(version)
        .join(version.achievement)
        .join(Achievement.owner)
        .where(Achievement.public_id.in_(public_ids), policies.is_public())
    )
    return {
        row[0]: Facts(industries=tuple(row[1]), region=row[2] or "", scale=row[3])
        for row in session.execute(wanted if public_ids else wanted.limit(0))
    }


def achievement_id(session: Session, public_id: str) -> int:
    """The row of a result, for what hangs on it."""
    return session.scalar(select(Achievement.id).where(Achievement.public_id == public_id)) or 0
