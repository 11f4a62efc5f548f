"""The Chinese words of reports; each is a msgid."""

from collections.abc import Mapping
from enum import StrEnum

from marketplace.reports.queries.own import Figure
from marketplace.reports.rules import Answered, Dimension, Step


def _(text: str) -> str:
    """Mark a msgid."""
    return text


DIMENSIONS: Mapping[StrEnum, str] = {
    Dimension.CLASS: _("合同类别"),
    Dimension.REGION: _("地区"),
    Dimension.INDUSTRY: _("行业"),
    Dimension.TECHNOLOGY: _("关键技术"),
    Dimension.MONTH: _("登记月份"),
}
STEPS: Mapping[StrEnum, str] = {
    Step.INTEREST: _("发出对接意向"),
    Step.ACCEPTED: _("同意对接"),
    Step.MEETING: _("约见已举行"),
    Step.DEAL: _("开商机"),
    Step.TALK: _("首次对接"),
    Step.NDA: _("保密协议"),
    Step.EVALUATION: _("评估"),
    Step.TERMS: _("条款谈判"),
    Step.SIGNED: _("签约"),
    Step.REGISTERED: _("登记"),
    Step.PAID: _("验收到账"),
}
ANSWERED: Mapping[StrEnum, str] = {
    Answered.IN_TIME: _("48 小时内答复"),
    Answered.LATE: _("超过 48 小时才答复"),
    Answered.WAITING: _("待答复，未到 48 小时"),
    Answered.OVERDUE: _("待答复，已超过 48 小时"),
}
FIGURES: Mapping[StrEnum, str] = {
    Figure.VIEWS: _("浏览"),
    Figure.INTERESTS: _("收到的意向"),
    Figure.DEALS: _("商机"),
    Figure.CONTRACTS: _("签约"),
    Figure.INCOME: _("到账"),
}
