"""The tables of achievements: the record, its versions, the parts of a version, its carbon claim."""

from marketplace.listings.models.achievement import Achievement, AchievementVersion, Remark
from marketplace.listings.models.claim import CarbonClaim, ClaimLine, EmissionFactor
from marketplace.listings.models.files import Attachment, Picture, PictureRendition
from marketplace.listings.models.lifecycle import ExpiryReminder, Withdrawal
from marketplace.listings.models.parts import Case, IntellectualProperty, Parameter, VersionTransferMode

__all__ = [
    "Achievement",
    "AchievementVersion",
    "Attachment",
    "CarbonClaim",
    "Case",
    "ClaimLine",
    "EmissionFactor",
    "ExpiryReminder",
    "IntellectualProperty",
    "Parameter",
    "Picture",
    "PictureRendition",
    "Remark",
    "VersionTransferMode",
    "Withdrawal",
]
