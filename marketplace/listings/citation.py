"""How a version is cited: GB/T 7714-2015, BibTeX, schema.org. Only what everybody may read."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.core.clock import CHINA
from marketplace.listings.models import AchievementVersion, Parameter
from marketplace.taxonomy.terms import DisclosureTier

PUBLISHER = "碳索"
TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A version at its lasting address."""

    version: AchievementVersion
    address: str

    @property
    def published(self) -> date | None:
        moment = self.version.published_at
        return moment.astimezone(CHINA).date() if moment else None

    def gbt7714(self, read_on: date) -> str:
        """GB/T 7714-2015, 8.8: electronic resource, data set online."""
        version = self.version
        owner, day = version.achievement.owner.name, self.published or read_on
        return (
            f"{owner}. {version.title}[DS/OL]. v{version.number}. {PUBLISHER}, {day.isoformat()}"
            f"[{read_on.isoformat()}]. {version.public_id}. {self.address}"
        )

    def bibtex(self) -> str:
        version = self.version
        fields = {
            "author": "{" + _tex(version.achievement.owner.name) + "}",
            "title": "{" + _tex(version.title) + "}",
            "year": str(self.published.year) if self.published else "",
            "publisher": PUBLISHER,
            "version": f"v{version.number}",
            "number": version.public_id,
            "url": self.address,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{{re.sub(r'[^A-Za-z0-9]', '', version.public_id)}v{version.number},\n{lines}\n}}\n"

    def json_ld(self) -> str:
        """schema.org/Dataset as JSON that may stand inside a script element."""
        version = self.version
        about: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": self.address,
            "url": self.address,
            "identifier": version.public_id,
            "name": version.title,
            "description": version.teaser,
            "keywords": list(version.keywords),
            "inLanguage": "zh-CN",
            "version": str(version.number),
            "datePublished": self.published.isoformat() if self.published else None,
            "creator": {"@type": "Organization", "name": version.achievement.owner.name},
            "publisher": {"@type": "Organization", "name": PUBLISHER},
            "isAccessibleForFree": True,
            "variableMeasured": [
                _measured(entry) for entry in version.parameters if entry.tier is DisclosureTier.PUBLIC
            ],
        }
        given = {name: value for name, value in about.items() if value not in (None, "", [])}
        return json.dumps(given, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def _measured(entry: Parameter) -> dict[str, Any]:
    said = {"minValue": entry.minimum, "maxValue": entry.maximum, "unitText": entry.unit or None}
    return {"@type": "PropertyValue", "name": entry.name} | {k: v for k, v in said.items() if v is not None}


def _tex(text: str) -> str:
    return "".join(TEX.get(character, character) for character in text)
