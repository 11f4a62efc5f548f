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


class Act(StrEnum):
    """What an owner may let a broker do in its name."""

    EDIT = "edit"
    SUBMIT = "submit"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What a mandate in force lets the actor do for an owner. `records` are public ids, None for all of the owner's;
    `through` is the agency whose members share the power, None when it was given to the person."""

    mandate: str
    owner_id: int
    owner_name: str
    acts: frozenset[Act]
    records: frozenset[str] | None = None
    through: int | None = None

    def covers(self, act: Act, owner_id: int, public_id: str | None) -> bool:
        """Does it reach this act on this record? None asks for a record that is still to be made."""
        reached = self.records is None or (public_id is not None and public_id in self.records)
        return self.owner_id == owner_id and act in self.acts and reached


class Scope(StrEnum):
    """What a token may be used for."""

    READ = "read"
    WRITE = "write"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The one for whom a use-case runs.

    `organisations` are the ids of those the person belongs to, `manages` of those they manage, `acting_for` the one
    they act for now: lists show its records and new records belong to it. `powers` come from brokers' mandates.
    `scopes` is None for the person themself; a program that acts by a token has only what the token was made for.
    """

    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    organisations: frozenset[int] = frozenset()
    manages: frozenset[int] = frozenset()
    acting_for: int | None = None
    powers: tuple[Power, ...] = ()
    system: bool = False
    scopes: frozenset[Scope] | None = None

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

    def power_for(self, act: Act, owner_id: int, public_id: str | None) -> Power | None:
        """The mandate by which the actor may do this for an owner they do not belong to."""
        if self.belongs_to(owner_id):
            return None
        return next((power for power in self.powers if power.covers(act, owner_id, public_id)), None)

    def may_act_for(self, act: Act, owner_id: int, public_id: str | None) -> bool:
        """Members of the owner, and whoever it gave a mandate for this act on this record."""
        return self.belongs_to(owner_id) or self.power_for(act, owner_id, public_id) is not None

    @property
    def current(self) -> frozenset[int]:
        """The organisation whose records lists show: the one acted for, or all when none was chosen."""
        return self.organisations if self.acting_for is None else frozenset({self.acting_for})

    @property
    def current_powers(self) -> tuple[Power, ...]:
        """The mandates whose records lists show: those given to the person or to the agency acted for."""
        return tuple(power for power in self.powers if power.through is None or power.through in self.current)

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
