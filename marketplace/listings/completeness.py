"""What a record still lacks: to be published, and to be matched well. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.core.leaks import Kind, leaks_in, telling_names
from marketplace.listings import carbon
from marketplace.listings.content import AchievementContent, CarbonClaim

TITLE, TEASER, PART, KEYWORDS = 60, 300, 500, 5
PARTS = ("problem", "principle", "advantage", "timing")


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
    """All lacks; how far the record is in per cent of what could be asked; how much of what publishing asks is there."""

    lacks: tuple[Lack, ...]
    percent: int
    required: int
    given: int
    wanted: int  # what a match-ready record has besides
    matched: int

    def of(self, weight: Weight) -> tuple[Lack, ...]:
        return tuple(lack for lack in self.lacks if lack.weight is weight)

    @property
    def publishable(self) -> bool:
        return not self.of(Weight.PUBLISH)

    @property
    def match_ready(self) -> bool:
        return self.publishable and not self.of(Weight.MATCH)

    @property
    def blocking(self) -> dict[str, str]:
        """The first sentence per field that keeps the record from being published."""
        return {lack.field: lack.sentence for lack in reversed(self.of(Weight.PUBLISH))}


def assess(content: AchievementContent, owner: str, today: date) -> Completeness:
    """Look through a record of the organisation named `owner`."""
    asked = (*_required(content), *_claim_required(content.claim), *_wanted(content))
    missing = tuple(lack for present, lack in asked if not present)
    done = round(100 * (len(asked) - len(missing)) / len(asked))
    wrong = (*_too_long(content), *_leaks(content, owner), *_doubts(content, today))
    required = [present for present, lack in asked if lack.weight is Weight.PUBLISH]
    wanted = [present for present, lack in asked if lack.weight is Weight.MATCH]
    return Completeness(
        lacks=(*missing, *wrong),
        percent=min(done, 99) if missing or _blocks(wrong) else 100,
        required=len(required),
        given=sum(required),
        wanted=len(wanted),
        matched=sum(wanted),
    )


def _blocks(lacks: tuple[Lack, ...]) -> bool:
    return any(lack.weight is Weight.PUBLISH for lack in lacks)


def _asked(field: str, present: object, sentence: str, weight: Weight = Weight.PUBLISH) -> tuple[bool, Lack]:
    return bool(present), Lack(field=field, sentence=sentence, weight=weight)


def _required(content: AchievementContent) -> Iterator[tuple[bool, Lack]]:
    yield _asked("title", content.title.strip(), "请填写成果名称。")
    yield _asked("teaser", content.teaser.strip(), "请写一段简介，让人一眼看出它解决什么。")
    yield _asked("problem", content.problem.strip(), "请写明要解决的问题。")
    yield _asked("principle", content.principle.strip(), "请写明怎样做到。")
    yield _asked("advantage", content.advantage.strip(), "请写明好在哪里，最好有数字。")
    yield _asked("timing", content.timing.strip(), "请写明为何是现在。")
    yield _asked("keywords", content.keywords, "请填 1 至 5 个关键词。")
    yield _asked("stage", content.stage, "请选择成果阶段。")
    yield _asked("trl", content.trl, "请选择技术成熟度。")
    yield _asked("sector", content.sector, "请选择所属领域。")
    yield _asked("carbon_class", content.carbon_class, "请选择碳类别。")
    yield _asked("industries", content.industries, "请至少选择一个应用行业。")
    yield _asked("transfer_modes", content.transfer_modes, "请至少选择一种转化方式。")
    yield _asked("price_mode", content.price_mode, "请选择价格方式，未定可选“面议”。")


def _claim_required(claim: CarbonClaim | None) -> Iterator[tuple[bool, Lack]]:
    if claim is None:
        return
    yield _asked(
        "claim-functional_unit", claim.functional_unit.strip(), "请写明减碳量的功能单位，例如“处理 1 t 钢渣”。"
    )
    yield _asked("claim-boundary", claim.boundary.strip(), "请写明核算边界。")
    yield _asked("claim-baseline", claim.baseline.strip(), "请写明基准线，也就是没有这项成果时的做法。")


def _wanted(content: AchievementContent) -> Iterator[tuple[bool, Lack]]:
    match = Weight.MATCH
    yield _asked("trl_evidence", content.trl_evidence.strip(), "请写明成熟度的依据，例如中试报告。", match)
    yield _asked("key_technology", content.key_technology, "请选择关键技术，便于需求方找到。", match)
    yield _asked("parameters", content.parameters, "请至少填一项参数，需求才能逐条比对。", match)
    yield _asked("comparator", content.comparator.strip(), "请写明替代什么，读者才能比较。", match)
    yield _asked("claim", content.claim, "请填写减碳量，否则不能按减碳量排序和筛选。", match)


def _too_long(content: AchievementContent) -> Iterator[Lack]:
    limits = (("title", TITLE, "标题最多 60 个字，请缩短。"), ("teaser", TEASER, "简介最多 300 个字，请缩短。"))
    for name, limit, sentence in (*limits, *((part, PART, "这一段最多 500 个字，请缩短。") for part in PARTS)):
        if len(getattr(content, name).strip()) > limit:
            yield Lack(field=name, sentence=sentence, weight=Weight.PUBLISH)
    if len(content.keywords) > KEYWORDS:
        yield Lack(field="keywords", sentence="关键词最多 5 个，请留下最要紧的。", weight=Weight.PUBLISH)


LEAKS = {
    Kind.EMAIL: "简介是公开的，请删去电子邮箱。",
    Kind.LINK: "简介是公开的，请删去网址。",
    Kind.PHONE: "简介是公开的，请删去电话号码。",
    Kind.PATENT: "简介是公开的，请删去专利号，改填在“知识产权”里。",
    Kind.BRAND: "简介里有品牌名，建议改写成技术本身的说法。",
    Kind.NAME: "简介里有单位或人员的名称，建议改写。",
}
ADVISED = frozenset({Kind.BRAND, Kind.NAME})  # pointed out; the others keep a record back


def _leaks(content: AchievementContent, owner: str) -> Iterator[Lack]:
    """The teaser speaks to everybody: nothing in it may lead around the platform."""
    people = (owner, content.contact_name, *content.inventors, *content.partners)
    for kind in dict.fromkeys(found.kind for found in leaks_in(content.teaser, telling_names(people))):
        yield Lack(field="teaser", sentence=LEAKS[kind], weight=Weight.ADVICE if kind in ADVISED else Weight.PUBLISH)


def _doubts(content: AchievementContent, today: date) -> Iterator[Lack]:
    if content.valid_until is not None and content.valid_until < today:
        yield Lack(field="valid_until", sentence="有效期已过，请改到今天以后。", weight=Weight.PUBLISH)
    if not (content.contact_phone.strip() or content.contact_email.strip()):
        yield Lack(field="contact_email", sentence="没有留下电话或邮箱，感兴趣的人无法找到您。", weight=Weight.ADVICE)
    if content.claim is not None and carbon.disagreements(content.claim):
        yield Lack(field="claim", sentence="减碳量的分项之和与总数不一致，请核对。", weight=Weight.PUBLISH)
    if content.claim is not None and carbon.net(content.claim) < 0:
        yield Lack(field="claim", sentence="净减碳量是负数：它比基准线排得更多。请核对。", weight=Weight.ADVICE)
