"""What changed from one version to the next, by the names of its fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.listings.mapping import LISTS, PLAIN
from marketplace.listings.models import AchievementVersion
from marketplace.listings.naming import field_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version and the names (msgids) of the fields that differ from the one before; `first` has none before."""

    version: AchievementVersion
    changed: tuple[str, ...]
    first: bool


def steps(versions: Sequence[AchievementVersion]) -> list[Step]:
    """Newest first, as given. Contact data is left out: it is not for everybody."""
    told = [name for name in (*PLAIN, *sorted(LISTS)) if not name.startswith(("contact", "extra", "inventors"))]
    found = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        differing = [name for name in told if before and getattr(version, name) != getattr(before, name)]
        names = tuple(dict.fromkeys(field_name(name) for name in differing))
        found.append(Step(version=version, changed=names, first=before is None))
    return found
