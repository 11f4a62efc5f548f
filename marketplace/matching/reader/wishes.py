"""Tells a wish from a must."""

import re
from collections.abc import Sequence
from typing import Protocol

WISH = re.compile(
    r"最好(?!的|水平|成绩|状态|效果)|优先(?!级|权)|期望(?!值)|希望|尽量|尽可能|争取|力争|理想(?:情况|值|状态|的话|目标|为|是)?(?!气体|塑性)|若能|如能|如果能|能[^，,]{0,12}(?:更好|更佳|最佳|最好)|更佳|为佳|为宜|为好|更好|较好|宜(?=[^居人林春宾])(?<!便宜)(?<!适宜)(?<!事宜)|"
    r"倾向|加分|可选|不作强制|非强制|不强求|参考值|最优|期待|盼|有望|可放宽|酌情|建议"
)
MUST = re.compile(
    r"必须|务必|不得|要求|须(?!知)|应(?!用|力|变|急|对|激)(?<!供应|反应|响应|相应|效应|适应|对应|感应)|硬性|确保|保证|底线|至少|强制(?!性?要求以外)|不允许|必需|一票否决"
)


class Memory(Protocol):
    """What a sentence remembers: whether it opened with a wish."""

    wish: bool


def is_wish(clauses: Sequence[str], memory: Memory) -> bool:
    """Whether the clause of a value wishes; a sentence that opens with a wish goes on wishing until it demands."""
    wish = False
    for number, clause in enumerate(clauses):
        if found := WISH.search(clause):
            demanded = [each for each in MUST.finditer(clause) if each.start() > found.end()]
            wish = not demanded
            opens = number == 0 or not WISH.search("".join(clauses[:number]))
            lasting = opens and found.start() <= 8 and number == 0
            memory.wish = memory.wish or lasting
        elif MUST.search(clause):
            wish, memory.wish = False, False
        elif number:
            wish = (wish and memory.wish) or (wish and clause.startswith(("且", "并", "同时", "及", "、")))
    return wish
