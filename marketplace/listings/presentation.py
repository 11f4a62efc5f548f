"""A version as its page shows it to one reader: what is open, what is locked, how it is cited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.listings import policies
from marketplace.listings.models import AchievementVersion, Attachment, IntellectualProperty, Parameter
from marketplace.listings.rules import Reader
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier, EvidenceGrade, PriceMode
from marketplace.web.formats import money, term

TierRow = tuple[str, str, str, str, bool, str]  # tier, name, who, what, open, note


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownParameter:
    """A parameter; a locked one keeps its name and tells nothing else."""

    name: str
    tier: DisclosureTier
    locked: bool
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    conditions: str = ""
    evidence: str = ""
    comparator_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file; a locked one keeps its title and kind and tells nothing else."""

    id: int
    title: str
    kind: AttachmentKind
    tier: DisclosureTier
    locked: bool
    format: str = ""
    size: int = 0
    held: bool = False  # in quarantine


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Everything the record's template draws."""

    version: AchievementVersion
    owner: str
    parameters: Sequence[ShownParameter]
    ip: Sequence[IntellectualProperty]
    files: Sequence[ShownFile]
    sees_all: bool
    shows_signed_in: bool  # contact, inventors, numbers of rights
    reader_tier: DisclosureTier
    opened: frozenset[DisclosureTier]
    tiers: Sequence[TierRow]
    price: str
    grades: Sequence[EvidenceGrade] = tuple(EvidenceGrade)

    @property
    def has_contact(self) -> bool:
        version = self.version
        return bool(version.contact_name or version.contact_phone or version.contact_email)


def record_page(actor: Actor, version: AchievementVersion) -> RecordPage:
    """What this reader sees of the version."""
    return _page(version, policies.tiers_of(actor, version), policies.sees_all(actor, version))


def record_page_as(reader: Reader, version: AchievementVersion) -> RecordPage:
    """What a reader of this kind will see of the version once it is out."""
    return _page(version, policies.TIERS[reader], sees_all=False)


def _page(version: AchievementVersion, opened: frozenset[DisclosureTier], sees_all: bool) -> RecordPage:
    return RecordPage(
        version=version,
        owner=organisation_name(version.achievement.owner),
        parameters=[_shown(parameter, opened) for parameter in version.parameters],
        ip=version.ip,
        files=[_shown_file(each, opened) for each in version.attachments if each.is_served or sees_all],
        sees_all=sees_all,
        shows_signed_in=DisclosureTier.SIGNED_IN in opened,
        reader_tier=max(opened),
        opened=opened,
        tiers=[_tier(version, tier, tier in opened) for tier in DisclosureTier],
        price=price_text(version),
    )


def organisation_name(organisation: Organisation) -> str:
    """Its name in the reader's language, Chinese when there is no other."""
    locale = get_locale()
    return organisation.english if locale and locale.language == "en" and organisation.english else organisation.name


def price_text(version: AchievementVersion) -> str:
    """How the price is set, and the price."""
    if version.price_mode is None:
        return ""
    amount = money(version.price) if version.price_mode is not PriceMode.NEGOTIABLE else ""
    return " ".join(filter(None, (term(version.price_mode), amount)))


def _shown(parameter: Parameter, opened: frozenset[DisclosureTier]) -> ShownParameter:
    if parameter.tier not in opened:
        return ShownParameter(name=parameter.name, tier=parameter.tier, locked=True)
    return ShownParameter(
        name=parameter.name,
        tier=parameter.tier,
        locked=False,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        unit=parameter.unit,
        conditions=parameter.conditions,
        evidence=parameter.evidence,
        comparator_value=parameter.comparator_value,
    )


def _shown_file(attachment: Attachment, opened: frozenset[DisclosureTier]) -> ShownFile:
    shown = ShownFile(id=attachment.id, title=attachment.title, kind=attachment.kind, tier=attachment.tier, locked=True)
    if not attachment.is_served:
        return replace(shown, held=True)
    if attachment.tier not in opened:
        return shown
    suffix = attachment.filename.rpartition(".")[2].upper()
    return replace(shown, locked=False, format=suffix, size=attachment.size)


def _tier(version: AchievementVersion, tier: DisclosureTier, is_open: bool) -> TierRow:
    who = {
        DisclosureTier.PUBLIC: _("任何人"),
        DisclosureTier.SIGNED_IN: _("已登录用户"),
        DisclosureTier.ACCEPTED_INTEREST: _("成果方同意后"),
        DisclosureTier.UNDER_NDA: _("双方签署保密协议后"),
    }[tier]
    locked = {
        DisclosureTier.SIGNED_IN: _("登录后可见"),
        DisclosureTier.ACCEPTED_INTEREST: _("请先与成果方联系"),
        DisclosureTier.UNDER_NDA: _("请先与成果方签署保密协议"),
    }
    note = _("您可查看") if is_open else locked[tier]
    what = _("、").join(_contents(version, tier))
    files = sum(attachment.tier is tier and attachment.is_served for attachment in version.attachments)
    counted = _("文件 %(n)s 份", n=files) if files else ""
    what = _("；").join(filter(None, (what, counted))) or _("本成果没有这一级的内容")
    return tier.value, term(tier), who, what, is_open, note


def _contents(version: AchievementVersion, tier: DisclosureTier) -> list[str]:
    """What lies in a tier; the names of parameters are open, their values are not."""
    named = [parameter.name for parameter in version.parameters if parameter.tier is tier]
    if tier is DisclosureTier.PUBLIC:
        shown = [_("概述"), _("公开参数") if named else "", _("减碳量计算") if version.claim else ""]
        return list(filter(None, shown))
    if tier is DisclosureTier.SIGNED_IN:
        contact = version.contact_name or version.contact_phone or version.contact_email
        numbered = any(right.number for right in version.ip)
        extra = (
            _("联系方式") if contact else "",
            _("专利号") if numbered else "",
            _("完成人") if version.inventors else "",
        )
        return [*filter(None, extra), *named]
    return named
