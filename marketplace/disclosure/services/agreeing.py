"""The confidentiality agreement: drafted with the first T3 grant, signed by both sides, refused, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.disclosure import letters, policies, queries
from marketplace.disclosure.models import Grant, Nda, NdaSignature
from marketplace.disclosure.nda_text import EDITION, Terms, compose, hash_of
from marketplace.disclosure.rules import NDA_LIFE, NdaAction, NdaState, Party
from marketplace.disclosure.services.asking import checked
from marketplace.disclosure.signatures import Signer, signatures
from marketplace.disclosure.titles import title_of
from marketplace.listings.models import Achievement

D = NdaAction
LONGEST_NAME = 80


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class SignNda:
    """Who signs in what office, the hash of the text they read, and that they confirmed to be entitled."""

    name: str
    office: str
    sha256: str
    entitled: bool
    seen: Mapping[str, str] = field(default_factory=dict)


def ensure_nda(session: Session, actor: Actor, grant: Grant, years: int) -> Nda:
    """The agreement that goes with a T3 grant: one in force or waiting to be signed, else a new one."""
    session.execute(select(Achievement.id).where(Achievement.id == grant.achievement_id).with_for_update())
    return queries.nda_of(session, grant.achievement_id, grant.organisation_id or 0) or draft_nda(
        session, actor, grant, years
    )


def draft_nda(session: Session, actor: Actor, grant: Grant, years: int) -> Nda:
    """Write the agreement between the owner and the organisation of the person who asked."""
    discloser, recipient = grant.achievement.owner, grant.organisation
    if recipient is None:
        raise Conflict("保密协议由两家单位签署。请先加入或创建您的单位，再申请 T3。")
    number = next_public_id(session, "NDA")
    terms = Terms(
        number=number,
        discloser=discloser.name,
        discloser_code=discloser.credit_code or "",
        recipient=recipient.name,
        recipient_code=recipient.credit_code or "",
        result_id=grant.achievement.public_id,
        result_title=title_of(grant.achievement),
        purpose=grant.purpose.rstrip("。.;；"),
        person=grant.person.name,
        years=years,
    )
    text = compose(terms).text
    made = Nda(
        public_id=number, achievement=grant.achievement, discloser=discloser, recipient=recipient, edition=EDITION,
        text=text, sha256=hash_of(text), years=years, drafted_by=actor.person_id, signatures=[],
    )  # fmt: skip
    session.add(made)
    session.flush()
    record_act(session, actor, D.DRAFT, made, grant=grant.public_id, sha256=made.sha256)
    letters.tell_nda(session, made, D.DRAFT, list(Party))
    return made


def sign_nda(session: Session, actor: Actor, public_id: str, command: SignNda) -> Nda:
    """Sign for the side whose organisation the actor manages; with the second signature the agreement is in force."""
    held = queries.get_nda(session, actor, public_id, lock=True)
    action = D.COUNTERSIGN if held.signatures else D.SIGN
    reached = NDA_LIFE.next_state(held.state, action)
    party = policies.signs_for(actor, held)
    if party is None:
        raise Forbidden("只有单位的管理员可以代表单位签署，并且一方只签一次。")
    if hash_of(held.text) != held.sha256 or command.sha256 != held.sha256:
        raise Conflict("文本与您读到的不一致，没有签署。请刷新页面，重新阅读后再签。")
    name, office = _signed_as(command)
    side = held.discloser if party is Party.DISCLOSER else held.recipient
    person = session.get_one(Person, actor.person_id)
    signer = Signer(name=name, office=office, email=person.email, organisation=side.name, seen=command.seen)
    signed = signatures().sign(held.text, signer)
    if signed.sha256 != held.sha256:
        raise Conflict("签名服务签的不是这份文本，没有签署。请稍后再试。")
    held.signatures.append(
        NdaSignature(
            party=party,
            person_id=person.id,
            name=name,
            office=office,
            sha256=signed.sha256,
            method=signed.method,
            evidence=signed.evidence,
            at=now(),
        )
    )
    held.state = reached
    if reached is NdaState.IN_FORCE:
        held.in_force_at, held.valid_until = now(), years_on(today(), held.years)
    session.flush()
    record_act(session, actor, action, held, party=party.value, sha256=signed.sha256)
    letters.tell_nda(session, held, action, list(Party) if reached is NdaState.IN_FORCE else [_other(party)])
    return held


def refuse_nda(session: Session, actor: Actor, public_id: str, reason: str) -> Nda:
    """Do not sign; access to T3 stays closed."""
    return _close(session, actor, public_id, D.REFUSE, reason)


def end_nda(session: Session, actor: Actor, public_id: str, reason: str) -> Nda:
    """End an agreement: T3 closes at once, secrecy goes on."""
    return _close(session, actor, public_id, D.END, reason)


def years_on(day: date, years: int) -> date:
    """The same day some years later; the last of February after a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _close(session: Session, actor: Actor, public_id: str, action: NdaAction, reason: str) -> Nda:
    held = queries.get_nda(session, actor, public_id, lock=True)
    by = next((party for party, number in _sides(held).items() if number in actor.manages), None)
    if by is None:
        raise Forbidden("只有两方单位的管理员可以这样做。")
    reached = NDA_LIFE.next_state(held.state, action)
    held.reason = checked(reason, "reason", _("请写明理由，对方会看到。"))
    held.state, held.closed_at = reached, now()
    session.flush()
    record_act(session, actor, action, held, party=by.value)
    letters.tell_nda(session, held, action, [_other(by)])
    return held


def _sides(nda: Nda) -> dict[Party, int]:
    return {Party.DISCLOSER: nda.discloser_id, Party.RECIPIENT: nda.recipient_id}


def _other(party: Party) -> Party:
    return Party.RECIPIENT if party is Party.DISCLOSER else Party.DISCLOSER


def _signed_as(command: SignNda) -> tuple[str, str]:
    name, office = (" ".join(given.replace("\x00", "").split()) for given in (command.name, command.office))
    faults = {}
    if not 0 < len(name) <= LONGEST_NAME:
        faults["name"] = _("请写签署人的姓名。")
    if not 0 < len(office) <= LONGEST_NAME:
        faults["office"] = _("请写签署人的职务。")
    if not command.entitled:
        faults["entitled"] = _("请确认您有权代表本单位签署。")
    if faults:
        raise InvalidInput("有内容不符合要求，请按提示修改。", faults)
    return name, office
