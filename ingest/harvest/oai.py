"""Speak OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html): Identify and ListRecords with Dublin Core. Pure but for `get`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.harvest.fetching import NotFetched

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
PAGES = 2_000  # of one harvest
Get = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Repository:
    """What a repository says of itself."""

    name: str
    earliest: str
    by_seconds: bool  # granularity: seconds or days


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its Dublin Core elements by name, or that it was deleted."""

    identifier: str
    datestamp: str
    deleted: bool
    elements: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of the list, and the token with which the next part is asked for."""

    answered_at: str
    records: tuple[Record, ...]
    token: str


def identify(get: Get, base: str) -> Repository:
    """Ask a repository who it is."""
    said = _answer(get(_address(base, verb="Identify"))).find(f"{OAI}Identify")
    if said is None:
        raise NotFetched("这个地址没有按 OAI-PMH 回答。请填写机构库的 OAI 接口地址。")
    granularity = said.findtext(f"{OAI}granularity") or ""
    return Repository(
        _text(said, "repositoryName"), _text(said, "earliestDatestamp"), by_seconds="hh" in granularity.lower()
    )


def listings(get: Get, base: str, *, of_set: str = "", since: str = "", until: str = "") -> Iterator[Listing]:
    """The records changed between two datestamps, part by part; nothing when there are none."""
    wanted = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": of_set, "from": since, "until": until}
    address, seen = _address(base, **wanted), set[str]()
    for _page in range(PAGES):
        part = _listing(_answer(get(address)))
        yield part
        if not part.token:
            return
        if part.token in seen:
            raise NotFetched("机构库一再给出同一个续传标记，没有采集完。请联系它的管理员。")
        seen.add(part.token)
        address = _address(base, verb="ListRecords", resumptionToken=part.token)
    raise NotFetched("机构库分成的页太多，没有采集完。请按集合（set）分开采集。")


def _address(base: str, **query: str) -> str:
    mark = "&" if "?" in base else "?"
    return f"{base}{mark}{urlencode({name: value for name, value in query.items() if value})}"


def _answer(body: bytes) -> Element:
    """The root of an answer; an error of the protocol becomes a sentence, except that nothing matches."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotFetched("这个地址没有按 OAI-PMH 回答。请填写机构库的 OAI 接口地址。") from error
    if root.tag != f"{OAI}OAI-PMH":
        raise NotFetched("这个地址没有按 OAI-PMH 回答。请填写机构库的 OAI 接口地址。")
    wrong = root.find(f"{OAI}error")
    if wrong is not None and wrong.get("code") != "noRecordsMatch":
        said = " ".join((wrong.text or wrong.get("code") or "").split())[:200]
        raise NotFetched("机构库回答：%(said)s", said=said)
    return root


def _listing(root: Element) -> Listing:
    answered_at = _text(root, "responseDate")
    listed = root.find(f"{OAI}ListRecords")
    if listed is None:
        return Listing(answered_at, (), "")
    records = tuple(_record(each) for each in listed.iter(f"{OAI}record"))
    return Listing(answered_at, records, _text(listed, "resumptionToken"))


def _record(found: Element) -> Record:
    header = found.find(f"{OAI}header")
    if header is None:
        raise NotFetched("机构库给出的一条记录没有标识，没有采集。请联系它的管理员。")
    elements: dict[str, tuple[str, ...]] = {}
    for element in found.iter():
        text = (element.text or "").strip()
        if element.tag.startswith(DC) and text:
            name = element.tag.removeprefix(DC)
            elements[name] = (*elements.get(name, ()), text)
    return Record(_text(header, "identifier"), _text(header, "datestamp"), header.get("status") == "deleted", elements)


def _text(parent: Element, name: str) -> str:
    return (parent.findtext(f"{OAI}{name}") or "").strip()
