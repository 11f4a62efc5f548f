"""Forms of deals."""

from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as say
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from marketplace.deals import rules
from marketplace.deals.bounds import looks_like_hundred_millions, looks_like_yuan
from marketplace.deals.models import Deal
from marketplace.deals.services import EditDeal, OpenDeal
from marketplace.web.fields import DayField, MoneyField, TermField, TextField, WholeField


class FiguresForm(FlaskForm):  # type: ignore[misc]
    """What a deal is worth and when; an amount that looks 10,000 times off has to be confirmed."""

    value = MoneyField(_("金额"), description=_("万元。也可以写 380万、3800000元、0.038亿元。"))
    expected_close = DayField(_("预计签约"))
    next_step = TextField(_("下一步"))
    next_due = DayField(_("下一步期限"))
    confirmed = BooleanField(_("金额没有错，按填写的保存"))
    known: tuple[Decimal | None, ...] = ()  # other amounts of the pair: price, budget, what was said before

    def validate(self, extra_validators: Any = None) -> bool:
        held = bool(super().validate(extra_validators))
        if not held or self.confirmed.data or self.value.data is None:
            return held
        if looks_like_yuan(self.value.data, iter(self.known)):
            self.value.errors = [say("金额约是别处数字的一万倍。这里的单位是万元：是否填成了元？没有错就勾选确认。")]
        elif looks_like_hundred_millions(self.value.data, iter(self.known)):
            self.value.errors = [
                say("金额约是别处数字的万分之一。这里的单位是万元：是否填成了亿元？没有错就勾选确认。")
            ]
        return not self.value.errors

    @property
    def asks_to_confirm(self) -> bool:
        return bool(self.value.errors) or bool(self.confirmed.data)


class OpenForm(FiguresForm):
    """A deal is opened for a pair; the pair comes with the address or is typed."""

    result = TextField(_("成果编号"))
    need = TextField(_("需求编号"))
    seeker = TextField(_("需求方单位代码"), description=_("没有对应的需求时填写，例如 ENT-DEMO。"))
    origin = HiddenField()
    reference = HiddenField()
    pipeline = TermField(_("转化方式"), rules.Pipeline, blank=_("按成果的转化方式"))

    def command(self) -> OpenDeal:
        origin = self.origin.data
        return OpenDeal(
            achievement=self.result.data or "",
            need=self.need.data or None,
            seeker=self.seeker.data or "",
            origin=rules.Origin(origin) if origin in set(rules.Origin) else rules.Origin.BROKER,
            reference=(self.reference.data or "")[:40],
            pipeline=cast(rules.Pipeline | None, self.pipeline.data),
            value=self.value.data,
            expected_close=self.expected_close.data,
            next_step=self.next_step.data or "",
            next_due=self.next_due.data,
        )


class EditForm(FiguresForm):
    """Everything of a deal that its conductor may change at once."""

    title = TextField(_("名称"))
    pipeline = TermField(_("转化方式"), rules.Pipeline, default=rules.Pipeline.DEVELOPMENT)
    probability = WholeField(_("把握"))
    turn = TermField(_("轮到谁"), rules.Turn, default=rules.Turn.BROKER)
    lock = HiddenField()

    def command(self, deal: Deal) -> EditDeal:
        lock = str(self.lock.data or "")
        return EditDeal(
            title=self.title.data or "",
            pipeline=cast(rules.Pipeline, self.pipeline.data),
            probability=deal.probability if self.probability.data is None else int(self.probability.data),
            value=self.value.data,
            expected_close=self.expected_close.data,
            turn=cast(rules.Turn, self.turn.data),
            next_step=self.next_step.data or "",
            next_due=self.next_due.data,
            lock=int(lock) if lock.isdigit() else None,
        )
