"""Records in every state whose every field holds a word found nowhere else, and who may read each word."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind
from marketplace.config import Settings
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.clock import now, today
from marketplace.core.mail import Mail
from marketplace.listings import policies as listing_policies
from marketplace.listings.content import AchievementContent, Case, IntellectualProperty, Parameter
from marketplace.listings.models import Remark, Withdrawal
from marketplace.listings.queries.records import CAME_OUT
from marketplace.listings.rules import VISIBLE as SHOWN
from marketplace.listings.rules import ListingState, WithdrawalReason
from marketplace.needs import policies as need_policies
from marketplace.needs import services as need_services
from marketplace.needs.content import NeedContent
from marketplace.needs.models import DiagnosisEntry, Need, NeedDiagnosis, NeedRemark, NeedWithdrawal
from marketplace.needs.rules import EntryKind, NeedState, NeedWithdrawalReason
from marketplace.needs.texts import find_standing
from marketplace.taxonomy.terms import DisclosureTier, IpKind, IpStatus
from tests.factories import (
    content,
    make_listing,
    make_need,
    make_organisation,
    make_source,
    need_content,
    revise_listing,
)

if TYPE_CHECKING:
    from tests.web.house import House

May = Callable[[Actor], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A word, where it was planted, and who may read it. `but` are endpoints that tell it for another reason."""

    word: str
    where: str
    may: May
    but: frozenset[str] = frozenset()


@dataclass(slots=True)
class Secrets:
    """All words planted so far."""

    planted: list[Secret] = field(default_factory=list)

    def plant(self, where: str, may: May, *but: str) -> str:
        word = f"zq{len(self.planted):04}qz"
        self.planted.append(Secret(word=word, where=where, may=may, but=frozenset(but)))
        return word


def plant_results(session: Session, house: "House", ours: Organisation) -> None:
    """An achievement in every state; of one that was superseded the next version is out, of another it is a draft."""
    for state in ListingState:
        if state is ListingState.SUPERSEDED:
            continue
        version = make_listing(session, owner=ours, state=state, said=_result(house, ours, state))
        version.remarks = [Remark(field="", text=_for_side(house, ours, f"{state}.remark"))]
        if state is ListingState.WITHDRAWN:
            note = _for_side(house, ours, "withdrawal.note")
            version.withdrawal = Withdrawal(reason=WithdrawalReason.OUTDATED, note=note, at=now())
        if state is ListingState.EXPIRED:
            version.valid_until = today() - timedelta(days=3)
        session.flush()
        house.keep("result", version.public_id, state, version, version if state in CAME_OUT else None)
        house.keep("version", version.public_id, state, version)
    _two_versions(session, house, ours)


def _two_versions(session: Session, house: "House", ours: Organisation) -> None:
    old = make_listing(session, owner=ours, said=_result(house, ours, ListingState.PUBLISHED))
    draft = revise_listing(session, old.public_id, **vars_of(_result(house, ours, ListingState.DRAFT)))
    house.keep("result", old.public_id, "published and revised", draft, old)
    former = make_listing(session, owner=ours, said=_result(house, ours, ListingState.PUBLISHED))
    current = revise_listing(session, former.public_id, **vars_of(_result(house, ours, ListingState.PUBLISHED)))
    former.state, current.state = ListingState.SUPERSEDED, ListingState.PUBLISHED
    current.submitted_at = current.published_at = now()
    session.flush()
    house.keep("version", former.public_id, former.state, former)


def vars_of(said: AchievementContent) -> dict[str, Any]:
    return {name: getattr(said, name) for name in AchievementContent.__dataclass_fields__}


def _for_side(house: "House", ours: Organisation, where: str) -> str:
    """For the owner's side and the curators."""
    return house.secrets.plant(f"result.{where}", _side(ours))


def _side(ours: Organisation) -> May:
    number = ours.id
    return lambda actor: (
        listing_policies.is_curator(actor)
        or actor.belongs_to(number)
        or any(power.owner_id == number for power in actor.powers)
    )


def _result(house: "House", ours: Organisation, state: ListingState) -> AchievementContent:
    """The tiers of DESIGN: T0 for everybody who may see the version, T1 signed in, T2 and T3 for the owner's side."""
    side = _side(ours)
    shown = state in SHOWN
    gone = state in (ListingState.WITHDRAWN, ListingState.EXPIRED)
    everybody: May = (lambda _actor: True) if shown else side
    titled: May = (lambda _actor: True) if shown or gone else side  # a tombstone keeps the title
    known: May = (lambda actor: actor.signed_in) if shown else side
    plant: Callable[[str, May], str] = lambda name, may: house.secrets.plant(f"result.{state}.{name}", may)  # noqa: E731
    return content(
        title=f"余热回收 {plant('title', titled)}",
        **{name: plant(name, everybody) for name in ("teaser", "problem", "principle", "advantage", "timing")},
        keywords=(plant("keywords", everybody),),
        inventors=(plant("inventors", titled if not shown else known),),
        contact_name=plant("contact_name", known),
        contact_phone=plant("contact_phone", known),
        contact_email=plant("contact_email", known) + "@example.org",
        trl_evidence=plant("trl_evidence", everybody),
        parameters=(
            Parameter(name="再生能耗", minimum=2.4, unit="GJ", conditions=plant("T0", everybody)),
            Parameter(name="溶剂", minimum=3, unit="kg", conditions=plant("T1", known), tier=DisclosureTier.SIGNED_IN),
            Parameter(name="相变", minimum=4, unit="℃", conditions=plant("T3", side), tier=DisclosureTier.UNDER_NDA),
            Parameter(name="压力", minimum=4, unit="bar", evidence=plant("T2", side), tier=DisclosureTier.ACCEPTED_INTEREST),
        ),
        ip=(
            IntellectualProperty(
                kind=IpKind.INVENTION, title=plant("ip", everybody), number=plant("ip.number", known),
                status=IpStatus.GRANTED,
            ),
        ),
        cases=(Case(user=plant("case", everybody), place="武汉", year=2025),),
        extra={"内部备注": plant("extra", side)},
    )  # fmt: skip


def plant_needs(session: Session, house: "House", ours: Organisation, settings: Settings) -> None:
    """A need in every state; two of them are looked into; an anonymous one of an organisation that has nothing else."""
    looks = house.people["broker"].id
    for state in NeedState:
        need = make_need(session, ours, state=state, content=_need(house, ours, state))
        side = _need_side(ours)
        need.remarks = [
            NeedRemark(field="", text=house.secrets.plant("need.remark", lambda a, of=side: of(a) or a.is_curator))
        ]
        if state is NeedState.WITHDRAWN:
            note = house.secrets.plant("need.withdrawal.note", lambda a, of=side: of(a) or a.is_curator)
            need.published_at, need.withdrawal = now(), NeedWithdrawal(reason=NeedWithdrawalReason.DROPPED, note=note)
        if state is NeedState.DIAGNOSIS:
            knows: May = lambda a, of=side: of(a) or a.is_curator or a.person_id == looks  # noqa: E731
            entry = DiagnosisEntry(kind=EntryKind.QUESTION, text=house.secrets.plant("need.question", knows))
            inner: May = lambda a: a.is_curator or a.person_id == looks  # noqa: E731
            note = DiagnosisEntry(kind=EntryKind.NOTE, text=house.secrets.plant("need.note", inner))
            need.diagnosis = NeedDiagnosis(person_id=looks, entries=[entry, note])
            session.flush()
            house.names["question"] = str(entry.id)
        session.flush()
        house.keep("need", need.public_id, state, need)
    sourced = make_need(session, ours, state=NeedState.DRAFT, content=_need(house, ours, NeedState.DRAFT))
    house.keep("sourced", make_source(session, sourced, settings.files_dir), sourced.state, sourced)
    _revised(session, house, ours)
    _anonymous(session, house)


def _revised(session: Session, house: "House", ours: Organisation) -> None:
    """A need in its second version, with a third one handed in: two texts are public, the next is for few."""
    public_id = make_need(session, ours, NeedState.DRAFT, _need(house, ours, NeedState.PUBLISHED)).public_id
    for said in (_need(house, ours, NeedState.PUBLISHED), _need(house, ours, NeedState.SUBMITTED)):
        need_services.submit(session, SYSTEM, public_id)
        need_services.publish(session, SYSTEM, public_id)
        need_services.revise(session, SYSTEM, public_id)
        need_services.save_need(session, SYSTEM, public_id, said)
    need_services.submit(session, SYSTEM, public_id)
    session.flush()
    need = find_standing(session, public_id)
    assert need is not None
    house.keep("revised", public_id, "with a revision", need)
    session.execute(delete(Mail))  # the letters of these acts; the walk writes its own


def _need_side(ours: Organisation) -> May:
    number = ours.id
    return lambda actor: actor.belongs_to(number) or any(power.owner_id == number for power in actor.powers)


def _need(house: "House", ours: Organisation, state: NeedState) -> NeedContent:
    side, looks = _need_side(ours), house.people["broker"].id
    stand_in = Need(owner_id=ours.id, public_id="", state=state)
    if state is NeedState.DIAGNOSIS:
        stand_in.diagnosis = NeedDiagnosis(person_id=looks)
    sees: May = lambda actor: side(actor) or need_policies.can_see(actor, stand_in)  # noqa: E731
    contact: May = lambda actor: side(actor) or (sees(actor) and need_policies.sees_contact(actor, stand_in))  # noqa: E731
    plant: Callable[[str, May], str] = lambda name, may: house.secrets.plant(f"need.{state}.{name}", may)  # noqa: E731
    return need_content(
        **{
            name: plant(name, sees)
            for name in ("title", "problem", "indicators", "goal", "already_tried", "site_limits")
        },
        keywords=(plant("keywords", sees),),
        **{name: plant(name, contact) for name in ("contact_name", "contact_phone")},
        contact_email=plant("contact_email", contact) + "@example.org",
        extra={"内部备注": plant("extra", contact)},
    )


def _anonymous(session: Session, house: "House") -> None:
    """Published without a name: the owner stands in the directory of organisations and nowhere else."""
    owner = make_organisation(session, "ENT-SHY", OrganisationKind.ENTERPRISE, "隐名甲厂")
    person = house.people["enterprise"]
    knows: May = lambda actor: actor.is_curator or actor.person_id == person.id  # noqa: E731
    directory = (
        "organisations.index",
        "organisations.show",
        "admin.organisations",
        "admin.organisation",
        "admin.people",
    )
    owner.name = f"厂{house.secrets.plant('anonymous.name', knows, *directory)}"
    owner.english = f"Works {house.secrets.plant('anonymous.english', knows, *directory)}"
    person.memberships.append(Membership(organisation=owner, role=MembershipRole.MANAGER))
    session.flush()
    need = make_need(session, owner, state=NeedState.PUBLISHED, anonymous=True, title="不具名的余热需求")
    house.keep("anonymous", need.public_id, need.state, need)
