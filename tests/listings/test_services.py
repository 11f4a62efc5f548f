"""What owners, curators and imports do, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import ANYONE, SYSTEM, Actor, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.mail import Mail
from marketplace.core.outbox import promised
from marketplace.listings import queries, services
from marketplace.listings.mapping import read_content
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim, Parameter
from marketplace.listings.rules import ListingState as S
from marketplace.listings.rules import WithdrawalReason
from marketplace.taxonomy.terms import EvidenceGrade
from tests.factories import COMPLETE, content, make_actor, make_listing, make_organisation, make_person, revise_listing


@pytest.fixture
def owner(session: Session) -> Organisation:
    return make_organisation(session)


@pytest.fixture
def member(session: Session, owner: Organisation) -> Actor:
    return make_actor(session, "member@example.org", Role.UNIVERSITY, organisation=owner)


@pytest.fixture
def curator(session: Session) -> Actor:
    return make_actor(session, "curator@example.org", Role.CURATOR)


def _acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def _save(session: Session, actor: Actor, version: AchievementVersion, **changes: object) -> AchievementVersion:
    command = services.SaveListing(lock=version.lock, content=content(**changes))
    return services.save_listing(session, actor, version.public_id, command)


def test_a_draft_keeps_everything_that_was_said(session: Session, owner: Organisation, member: Actor) -> None:
    command = services.NewListing(organisation_id=owner.id, content=COMPLETE)

    version = services.create_listing(session, member, command)
    session.expire_all()

    assert read_content(queries.get_to_edit(session, member, version.public_id)) == COMPLETE
    assert (version.state, version.number, _acts(session)) == (S.DRAFT, 1, ["create"])


def test_an_incomplete_draft_is_kept(session: Session, owner: Organisation, member: Actor) -> None:
    said = replace(COMPLETE, title="", trl=None, claim=None, parameters=())

    version = services.create_listing(session, member, services.NewListing(organisation_id=owner.id, content=said))

    assert read_content(version) == said


def test_what_cannot_be_stored_names_its_field(session: Session, owner: Organisation, member: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_listing(
            session, member, services.NewListing(organisation_id=owner.id, content=content(title="长" * 121, trl=12))
        )

    assert sorted(refused.value.fields) == ["title", "trl"]


def test_a_stale_lock_is_a_conflict(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.DRAFT)
    _save(session, member, version, title="甲先保存")

    with pytest.raises(Conflict):
        services.save_listing(session, member, version.public_id, services.SaveListing(lock=1, content=COMPLETE))

    assert version.title == "甲先保存"


def test_handing_in_tells_the_curators_but_not_the_owners_own(
    session: Session, owner: Organisation, member: Actor, curator: Actor
) -> None:
    make_person(session, "inside@example.org", Role.CURATOR, organisation=owner)
    version = make_listing(session, state=S.DRAFT)

    services.submit(session, member, version.public_id)

    assert (version.state, version.submitted_by) == (S.SUBMITTED, member.person_id)
    assert session.scalars(select(Mail.recipient)).all() == ["curator@example.org"]


def test_handing_in_an_incomplete_version_names_what_is_missing(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.DRAFT, said=content(stage=None, transfer_modes=()))

    with pytest.raises(InvalidInput) as refused:
        services.submit(session, member, version.public_id)

    assert refused.value.fields == {"stage": "请选择成果阶段。", "transfer_modes": "请至少选择一种转化方式。"}
    assert version.state is S.DRAFT


def test_publishing_shows_the_version_and_promises_the_index(session: Session, member: Actor, curator: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED, submitter=member)

    services.publish(session, curator, version.public_id)
    session.flush()

    assert queries.get_listing(session, ANYONE, version.public_id) is version
    assert [(entry.kind, entry.subject_id) for entry in promised(session)] == [("achievement", version.public_id)]
    assert session.scalars(select(Mail.recipient)).all() == ["member@example.org"]


def test_a_year_is_given_to_a_version_without_an_end(session: Session, member: Actor, curator: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED, submitter=member, said=content(valid_until=None))

    services.publish(session, curator, version.public_id)

    assert version.published_at is not None
    assert version.valid_until is not None
    assert 364 <= (version.valid_until - version.published_at.date()).days <= 366


def test_who_handed_it_in_or_belongs_to_the_owner_may_not_decide(
    session: Session, owner: Organisation, member: Actor
) -> None:
    inside = make_actor(session, "inside@example.org", Role.CURATOR, organisation=owner)
    itself = make_actor(session, "itself@example.org", Role.CURATOR)
    version = make_listing(session, state=S.SUBMITTED, submitter=itself)

    for actor in (inside, itself, member, make_actor(session, "admin@example.org", Role.ADMIN)):
        with pytest.raises(Forbidden):
            services.publish(session, actor, version.public_id)
    with pytest.raises(NotFound):
        services.publish(session, make_actor(session, "stranger@example.org"), version.public_id)

    assert version.state is S.SUBMITTED


def test_returning_keeps_the_remarks_and_tells_the_owner(session: Session, member: Actor, curator: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED, submitter=member)
    remarks = [services.FieldRemark(field="teaser", text="请写明工况。"), services.FieldRemark(field="trl", text=" ")]

    services.return_with_remarks(session, curator, version.public_id, remarks)
    session.flush()

    assert version.state is S.RETURNED
    assert [(remark.field, remark.text) for remark in version.remarks] == [("teaser", "请写明工况。")]
    assert "- 简介: 请写明工况。" in (session.scalar(select(Mail.body)) or "")


def test_returning_without_a_remark_is_refused(session: Session, curator: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED)

    with pytest.raises(InvalidInput):
        services.return_with_remarks(session, curator, version.public_id, [])


def test_a_returned_version_keeps_its_remarks_while_it_is_changed_and_can_be_handed_in(
    session: Session, member: Actor, curator: Actor
) -> None:
    version = make_listing(session, state=S.SUBMITTED, submitter=member)
    services.return_with_remarks(
        session, curator, version.public_id, [services.FieldRemark(field="title", text="太长")]
    )

    _save(session, member, version, title="两相吸收剂捕集工艺")
    assert (version.state, len(version.remarks)) == (S.RETURNED, 1)
    services.submit(session, member, version.public_id)
    services.publish(session, curator, version.public_id)

    assert (version.state, version.remarks) == (S.PUBLISHED, [])


def test_rejecting_needs_a_reason_and_ends_the_version(session: Session, curator: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED)

    with pytest.raises(InvalidInput):
        services.reject(session, curator, version.public_id, services.Decline(reason=" "))
    services.reject(session, curator, version.public_id, services.Decline(reason="与平台无关"))

    assert (version.state, version.remarks[0].text) == (S.REJECTED, "与平台无关")


def test_a_new_version_supersedes_the_old_one_only_when_it_is_published(
    session: Session, member: Actor, curator: Actor
) -> None:
    first = make_listing(session)
    second = revise_listing(session, first.public_id, title="第二版")
    assert queries.get_listing(session, ANYONE, first.public_id) is first

    services.submit(session, member, first.public_id)
    services.publish(session, curator, first.public_id)

    assert queries.get_listing(session, ANYONE, first.public_id) is second
    assert (first.state, second.number) == (S.SUPERSEDED, 2)


def test_recalling_gives_a_draft_back(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED)

    services.recall(session, member, version.public_id)

    assert (version.state, version.submitted_at) == (S.DRAFT, None)


def test_a_submitted_version_cannot_be_edited(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.SUBMITTED)

    with pytest.raises(Conflict):
        _save(session, member, version)


def test_withdrawing_leaves_a_tombstone(session: Session, member: Actor) -> None:
    version = make_listing(session)

    services.withdraw(session, member, version.public_id, services.Withdraw(reason=WithdrawalReason.OUTDATED))
    session.flush()

    assert queries.find_gone(session, version.public_id) is version
    with pytest.raises(NotFound):
        queries.get_listing(session, ANYONE, version.public_id)
    assert len(promised(session)) == 1


def test_discarding_the_only_draft_removes_the_record(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.DRAFT)

    services.discard_draft(session, member, version.public_id)

    assert session.scalar(select(func.count(Achievement.id))) == 0
    assert session.scalar(select(func.count(Parameter.id))) == 0


def test_discarding_a_new_version_keeps_the_published_one(session: Session, member: Actor) -> None:
    first = make_listing(session)
    revise_listing(session, first.public_id, title="第二版")

    services.discard_draft(session, member, first.public_id)

    assert queries.get_to_edit(session, member, first.public_id) is first


def test_editing_an_input_drops_the_grade(session: Session, member: Actor) -> None:
    assert COMPLETE.claim is not None
    tested = replace(COMPLETE.claim, grade=EvidenceGrade.TESTED)
    version = make_listing(session, state=S.DRAFT, said=content(claim=tested))

    _save(session, member, version, claim=tested, title="只改标题")
    assert version.claim is not None
    assert version.claim.grade is EvidenceGrade.TESTED
    _save(session, member, version, claim=replace(tested, project_emissions=30_000.0))

    assert version.claim.grade is EvidenceGrade.CALCULATED


def test_others_cannot_touch_a_record(session: Session, owner: Organisation) -> None:
    other = make_actor(session, "other@example.org", organisation=make_organisation(session, "UNI-B"))
    draft, published = make_listing(session, state=S.DRAFT), make_listing(session)

    for act in (services.submit, services.recall, services.revise, _take_off, services.discard_draft):
        with pytest.raises(NotFound):
            act(session, other, draft.public_id)
        with pytest.raises(Forbidden):
            act(session, other, published.public_id)
    with pytest.raises(Forbidden):
        services.create_listing(session, other, services.NewListing(organisation_id=owner.id, content=COMPLETE))


def _take_off(session: Session, actor: Actor, public_id: str) -> None:
    services.withdraw(session, actor, public_id, services.Withdraw(reason=WithdrawalReason.OUTDATED))


def _import(session: Session, owner: Organisation, publish: bool = False, **changes: object) -> services.Imported:
    said = content(**changes)
    return services.upsert_imported(session, SYSTEM, owner, "sheet", "A-1", said, publish)


def test_importing_twice_changes_nothing(session: Session, owner: Organisation) -> None:
    first = _import(session, owner)
    again = _import(session, owner)
    changed = _import(session, owner, title="改过")

    outcomes = [entry.outcome.value for entry in (first, again, changed)]
    assert outcomes == ["created", "unchanged", "updated"]
    assert session.scalar(select(func.count(AchievementVersion.id))) == 1


def test_an_import_published_at_once_supersedes(session: Session, owner: Organisation) -> None:
    first = _import(session, owner, publish=True)
    changed = _import(session, owner, publish=True, title="改过", stage=None)

    shown = queries.get_listing(session, ANYONE, first.public_id)
    assert (shown.number, shown.title, changed.state) == (2, "改过", S.PUBLISHED)
    assert [lack.field for lack in changed.lacks] == ["stage"]


def test_an_import_of_a_published_record_waits_as_a_new_draft(session: Session, owner: Organisation) -> None:
    first = _import(session, owner, publish=True)
    changed = _import(session, owner, title="改过")

    assert (changed.state, queries.get_listing(session, ANYONE, first.public_id).title) == (S.DRAFT, COMPLETE.title)


def test_an_import_cannot_publish_without_a_teaser_or_as_a_member(
    session: Session, owner: Organisation, member: Actor
) -> None:
    with pytest.raises(InvalidInput):
        _import(session, owner, publish=True, teaser="")
    with pytest.raises(Forbidden):
        services.upsert_imported(session, member, owner, "sheet", "B", COMPLETE, True)
    with pytest.raises(Forbidden):
        services.upsert_imported(session, member, make_organisation(session, "UNI-B"), "sheet", "C", COMPLETE)


def test_a_source_key_stays_with_its_organisation(session: Session, owner: Organisation) -> None:
    _import(session, owner)

    with pytest.raises(Conflict):
        _import(session, make_organisation(session, "UNI-B"), title="改过")


def test_samples_are_removed_with_all_their_parts(session: Session, owner: Organisation) -> None:
    services.upsert_imported(session, SYSTEM, owner, "samples", "S-1", COMPLETE, True, sample=True)
    kept = make_listing(session)

    assert services.remove_samples(session, SYSTEM) == 1

    assert session.scalars(select(Achievement.public_id)).all() == [kept.public_id]
    assert session.scalar(select(func.count(CarbonClaim.id))) == 1
    with pytest.raises(Forbidden):
        services.remove_samples(session, ANYONE)


def test_a_publication_needs_its_date_in_the_future(session: Session, member: Actor) -> None:
    version = make_listing(session, state=S.DRAFT, said=content(valid_until=date(2020, 1, 1)))

    with pytest.raises(InvalidInput) as refused:
        services.submit(session, member, version.public_id)

    assert refused.value.fields == {"valid_until": "有效期已过，请改到今天以后。"}
