"""The classes of the action plan, regions and industries: codes with their Chinese and English names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code and its names; `parent` is the code of the class above, or blank."""

    code: str
    name: str
    english: str
    parent: str = ""

    def label(self, language: str) -> str:
        return self.english if language == "en" and self.english else self.name


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything records are classified by."""

    sectors: Mapping[str, Entry]
    key_technologies: Mapping[str, Entry]  # parent: the sector
    carbon_classes: Mapping[str, Entry]
    regions: Mapping[str, Entry]  # GB/T 2260; parent: the province
    industries: Mapping[str, Entry]  # GB/T 4754

    def technologies_of(self, sector: str) -> list[Entry]:
        return [entry for entry in self.key_technologies.values() if entry.parent == sector]

    def province_of(self, region: str) -> str:
        """The code of the province that a region code lies in; blank for an unknown one."""
        province = region[:2] + "0000" if len(region) == 6 else ""
        return province if province in self.regions else ""


@lru_cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    taxonomy = _read("taxonomy.yaml")
    sectors = taxonomy["sectors"]
    return Catalogue(
        sectors={row["code"]: _entry(row) for row in sectors},
        key_technologies={
            leaf["code"]: _entry(leaf, parent=row["code"]) for row in sectors for leaf in row["key_technologies"]
        },
        carbon_classes={row["code"]: _entry(row) for row in taxonomy["carbon_classes"]},
        regions={
            str(code): Entry(code=str(code), name=names["name"], english=names["english"], parent=_above(str(code)))
            for code, names in _read("regions.yaml").items()
        },
        industries={row["code"]: _entry(row) for row in _read("industries.yaml")},
    )


def _above(region: str) -> str:
    return "" if region.endswith("0000") else region[:2] + "0000"


def _entry(row: Mapping[str, str], parent: str = "") -> Entry:
    return Entry(code=row["code"], name=row["name"], english=row["english"], parent=parent)


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf8"))
