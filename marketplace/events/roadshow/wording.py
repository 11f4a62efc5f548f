"""The words of agendas."""

from marketplace.events.roadshow.rules import BlockKind, SlideTier
from marketplace.events.roadshow.running import Clash, Found
from marketplace.web.formats import name_terms
from marketplace.web.language import spoken


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


CLASHES = {
    Clash.HALL_TWICE: _("“%(title)s”与“%(names)s”在同一会场，时间重叠。"),
    Clash.SPEAKER_TWICE: _("%(names)s 在“%(title)s”时还有另一个环节。"),
    Clash.OUTSIDE: _("“%(title)s”（%(names)s）超出了场地可用的时间。"),
    Clash.MEETS_ALONE: _("讲“%(title)s”的单位在第 %(names)s 轮有约见，到场的人都要上台。"),
    Clash.MEETS: _("讲“%(title)s”的单位在第 %(names)s 轮有约见，要另有人去谈。"),
    Clash.OVER_ROUNDS: _("“%(title)s”与第 %(names)s 轮同时进行。"),
    Clash.NO_SPEAKER: _("“%(title)s”还没有写讲者。"),
}


def name_roadshow() -> None:
    kinds = (_("路演"), _("致辞"), _("讨论"), _("茶歇"), _("一对一对接"), _("其他"))
    name_terms(BlockKind, dict(zip(BlockKind, kinds, strict=True)))
    name_terms(SlideTier, dict(zip(SlideTier, (_("所有人"), _("仅参会方")), strict=True)))


def clash_told(found: Found) -> str:
    """A clash in the reader's language."""
    return spoken(CLASHES[found.clash], title=found.title, names=found.names)
