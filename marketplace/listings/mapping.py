"""Between what an achievement says (AchievementContent) and the rows that keep it, both ways."""

import hashlib
import json
from dataclasses import asdict, fields
from typing import Any

from marketplace.listings import models
from marketplace.listings.content import (
    AchievementContent,
    CarbonClaim,
    Case,
    ClaimLine,
    EmissionFactor,
    IntellectualProperty,
    Parameter,
)

PARTS = {"parameters", "ip", "cases", "transfer_modes", "claim"}  # tables of their own
LISTS = {"keywords", "partners", "inventors", "ipc", "cpc_y02", "industries"}
PLAIN = tuple(entry.name for entry in fields(AchievementContent) if entry.name not in PARTS | LISTS)
CLAIM_PLAIN = tuple(entry.name for entry in fields(CarbonClaim) if entry.name not in {"factors", "lines", "gases"})


def write_content(version: models.AchievementVersion, content: AchievementContent) -> None:
    """Make the version say this and nothing else."""
    for name in PLAIN:
        value = getattr(content, name)
        setattr(version, name, dict(value) if name == "extra" else value)
    for name in LISTS:
        setattr(version, name, list(getattr(content, name)))
    version.parameters = [models.Parameter(position=row, **asdict(part)) for row, part in enumerate(content.parameters)]
    version.ip = [models.IntellectualProperty(position=row, **asdict(part)) for row, part in enumerate(content.ip)]
    version.cases = [models.Case(position=row, **asdict(part)) for row, part in enumerate(content.cases)]
    _write_modes(version, content)
    _write_claim(version, content.claim)


def _write_modes(version: models.AchievementVersion, content: AchievementContent) -> None:
    kept = {entry.mode: entry for entry in version.modes}
    version.modes = [
        kept.get(mode) or models.VersionTransferMode(mode=mode) for mode in dict.fromkeys(content.transfer_modes)
    ]
    for position, entry in enumerate(version.modes):
        entry.position = position


def _write_claim(version: models.AchievementVersion, claim: CarbonClaim | None) -> None:
    if claim is None:
        version.claim = None
        return
    row = version.claim = version.claim or models.CarbonClaim()
    for name in CLAIM_PLAIN:
        setattr(row, name, getattr(claim, name))
    row.gases = list(claim.gases)
    row.factors = [models.EmissionFactor(position=place, **asdict(part)) for place, part in enumerate(claim.factors)]
    row.lines = [models.ClaimLine(position=place, **asdict(part)) for place, part in enumerate(claim.lines)]


def read_content(version: models.AchievementVersion) -> AchievementContent:
    """What the version says, as plain values."""
    values: dict[str, Any] = {name: getattr(version, name) for name in PLAIN}
    values |= {name: tuple(getattr(version, name)) for name in LISTS}
    return AchievementContent(
        **values | {"extra": dict(version.extra)},
        parameters=tuple(_part(Parameter, row) for row in version.parameters),
        ip=tuple(_part(IntellectualProperty, row) for row in version.ip),
        cases=tuple(_part(Case, row) for row in version.cases),
        transfer_modes=version.transfer_modes,
        claim=read_claim(version.claim),
    )


def read_claim(row: models.CarbonClaim | None) -> CarbonClaim | None:
    """A claim as plain values."""
    if row is None:
        return None
    return CarbonClaim(
        **{name: getattr(row, name) for name in CLAIM_PLAIN},
        gases=tuple(row.gases),
        factors=tuple(_part(EmissionFactor, factor) for factor in row.factors),
        lines=tuple(_part(ClaimLine, line) for line in row.lines),
    )


def fingerprint(content: AchievementContent) -> str:
    """The sha-256 of everything a record says: equal content, equal digits."""
    plain = json.dumps(asdict(content), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode("utf8", "surrogatepass")).hexdigest()


def _part(kind: type[Any], row: object) -> Any:
    return kind(**{entry.name: getattr(row, entry.name) for entry in fields(kind)})
