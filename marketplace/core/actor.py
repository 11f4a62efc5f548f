"""Who acts: a person with roles and organisations, the public, or the system itself."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is on the platform."""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    BROKER = "broker"
    ORGANISER = "organiser"
    EXPERT = "expert"
    CURATOR = "curator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The one for whom a use-case runs. `organisations` are the ids of those the person belongs to."""

    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    organisations: frozenset[int] = frozenset()
    system: bool = False

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_curator(self) -> bool:
        return Role.CURATOR in self.roles

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    def belongs_to(self, organisation_id: int) -> bool:
        return organisation_id in self.organisations

    def scope_tokens(self) -> frozenset[str]:
        """The search scopes this actor may read."""
        tokens = {"public"} | {f"org:{organisation}" for organisation in self.organisations}
        if self.signed_in:
            tokens.add("signed-in")
        if self.is_curator or self.is_admin:
            tokens.add("curator")
        return frozenset(tokens)


ANYONE = Actor()
SYSTEM = Actor(name="系统", system=True)
