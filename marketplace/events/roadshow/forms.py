"""The forms of an agenda: a block, and slides."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from marketplace.events.forms import NEEDED, BlamedForm, ClockField, LinesField
from marketplace.events.models.block import EventBlock
from marketplace.events.roadshow.rules import BlockKind, SlideTier
from marketplace.events.roadshow.services import Block
from marketplace.web.fields import TermField, TextField, WholeField


class BlockForm(BlamedForm):
    title = TextField(_("题目"))
    kind = TermField(_("环节"), BlockKind, default=BlockKind.TALK)
    minutes = WholeField(_("时长"), [InputRequired(NEEDED)], default=20)
    begins = ClockField(_("几点开始"), [Optional()])
    hall = TextField(_("会场"))
    speakers = LinesField(_("讲者"))
    party = SelectField(_("讲者来自哪一家"), coerce=int, default=0, validate_choice=False)

    def block(self) -> Block:
        return Block(
            title=self.title.data,
            kind=BlockKind(str(self.kind.data)),
            minutes=int(self.minutes.data or 0),
            begins=self.begins.data,
            hall=self.hall.data,
            speakers=tuple(self.speakers.data or ()),
            party=self.party.data or None,
        )


class SlidesForm(BlamedForm):
    file = FileField(_("幻灯片"))
    tier = TermField(_("谁可以下载"), SlideTier, default=SlideTier.REGISTERED)


def block_form(presenters: Sequence[tuple[int, str]], block: EventBlock | None = None) -> BlockForm:
    """A new block, or what stands in one."""
    kept = {} if block is None else {name: getattr(block, name) for name in ("title", "minutes", "begins", "hall")}
    if block is not None:
        kept |= {"kind": block.kind, "speakers": tuple(block.speakers), "party": block.registration_id or 0}
    form = BlockForm(data=kept)
    form.party.choices = [(0, _("不是参会方")), *presenters]
    return form
