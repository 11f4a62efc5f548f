"""Sentences as data: a msgid with what fills it, turned into words in whichever language is read. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

Translate = Callable[[str], str]
Part = Union[str, "Word", "Said", tuple["Part", ...]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of ours, translated; words of the records themselves stay as they are written."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A clause without its full stop: a msgid and what fills its places."""

    text: str
    values: tuple[tuple[str, Part], ...] = ()


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def clause(text: str, **values: Part) -> Said:
    return Said(text, tuple(values.items()))


def words(part: Part, translate: Translate) -> str:
    """A part in a language."""
    if isinstance(part, str):
        return part
    if isinstance(part, Word):
        return translate(part.text)
    if isinstance(part, tuple):
        return translate(_("、")).join(words(each, translate) for each in part)
    said = translate(part.text)
    return said % {name: words(value, translate) for name, value in part.values} if part.values else said


def sentence(said: Said, translate: Translate) -> str:
    """A clause as a sentence."""
    told = words(said, translate)
    return translate(_("%(clause)s。")) % {"clause": told[:1].upper() + told[1:]}


def in_chinese(said: Said) -> str:
    """The sentence as commands print it: the msgids are Chinese."""
    return sentence(said, str)


def as_json(part: Part) -> Any:
    """How rows keep it."""
    if isinstance(part, str):
        return part
    if isinstance(part, Word):
        return {"word": part.text}
    if isinstance(part, tuple):
        return [as_json(each) for each in part]
    return {"text": part.text, "values": {name: as_json(value) for name, value in part.values}}


def from_json(kept: Any) -> Part:
    if isinstance(kept, Mapping):
        if "word" in kept:
            return Word(str(kept["word"]))
        return said_from_json(kept)
    if isinstance(kept, Sequence) and not isinstance(kept, str):
        return tuple(from_json(each) for each in kept)
    return str(kept)


def said_from_json(kept: Mapping[str, Any]) -> Said:
    return Said(str(kept["text"]), tuple((name, from_json(value)) for name, value in kept["values"].items()))
