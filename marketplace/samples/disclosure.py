"""Files of the demo that are not open to all: one whose access was asked for, one that is open under a signed agreement."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import today
from marketplace.core.confined.marks import cover
from marketplace.core.db import Database
from marketplace.core.files import Store
from marketplace.disclosure import queries, services
from marketplace.disclosure.models import Grant
from marketplace.disclosure.services import AskAccess, GiveAccess, SignNda
from marketplace.listings.models import Achievement, AchievementVersion, Attachment
from marketplace.listings.rules import VISIBLE
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier

T3, T1 = DisclosureTier.UNDER_NDA, DisclosureTier.SIGNED_IN
PAPERS = (
    (T1, AttachmentKind.INTRODUCTION, "技术介绍（示例）", ("用途、流程和三个应用案例。", "示例文件，内容为虚构。")),
    (
        T3,
        AttachmentKind.TEST_REPORT,
        "连续运行检测报告（示例）",
        ("168 小时连续运行，逐时能耗与物料平衡。", "示例文件，内容为虚构。"),
    ),
)


def show_under_conditions(database: Database, store: Store) -> None:
    """Bring in files, a request that waits and a grant under an agreement, unless they are there. Safe to run again."""
    with database.transaction() as session:
        if session.scalars(select(Grant.id)).first() is not None:
            return
        owner, reader = _actor(session, Role.UNIVERSITY), _actor(session, Role.ENTERPRISE)
        results = _results(session, owner)
        for version in results:
            _attach(session, version, store)
        if len(results) == 2:
            waits, opened = results
            services.ask(
                session, reader, waits.public_id, AskAccess(tier=T3, purpose="核对满负荷下的逐时能耗，准备中试方案")
            )
            _open(session, owner, reader, opened)


def _open(session: Session, owner: Actor, reader: Actor, version: AchievementVersion) -> None:
    asked = services.ask(session, reader, version.public_id, AskAccess(tier=T3, purpose="比较两条产线的改造费用"))
    services.grant(session, owner, asked.public_id, GiveAccess(until=today() + timedelta(days=90)))
    nda = queries.nda_of(session, version.achievement_id, asked.organisation_id or 0)
    assert nda is not None, "a grant of T3 drafts the agreement"
    for actor, office in ((reader, "技术部主任"), (owner, "成果转化处处长")):
        said = SignNda(name=actor.name, office=office, sha256=nda.sha256, entitled=True)
        services.sign_nda(session, actor, nda.public_id, said)


def _results(session: Session, owner: Actor) -> Sequence[AchievementVersion]:
    """The first two published results of the demo's university that hold no file yet."""
    published = (
        select(AchievementVersion)
        .join(Achievement)
        .where(
            Achievement.owner_id.in_(sorted(owner.organisations)),
            AchievementVersion.state.in_(VISIBLE),
            ~AchievementVersion.attachments.any(),
        )
    )
    return session.scalars(published.order_by(Achievement.public_id).limit(2)).all()


def _attach(session: Session, version: AchievementVersion, store: Store) -> None:
    for place, (tier, kind, title, lines) in enumerate(PAPERS):
        content = cover(title, [version.public_id, *lines])
        session.add(
            Attachment(
                version_id=version.id,
                position=place,
                kind=kind,
                tier=tier,
                title=title,
                filename=f"{title}.pdf",
                media_type="application/pdf",
                size=len(content),
                key=store.put(BytesIO(content)),
            )
        )
    session.flush()
    session.expire(version, ["attachments"])


def _actor(session: Session, role: Role) -> Actor:
    person = accounts.find_person(session, email_of(role))
    assert person is not None, "the demo's accounts come first"
    return accounts.actor_for(person)
