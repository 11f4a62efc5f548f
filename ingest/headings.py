"""Know column headings: their plain form, the unit they carry, and the field they name."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from ingest.records import Kind

LONGEST = 40  # characters of a heading
SYNONYMS = Path(__file__).with_name("synonyms.yaml")
BRACKETS = re.compile(r"[(\[【〔<]([^)\]】〕>]*)[)\]】〕>]")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.)]|\d{1,2}[、.)])")
NOISE = re.compile(r"[\s*:_\-“”\"'#.、,;/\\|]+")
UNIT_AFTER_SLASH = re.compile(r"[/,:](万元|亿元|千元|元|吨|万吨|个月|月|年|天|日|%|tce|t|kg)$", re.IGNORECASE)
UNITS = re.compile(
    r"万元|亿元|千元|元|万吨|千吨|吨|tco2e?|tce|t/a|kg|吨/年|个月|月|年|天|日|%|kgco2e?|kwh|kw|mw|gj|t", re.IGNORECASE
)
SIMPLIFIED = str.maketrans(
    "稱術單類別領應業階狀況轉讓價協專號請權聯絡電話郵備註簡關鍵點創優勢問題標準減節預計產資額運營費週導師負責編間屆區實驗權簽訂題參數據質環規模時長與內學團隊員對採進國際級鑑驗來適範圍場論",
    "称术单类别领应业阶状况转让价协专号请权联络电话邮备注简关键点创优势问题标准减节预计产资额运营费周导师负责编间届区实验权签订题参数据质环规模时长与内学团队员对采进国际级鉴验来适范围场论",
)
CLOSE = 86  # rapidfuzz ratio from which a heading is taken for a misspelt one


@dataclass(frozen=True, slots=True)
class Match:
    """The field that a heading names; `exact` when it stands in the synonyms file as it is."""

    field: str
    exact: bool


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """Reduce a heading to what matters: `* 3、技术 成熟度（TRL）：` becomes `技术成熟度`."""
    text = unicodedata.normalize("NFKC", heading).strip().lower().translate(SIMPLIFIED)
    text = NUMBERING.sub("", text.lstrip("*# "))
    bare = UNIT_AFTER_SLASH.sub("", BRACKETS.sub("", text).strip())
    return NOISE.sub("", bare) or NOISE.sub("", text)


@lru_cache(maxsize=4096)
def unit_of(heading: str) -> str:
    """Read the unit that a heading states in brackets or after a slash: `价格（万元）` gives `万元`."""
    text = unicodedata.normalize("NFKC", heading).strip()
    for inner in BRACKETS.findall(text):
        match = UNITS.search(inner)
        if match:
            return str(inner).replace("单位", "").strip(" :")
    match = UNIT_AFTER_SLASH.search(text)
    return str(match[1]) if match else ""


@lru_cache(maxsize=1)
def synonyms() -> dict[str, dict[str, list[str]]]:
    """Load the one file of headings: {achievement | need | common: {field: [heading, ...]}}."""
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=4)
def lookup(kind: Kind) -> dict[str, str]:
    """Map every plain heading to its field for one kind of record; the kind's own words win over common ones."""
    table: dict[str, str] = {}
    for part in ("common", kind.value):
        for field, names in synonyms()[part].items():
            table[plain(field)] = field
            for name in names:
                table[plain(name)] = field
    return table


@lru_cache(maxsize=8192)
def field_of(heading: str, kind: Kind) -> Match | None:
    """Find the field a heading names: exactly, by its last part (`claim.be`), or by likeness."""
    table = lookup(kind)
    name = plain(heading)
    if name in table:
        return Match(table[name], exact=True)
    full = NOISE.sub("", unicodedata.normalize("NFKC", heading).lower())
    if full in table:
        return Match(table[full], exact=True)
    for part in reversed(re.split(r"[./、|]", heading)):
        if plain(part) in table and part != heading:
            return Match(table[plain(part)], exact=False)
    return _alike(name, table)


def _alike(name: str, table: dict[str, str]) -> Match | None:
    if len(name) < 3 or len(name) > LONGEST:
        return None
    inside = [known for known in table if len(known) >= 4 and known in name]
    if inside:
        return Match(table[max(inside, key=len)], exact=False)
    close = process.extractOne(name, table.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return Match(table[close[0]], exact=False) if close else None


@lru_cache(maxsize=8192)
def is_known(heading: str) -> bool:
    """Tell whether a heading is in the synonyms file, for either kind."""
    name = plain(heading)
    return bool(name) and len(name) <= LONGEST and any(name in lookup(kind) for kind in Kind)


@lru_cache(maxsize=8192)
def is_title(heading: str) -> bool:
    """Tell whether a heading names the title of either kind."""
    return any(lookup(kind).get(plain(heading)) == "title" for kind in Kind)
