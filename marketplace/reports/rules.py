"""What a report is asked for, what it groups by, and the steps from interest to registration. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from marketplace.contracts.rules import ContractClass
from marketplace.core.clock import CHINA
from marketplace.deals.rules import Pipeline, Stage

IN_TIME = timedelta(hours=48)  # within which a need is answered
MONTHS = 12  # a report shows, unless it is asked for others
NOTHING = "none"  # in an address: the records without such a class


class Dimension(StrEnum):
    """What registered contracts are grouped by."""

    CLASS = "class"  # 合同类别
    REGION = "region"  # 地区
    INDUSTRY = "industry"  # 行业
    TECHNOLOGY = "technology"  # 关键技术
    MONTH = "month"  # 登记月份


class Step(StrEnum):
    """A step of the way, each counted by the records that came so far."""

    INTEREST = "interest"  # 发出意向
    ACCEPTED = "accepted"  # 同意对接
    MEETING = "meeting"  # 约见已举行
    DEAL = "deal"  # 开商机
    TALK = "talk"  # 首次对接
    NDA = "agreement"  # NDA
    EVALUATION = "evaluation"  # 评估
    TERMS = "terms"  # 条款谈判
    SIGNED = "signed"  # 签约
    REGISTERED = "registered"  # 登记
    PAID = "paid"  # 验收到账


STAGE_OF: dict[Step, Stage] = {
    Step.DEAL: Stage.LEAD,
    Step.TALK: Stage.FIRST_TALK,
    Step.NDA: Stage.NDA,
    Step.EVALUATION: Stage.EVALUATION,
    Step.TERMS: Stage.TERMS,
    Step.SIGNED: Stage.SIGNED,
    Step.REGISTERED: Stage.REGISTERED,
    Step.PAID: Stage.PAID,
}


class Answered(StrEnum):
    """How a need was answered, by the day of the report."""

    IN_TIME = "in_time"  # 48 小时内答复
    LATE = "late"  # 超过 48 小时答复
    WAITING = "waiting"  # 未到 48 小时，待答复
    OVERDUE = "overdue"  # 超过 48 小时，待答复


# a deal knows how its technology changes hands, not yet the class of its contract
PIPELINES_OF: dict[ContractClass, frozenset[Pipeline]] = {
    ContractClass.DEVELOPMENT: frozenset({Pipeline.DEVELOPMENT}),
    ContractClass.ASSIGNMENT: frozenset({Pipeline.ASSIGNMENT, Pipeline.EQUITY}),
    ContractClass.LICENCE: frozenset({Pipeline.LICENCE}),
    ContractClass.CONSULTING: frozenset({Pipeline.SERVICE}),
    ContractClass.SERVICE: frozenset({Pipeline.SERVICE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The period, the day as of which everything is told, and what it is narrowed to; both days of the period count."""

    begin: date
    end: date
    as_of: date
    region: str = ""  # GB/T 2260: a province stands for all that lies in it
    contract_class: ContractClass | None = None

    @property
    def until(self) -> datetime:
        """What was written down from this moment on is not known yet."""
        return midnight_after(self.as_of)

    @property
    def first_moment(self) -> datetime:
        return midnight_after(self.begin - timedelta(days=1))

    @property
    def last_moment(self) -> datetime:
        """The end of the period, or of what is known."""
        return min(midnight_after(self.end), self.until)

    @property
    def region_prefix(self) -> str:
        """What the codes of all places in the region begin with."""
        return self.region.removesuffix("00").removesuffix("00")

    def query(self, **more: str) -> dict[str, Any]:
        """The arguments of an address that asks for the same."""
        said = {"from": self.begin.isoformat(), "to": self.end.isoformat(), "as_of": self.as_of.isoformat()}
        said |= {"region": self.region, "class": self.contract_class or ""}
        return {name: value for name, value in (said | more).items() if value}


def last_months(day: date, count: int = MONTHS) -> Asked:
    """The months up to a day, the present one among them."""
    place = day.year * 12 + day.month - count
    return Asked(begin=date(place // 12, place % 12 + 1, 1), end=day, as_of=day)


def in_order(asked: Asked, today: date) -> Asked:
    """No day of knowledge in the future; a period that ends before it begins is turned round."""
    begin, end = sorted((asked.begin, asked.end))
    return replace(asked, begin=begin, end=end, as_of=min(asked.as_of, today))


def midnight_after(day: date) -> datetime:
    """The moment at which a day ends in China."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def month_within(asked: Asked, month: str) -> Asked:
    """The same, of the days of a month that lie in the period."""
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return replace(asked, begin=max(asked.begin, first), end=min(asked.end, last))


def months_between(begin: date, end: date) -> list[str]:
    """2026-11 and so on, first to last."""
    first, last = begin.year * 12 + begin.month - 1, end.year * 12 + end.month - 1
    return [f"{place // 12}-{place % 12 + 1:02}" for place in range(first, last + 1)]
