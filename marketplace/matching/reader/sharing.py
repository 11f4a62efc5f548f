"""Names that share one value: 脱除率、转化率均高于95% gives two."""

import re

from marketplace.matching.reader.naming import is_quantity, noun_before, tidy
from marketplace.matching.reader.surroundings import Surroundings

JOINED = re.compile(
    r"、|(?<!饱)(?<!中)(?<!调)和(?!度|易)|(?<!参)与(?!度)|以及|(?<!普|涉)及(?!时|以上|其以)|/(?=[\u4e00-\u9fff])"
)
SPECIES = re.compile(
    r"^(?:SO2|NOx|NO2|SO3|CO2?|H2S|NH3|HCl|HF|VOCs?|COD(?:Cr)?|BOD5?|TOC|SS|TN|TP|Li|Co|Ni|Mn|Cu|Zn|Pb|Cd|Hg|As|Cr|Fe|Al|Na|K|Ca|Mg|[锂钴镍锰铜锌铅镉汞砷铬铁铝钠钾钙镁金银锡锑钨钼钛钒氮磷硫氟氯碳硅铟镓锗铂钯铑]|"
    r"颗粒物|粉尘|烟尘|二氧化硫|氮氧化物|氨氮|总氮|总磷|二氧化碳|一氧化碳|甲烷|氢气|氧气|氨|二噁英|甲醛|苯|甲苯|二甲苯|粗钢|横向|纵向|轴向|径向|正面|背面|白天|夜间|冬季|夏季|一次|二次|上行|下行|充电|放电)$"
)
HEADS = re.compile(
    r"(?:排放浓度|排放量|排放|浓度|含量|回收率|去除率|脱除率|浸出率|转化率|选择性|收率|产率|纯度|利用率|强度|硬度|尺寸精度|精度|误差|偏差|寿命|效率|率|度|量|性|成本|能耗|系数|压力|温度|速度|时间)$"
)

KIND = re.compile(r"(?:误差|偏差|公差|精度|波动|损失|变化|合格率)$")


def names_of(each: Surroundings, name: str) -> list[str]:
    """The names that a value belongs to; one unless several share it."""
    if not name:
        return []
    list_text = each.list_text
    parts = [tidy(noun_before(part)) for part in JOINED.split(list_text)] if list_text else []
    parts = [part for part in parts if part]
    if len(parts) < 2 or each.symbol or "分之" in list_text:
        return [name]
    together = each.beside.shared
    changed = name.removeprefix(parts[-1]) if name.startswith(parts[-1]) else ""
    if not name.startswith(parts[-1]) and parts[-1] not in name:
        return [name]
    if together:
        return [f"{part}{changed}" if changed else part for part in _completed(parts)]
    if all(SPECIES.match(part) for part in parts[:-1]) and is_quantity(parts[-1]):
        return [f"{part}{changed}" for part in _completed(parts)]
    if all(is_quantity(part) and HEADS.search(part) and not re.search(r"[高低大小强好快]$", part) for part in parts):
        return [f"{part}{changed}" for part in parts]
    return [name]


def _completed(parts: list[str]) -> list[str]:
    """锂、钴回收率: the head of the last belongs to all."""
    last = parts[-1]
    head_found = HEADS.search(last)
    if head_found is None:
        return parts
    out = []
    for part in parts[:-1]:
        if is_quantity(part) and HEADS.search(part):
            kind = KIND.search(last)
            out.append(part + kind[0] if kind and not KIND.search(part) else part)
        elif SPECIES.match(part):
            out.append(part + _after_species(last))
        else:
            out.append(part + head_found[0])
    return [*out, last]


def _after_species(last: str) -> str:
    """钴回收率 -> 回收率; NOx排放浓度 -> 排放浓度."""
    if "的" in last:
        return last.rsplit("的", 1)[1]
    for length in (6, 5, 4, 3, 2, 1):
        if len(last) > length and SPECIES.match(last[:length]):
            return last[length:]
    found = HEADS.search(last)
    return found[0] if found else ""
