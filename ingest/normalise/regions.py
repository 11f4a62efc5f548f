"""Read the name of a place into its GB/T 2260 code: the smallest place that the text names."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

import marketplace.taxonomy
from ingest.normalise.reading import Reading, warning
from ingest.normalise.text import half_width, is_empty
from ingest.records import Message

REGIONS = Path(marketplace.taxonomy.__file__).with_name("regions.yaml")
CODE = re.compile(r"^\d{6}$")
PEOPLES = "土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|朝鲜族|回族|蒙古族|维吾尔|哈萨克|蒙古|柯尔克孜"
ENDING = re.compile(rf"(?:特别行政区|(?:{PEOPLES})*自治州|(?:维吾尔|壮族|回族)?自治区|省|市|地区|盟|林区)$")
NATIONWIDE = frozenset(("全国", "中国", "国内", "全省", "不限"))


@lru_cache(maxsize=1)
def regions() -> dict[str, dict[str, str]]:
    """Load {code: {name, english}}."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(REGIONS.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """Map full, short and English names to codes; 吉林 is a province first."""
    table: dict[str, list[str]] = {}
    for code, region in regions().items():
        short = ENDING.sub("", region["name"])
        names = {region["name"], short if len(short) >= 2 else region["name"], region["english"].lower()}
        for name in names | ({f"{short}州"} if region["name"].endswith("自治州") else set()):
            table.setdefault(name, []).append(code)
    return table


@lru_cache(maxsize=4096)
def find_region(text: str) -> str | None:
    """Find the code of the smallest place named: `江苏省徐州市` is 320300, `湖北` is 420000."""
    plain = half_width(text).replace(" ", "")
    if CODE.match(plain):
        return _known_code(plain)
    named = half_width(text).lower()
    exact = _names().get(plain) or _names().get(named)
    if exact:
        return min(exact, key=lambda code: (not code.endswith("0000"), code))
    inside = [
        (name, code) for name, codes in _names().items() if not name.isascii() and name in plain for code in codes
    ]
    if not inside:
        return None
    provinces = {code[:2] for _, code in inside if code.endswith("0000")}
    fitting = [pair for pair in inside if pair[1][:2] in provinces] if provinces else inside
    return max(fitting, key=lambda pair: (not pair[1].endswith("0000"), len(pair[0]), -plain.index(pair[0]), pair[1]))[
        1
    ]


def _known_code(code: str) -> str | None:
    """Step up from a county that is not listed to its prefecture or province."""
    for known in (code, f"{code[:4]}00", f"{code[:2]}0000"):
        if known in regions():
            return known
    return None


def read_region(text: str) -> Reading[str]:
    """Read a place; an unknown one is left out with a warning."""
    if is_empty(text) or text.strip() in NATIONWIDE:
        return Reading()
    code = find_region(text)
    if code:
        return Reading(code)
    doubt = warning("unknown_region", Message("没有认出这个地方"), Message("写到省或地级市，例如 湖北省宜昌市"))
    return Reading(None, (doubt,))
