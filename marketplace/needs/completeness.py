"""What a need still lacks: to be published, and to be matched by its figures. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from marketplace.needs.content import NeedContent
from marketplace.needs.leaks import find_leaks

TITLE, TEXT = 60, 500  # characters


def _(text: str) -> str:
    """Mark a msgid."""
    return text


class Weight(StrEnum):
    """How much a lack matters."""

    PUBLISH = "publish"  # * in DESIGN: no publication without it
    MATCH = "match"  # † in DESIGN: matched worse without it
    ADVICE = "advice"  # worth a second look


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A field, a sentence (msgid) that says what to do, and how much it matters."""

    field: str
    sentence: str
    weight: Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """All lacks; `done` of the `total` things are there that publishing asks for."""

    lacks: tuple[Lack, ...]
    done: int
    total: int

    def of(self, weight: Weight) -> tuple[Lack, ...]:
        return tuple(lack for lack in self.lacks if lack.weight is weight)

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total)

    @property
    def publishable(self) -> bool:
        return not self.of(Weight.PUBLISH)

    @property
    def match_ready(self) -> bool:
        return self.publishable and not self.of(Weight.MATCH)

    @property
    def blocking(self) -> dict[str, str]:
        """The first sentence per field that keeps the need from being published."""
        return {lack.field: lack.sentence for lack in reversed(self.of(Weight.PUBLISH))}


def assess(content: NeedContent, owner_names: tuple[str, ...] = ()) -> Completeness:
    """Look through a need; `owner_names` are what its owner is known by."""
    asked = tuple(_required(content))
    missing = tuple(lack for present, lack in asked if not present)
    wrong = (*_too_long(content), *_figures(content), *_telling(content, owner_names))
    return Completeness(lacks=(*missing, *wrong), done=len(asked) - len(missing), total=len(asked))


def _required(content: NeedContent) -> Iterator[tuple[bool, Lack]]:
    yield _asked("title", content.title.strip(), _("请写出需求名称。"))
    yield _asked("problem", content.problem.strip(), _("请说明主要问题。"))
    yield _asked("indicators", content.indicators.strip(), _("请写出关键指标，最好有数字。"))
    yield _asked("goal", content.goal.strip(), _("请写出预期目标。"))
    yield _asked("region", content.region, _("请选择所在地区。"))
    yield _asked("contact_name", content.contact_name.strip(), _("请填写联系人。"))
    reachable = content.contact_phone.strip() or content.contact_email.strip()
    yield _asked("contact_phone", reachable, _("联系电话和联系邮箱请至少填一项。"))
    yield _asked("solution_modes", content.solution_modes, _("请至少选一种合作方式。"))


def _asked(field: str, present: object, sentence: str) -> tuple[bool, Lack]:
    return bool(present), Lack(field=field, sentence=sentence, weight=Weight.PUBLISH)


def _too_long(content: NeedContent) -> Iterator[Lack]:
    if len(content.title.strip()) > TITLE:
        yield Lack(field="title", sentence=_("需求名称最多 60 个字，请缩短。"), weight=Weight.PUBLISH)
    for field in ("problem", "indicators", "goal"):
        if len(getattr(content, field).strip()) > TEXT:
            yield Lack(field=field, sentence=_("这一段最多 500 个字，请缩短。"), weight=Weight.PUBLISH)


def _figures(content: NeedContent) -> Iterator[Lack]:
    if not content.constraints:
        sentence = _("请至少写一条约束条件（参数、限值、单位），才能逐项对照。")
        yield Lack(field="constraints", sentence=sentence, weight=Weight.MATCH)


def _telling(content: NeedContent, owner_names: tuple[str, ...]) -> Iterator[Lack]:
    """Public text that names the owner of an anonymous need, or leads around the platform."""
    weight = Weight.PUBLISH if content.anonymous else Weight.ADVICE
    for field in dict.fromkeys(leak.field for leak in find_leaks(content, owner_names)):
        if content.anonymous:
            sentence = _("匿名需求里有能认出单位或联系人的文字，请删去，或取消匿名。")
        else:
            sentence = _("这一项是公开的，里面有联系方式或网址，建议删去。")
        yield Lack(field=field, sentence=sentence, weight=weight)
