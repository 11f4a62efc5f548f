"""Sorts the sentences of running text into the parts of a need, by what they speak of. Pure."""

import re
from collections.abc import Iterator

from marketplace.needs.reading import values

SENTENCE = re.compile(r".+?(?:[。！？!?；;](?:[”」』）)])?|\n|$)", re.DOTALL)
MONEY = re.compile(r"预算|投入|资金|经费|投资|出资|悬赏")
SPENT = re.compile(r"已(?:经)?(?:累计)?投入|先后投入")
CONTACT = re.compile(r"联系人|联系电话|联系方式|电话|手机|邮箱|微信")
DUE = re.compile(
    r"20\d{2}\s*[年./-](?:\s*\d{1,2}\s*[月./-]?(?:\s*\d{1,2}\s*日?)?)?\s*(?:之?前|[年月]?底|末|内|止|完成|投产)|(?:截止|截至|完成(?:时间|时限|期限))"
)
TRIED = re.compile(
    r"已(?:经)?(?:尝试|试过|试用|采用过|购买|开展|完成了?|自主研发|研发|采取|做过)|曾(?:经)?(?:尝试|采用|试|用|委托)|试过|尝试过|前期(?:已|曾)|目前(?:正在|已)(?:研究|研发|开发|开展)"
)
GOAL = re.compile(
    r"希望|期望|预期|目标[是为：:]|力争|旨在|拟(?:通过|实现|建成|达到|寻求|解决)|寻求|寻找|征集|求购|急需|迫切需要|需求再?寻"
)
LIMIT = re.compile(
    r"[≥≤<>＞＜≧≦]|不(?:低|高|少|小|大|超)[于过]|(?:\d[\d.,]*\s*(?:%|％|℃|°C|[a-zA-Z/]+|万?[元吨台套片度次年月天小时分秒米千克升]+)\s*(?:以[上下内]|及以[上下]))|(?:(?<!高)达到?|控制在|降(?:低|至|到)|提高(?:到|至)?|小于|大于|低于|高于|超过)\s*[约±+\-]?\s*\d"
)
SCALE = re.compile(
    r"产能|生产规模|年产(?:量)?\s*[约达]?\s*\d|日产\s*\d|年处理|日处理|现有.{0,24}(?:生产线|机组|装置|窑|炉|烧结机)|装机"
)
TROUBLE = re.compile(
    r"问题|难[以题点]|不(?:足|稳|均|能|够|易)|缺(?:点|陷|乏|少)|瓶颈|损[失耗]|浪费|过高|偏[高低大差]|困难|制约|受限|脱落|开裂|失效|故障|影响|无法|如何|恶劣|磨损|堵塞"
)
STANDING = re.compile(r"^(?:目前|现有|当前|现阶段|我公司现有)")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with its full stop."""
    for match in SENTENCE.finditer(text):
        sentence = match[0].strip()
        if sentence:
            yield sentence


def sort_sentences(text: str) -> dict[str, list[str]]:
    """Part to what is said of it, a string a line. Where nothing tells, a sentence is part of the problem."""
    sorted_: dict[str, list[str]] = {}
    for line in text.splitlines():
        said: dict[str, str] = {}
        for sentence in sentences(line):
            part = _part_of(sentence)
            said[part] = said.get(part, "") + sentence
        for part, joined in said.items():
            sorted_.setdefault(part, []).append(joined)
    return sorted_


def _part_of(sentence: str) -> str:
    if _is_contact(sentence):
        return "contact"
    if TRIED.search(sentence) and not GOAL.match(sentence):
        return "already_tried"
    if MONEY.search(sentence) and values.sum_in(sentence) is not None and not SPENT.search(sentence):
        return "budget"
    if LIMIT.search(sentence) and not TROUBLE.search(sentence) and not STANDING.match(sentence):
        return "indicators"
    if GOAL.search(sentence):
        return "goal"
    if SCALE.search(sentence) and not TROUBLE.search(sentence):
        return "capacity"
    return "problem"


def _is_contact(sentence: str) -> bool:
    reachable = values.phone_in(sentence) or values.email_in(sentence)
    return bool(reachable) and bool(CONTACT.search(sentence) or len(sentence) < 40)


def speaks_of_a_deadline(sentence: str) -> bool:
    return bool(DUE.search(sentence))
