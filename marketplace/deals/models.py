"""A deal (商机): two sides, a broker, how far it is, and the log by which every figure can be worked out again."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, Person
from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.core.money import Money
from marketplace.deals.rules import DealAction, DealState, Fact, LostReason, Origin, PauseReason, Pipeline, Stage, Turn
from marketplace.listings.models import Achievement
from marketplace.needs.models import Need

LIVE_PAIR = text("state IN ('deal_open', 'deal_paused')")


class Deal(Base):
    """One pair on its way to a contract; `lock` is raised by every change, so that two brokers do not overwrite each other."""

    __tablename__ = "deals"
    __table_args__ = (
        CheckConstraint("provider_id <> seeker_id", name="two_sides"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability_is_a_percentage"),
        CheckConstraint("state <> 'deal_lost' OR lost_reason IS NOT NULL", name="lost_has_a_reason"),
        CheckConstraint("state <> 'deal_paused' OR pause_reason IS NOT NULL", name="paused_has_a_reason"),
        CheckConstraint("(state = 'deal_merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
        *at_least_zero("value"),
        Index("uq_deals_live_pair", "pair", unique=True, sqlite_where=LIVE_PAIR, postgresql_where=LIVE_PAIR),
        Index("ix_deals_broker_board", "broker_id", "state", "stage"),
        Index("ix_deals_agency_board", "broker_organisation_id", "state", "stage"),
        Index("ix_deals_provider_state", "provider_id", "state"),
        Index("ix_deals_seeker_state", "seeker_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    pipeline: Mapped[Pipeline] = mapped_column(stored_by_value(Pipeline))
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("needs.id"), index=True)
    pair: Mapped[str] = mapped_column(String(80))  # what must not be open twice
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    seeker_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    broker_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    origin: Mapped[Origin] = mapped_column(stored_by_value(Origin))
    origin_reference: Mapped[str] = mapped_column(String(40), default="")
    key_technology: Mapped[str] = mapped_column(String(8), default="")

    state: Mapped[DealState] = mapped_column(stored_by_value(DealState), default=DealState.OPEN)
    stage: Mapped[Stage] = mapped_column(stored_by_value(Stage, "known_dealstage"), default=Stage.LEAD)
    skipped: Mapped[list[str]] = mapped_column(default=list)  # stages left out with a reason
    lost_reason: Mapped[LostReason | None] = mapped_column(stored_by_value(LostReason))
    pause_reason: Mapped[PauseReason | None] = mapped_column(stored_by_value(PauseReason))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"), index=True)

    probability: Mapped[int] = mapped_column(default=10)
    value: Mapped[Decimal | None] = mapped_column(Money)  # 万元
    expected_close: Mapped[date | None]
    expected_tco2e: Mapped[float | None]  # a year: the conservative net of the claim when it was read
    turn: Mapped[Turn] = mapped_column(stored_by_value(Turn), default=Turn.BROKER)
    next_step: Mapped[str] = mapped_column(String(200), default="")
    next_due: Mapped[date | None]
    turn_since: Mapped[datetime] = mapped_column(default=now)

    is_sample: Mapped[bool] = mapped_column(default=False)
    lock: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    stage_since: Mapped[datetime] = mapped_column(default=now)

    achievement: Mapped[Achievement] = relationship()
    need: Mapped[Need | None] = relationship()
    provider: Mapped[Organisation] = relationship(foreign_keys=provider_id, lazy="joined", innerjoin=True)
    seeker: Mapped[Organisation] = relationship(foreign_keys=seeker_id, lazy="joined", innerjoin=True)
    broker: Mapped[Person | None] = relationship(foreign_keys=broker_id)
    broker_organisation: Mapped[Organisation | None] = relationship(foreign_keys=broker_organisation_id)
    merged_into: Mapped["Deal | None"] = relationship(remote_side=id)
    log: Mapped[list["DealStage"]] = relationship(cascade="all, delete-orphan", order_by="DealStage.id")
    ticks: Mapped[list["DealFact"]] = relationship(cascade="all, delete-orphan", order_by="DealFact.id")

    record_kind = "deal"

    @property
    def owner_id(self) -> int:
        return self.provider_id


class DealStage(Base):
    """The stage log: one line an act, with how the deal stood after it. Figures as of a day are worked out from it."""

    __tablename__ = "deal_stages"
    __table_args__ = (
        CheckConstraint("undone_by IS NULL OR undone_at IS NOT NULL", name="undone_at_a_time"),
        Index("ix_deal_stages_deal_at", "deal_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    action: Mapped[DealAction] = mapped_column(stored_by_value(DealAction))
    from_stage: Mapped[Stage | None] = mapped_column(stored_by_value(Stage, "known_from_stage"))
    stage: Mapped[Stage] = mapped_column(stored_by_value(Stage, "known_dealstage"))
    from_state: Mapped[DealState | None] = mapped_column(stored_by_value(DealState, "known_from_state"))
    state: Mapped[DealState] = mapped_column(stored_by_value(DealState))
    reason: Mapped[str] = mapped_column(String(32), default="")  # coded: why it was lost or paused
    note: Mapped[str] = mapped_column(Text, default="")  # why stages were skipped, or what else was said
    skipped: Mapped[list[str]] = mapped_column(default=list)  # as it stood before, for the undo
    before: Mapped[int] = mapped_column(default=10)  # the probability before, for the undo
    probability: Mapped[int]
    value: Mapped[Decimal | None] = mapped_column(Money)
    expected_close: Mapped[date | None]
    expected_tco2e: Mapped[float | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    lock: Mapped[int]  # of the deal after the act: nothing may have happened since when it is undone
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)


class DealFact(Base):
    """A fact that a person ticked, with what proves it."""

    __tablename__ = "deal_facts"
    __table_args__ = (
        UniqueConstraint("deal_id", "fact"),
        CheckConstraint("note <> ''", name="fact_has_a_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    fact: Mapped[Fact] = mapped_column(stored_by_value(Fact, "known_dealfact"))
    note: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)


class DealMessage(Base):
    """What somebody said in a deal, on the page or by a letter."""

    __tablename__ = "deal_messages"
    __table_args__ = (UniqueConstraint("deal_id", "letter"), CheckConstraint("text <> ''", name="message_is_not_blank"))

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    turn: Mapped[Turn] = mapped_column(stored_by_value(Turn, "known_speaker"))  # for whom they spoke
    text: Mapped[str] = mapped_column(Text)
    letter: Mapped[str | None] = mapped_column(String(64))  # hash of the letter's Message-ID: none is filed twice
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)


class DealTask(Base):
    """Something to be done for a deal, by a day, by one of the three sides."""

    __tablename__ = "deal_tasks"
    __table_args__ = (
        CheckConstraint("title <> ''", name="task_has_a_title"),
        Index("ix_deal_tasks_waiting", "done_at", "due"),
        Index("ix_deal_tasks_deal", "deal_id", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    due: Mapped[date | None]
    turn: Mapped[Turn] = mapped_column(stored_by_value(Turn, "known_doer"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reminded_at: Mapped[datetime | None]

    deal: Mapped[Deal] = relationship()


class DealContact(Base):
    """Somebody who speaks for a side of the deal; `person_id` where they have an account."""

    __tablename__ = "deal_contacts"
    __table_args__ = (CheckConstraint("name <> ''", name="contact_has_a_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    turn: Mapped[Turn] = mapped_column(stored_by_value(Turn, "known_contact_side"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(80))
    duty: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
