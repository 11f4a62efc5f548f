"""The words of the confidentiality agreement: clauses with the parties' data set in, and the exact text that is hashed. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

EDITION = "2026-1"
HEADING = re.compile(r"^第[一二三四五六七八九十]+条　")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the parties of one agreement fill in."""

    number: str
    discloser: str
    discloser_code: str
    recipient: str
    recipient_code: str
    result_id: str
    result_title: str
    purpose: str
    person: str
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An agreement ready to be read: who and about what, clause by clause, and a summary in English."""

    title: str
    parties: tuple[tuple[str, str], ...]
    clauses: tuple[Clause, ...]
    summary: tuple[str, ...]

    @property
    def text(self) -> str:
        """The exact text: its hash is what both sides sign."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield self.title
        yield from (f"{name}：{value}" for name, value in self.parties)
        for number, clause in enumerate(self.clauses, start=1):
            yield f"第{numeral(number)}条　{clause.title}"
            yield clause.text
        yield "English summary"
        yield from self.summary


def numeral(number: int) -> str:
    """1 to 19 in Chinese."""
    digits = "零一二三四五六七八九"
    return digits[number] if number < 10 else "十" + (digits[number - 10] if number > 10 else "")


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def compose(terms: Terms) -> Wording:
    """The agreement of this edition for these parties."""
    return Wording(
        title="保密协议",
        parties=(
            ("编号", terms.number),
            ("披露方（甲方）", _named(terms.discloser, terms.discloser_code)),
            ("接收方（乙方）", _named(terms.recipient, terms.recipient_code)),
            ("所涉成果", f"{terms.result_id}《{terms.result_title}》"),
        ),
        clauses=tuple(_clauses(terms)),
        summary=tuple(_summary(terms)),
    )


def read_back(text: str) -> Wording:
    """The parts of a text that `compose` made: pages and documents show what was hashed, and nothing else."""
    head, _mark, tail = text.partition("English summary\n")
    lines = head.splitlines()
    starts = [place for place, line in enumerate(lines) if HEADING.match(line)]
    return Wording(
        title=lines[0],
        parties=tuple((name, value) for name, _colon, value in (line.partition("：") for line in lines[1 : starts[0]])),
        clauses=tuple(Clause(title=HEADING.sub("", lines[place]), text=lines[place + 1]) for place in starts),
        summary=tuple(tail.splitlines()),
    )


def _named(name: str, code: str) -> str:
    return f"{name}（统一社会信用代码 {code}）" if code else name


def _clauses(terms: Terms) -> Iterator[Clause]:
    yield Clause(
        title="目的",
        text=f"乙方为下述用途了解所涉成果：{terms.purpose}。甲方愿为此在平台上向乙方披露该成果的 T3 级资料和参数。",
    )
    yield Clause(
        title="保密信息",
        text="保密信息指甲方在平台上标为 T3 的资料和参数，以及双方为上述目的交流时指明保密的内容。下列内容除外："
        "披露前已为公众所知的；披露后非因乙方过错而为公众所知的；乙方在披露前已合法持有并能证明的；"
        "乙方从不负保密义务的第三方合法取得的；乙方没有使用保密信息而独立得出并能证明的。",
    )
    yield Clause(
        title="乙方的义务",
        text="乙方只为第一条的目的使用保密信息，不向他人提供，不据以申请知识产权，不对样品作反向分析，"
        "并以不低于保护自身同类信息的措施加以保护；复制以目的所需为限。",
    )
    yield Clause(
        title="获授权的人员",
        text=f"甲方在平台上逐人授权，首位为{terms.person}。乙方只让获授权的人员接触保密信息，并对他们的行为负责。"
        "人员离开乙方，或授权到期、被收回的，应立即停止接触。",
    )
    yield Clause(
        title="留痕",
        text="双方知悉，平台记录每次查看和下载；下载的文件带有下载人、时间和授权编号的标记。乙方不得去除标记。",
    )
    yield Clause(
        title="依法提供",
        text="乙方依法律或主管机关的要求必须提供保密信息的，应在法律允许的范围内事先通知甲方，并只提供所要求的部分。",
    )
    yield Clause(
        title="返还和销毁",
        text="授权结束或甲方提出要求后十个工作日内，乙方应返还或销毁保密信息及其复制件，并以书面确认；"
        "依法必须留存的，在留存期内继续保密。",
    )
    yield Clause(
        title="权利归属",
        text="披露不构成转让或许可。保密信息及其知识产权仍归原权利人。甲方对保密信息按现状提供，不另作保证。",
    )
    yield Clause(
        title="期限",
        text=f"本协议自双方签署完成之日起生效，保密义务期为 {terms.years} 年。授权被收回或本协议提前终止，"
        "不免除乙方对已披露的保密信息的义务。",
    )
    yield Clause(
        title="违约责任",
        text="一方违约的，应赔偿对方因此受到的损失，以及为制止违约而支出的合理费用。",
    )
    yield Clause(
        title="争议解决",
        text="本协议适用中华人民共和国法律。争议先由双方协商；协商不成的，由甲方住所地有管辖权的人民法院管辖。",
    )
    yield Clause(
        title="签署",
        text="双方各由有权代表本单位的人员在平台上确认签署。平台记录签署人的姓名、职务、时间和本文本的 SHA-256 值。"
        "本协议以中文为准，英文为摘要。",
    )


def _summary(terms: Terms) -> Iterator[str]:
    years = "one year" if terms.years == 1 else f"{terms.years} years"
    yield f"{terms.discloser} discloses tier T3 of result {terms.result_id} to {terms.recipient} for the purpose named in clause 1."
    yield "The recipient uses it for that purpose only, passes it to nobody, files no rights upon it and does not reverse-engineer samples."
    yield f"Only people whom the discloser authorised by name on the platform may see it; the first is {terms.person}."
    yield "Every view and download is recorded; downloads carry the person, the time and the grant, and the marks stay on."
    yield f"Secrecy lasts for {years} from the day of the second signature, also when access ends earlier."
    yield "No licence is granted. Chinese law applies; the Chinese text prevails."
