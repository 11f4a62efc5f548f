"""What programs send and get as JSON: a record's content with every name and kind checked, refusals by field."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from flask import request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from marketplace.core.errors import InvalidInput

Content = TypeVar("Content")
STRICT = ConfigDict(extra="forbid")


def _(text: str) -> str:
    """Mark a msgid."""
    return text


BROKEN = _("发来的不是一个 JSON 对象。请按接口文档发 Content-Type: application/json。")
WRONG = _("有几项不符合要求，请按提示修改。")
REMEDIES = {  # by pydantic's word for the mistake
    "missing": _("请填写这一项。"),
    "extra_forbidden": _("没有这个字段。请对照接口文档改名，或删去它。"),
    "enum": _("请从接口文档列出的值中选一个。"),
}
OTHERWISE = _("这个值的类型不对。请按接口文档填写。")


def model_of(content: type, *, without: frozenset[str] = frozenset(), name: str = "") -> type[BaseModel]:
    """The JSON shape of a dataclass and of those inside it; names that it does not know are refused."""
    hints = get_type_hints(content)
    described: dict[str, Any] = {}
    for entry in fields(content):
        if entry.name in without:
            continue
        default = entry.default_factory() if entry.default_factory is not MISSING else entry.default
        described[entry.name] = (_shaped(hints[entry.name]), ... if default is MISSING else default)
    return create_model(name or content.__name__, __config__=STRICT, __doc__=content.__doc__, **described)


def _shaped(hint: Any) -> Any:
    """The hint with every dataclass in it replaced by its shape."""
    if is_dataclass(hint):
        return model_of(hint)  # type: ignore[arg-type]
    inner = tuple(_shaped(each) if each is not Ellipsis else each for each in get_args(hint))
    if not inner:
        return hint
    return Union[inner] if get_origin(hint) in (types.UnionType, Union) else get_origin(hint)[inner]  # noqa: UP007


def read_sent(shape: type[BaseModel]) -> BaseModel:
    """The body of this request in its shape; InvalidInput names each field that does not hold."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise InvalidInput(BROKEN)
    try:
        return shape.model_validate(sent)
    except ValidationError as wrong:
        faults = {
            "-".join(map(str, each["loc"])): REMEDIES.get(each["type"], OTHERWISE)
            for each in wrong.errors(include_url=False, include_context=False)
        }
        raise InvalidInput(WRONG, faults) from None


def changed(content: Content, given: BaseModel) -> Content:
    """The content with the fields that were sent in the place of its own."""
    told = {name: value for name, value in given.model_dump(exclude_unset=True).items() if name in _names(content)}
    kind: type[Content] = type(content)
    return TypeAdapter(kind).validate_python(asdict(content) | told)  # type: ignore[call-overload]


def plain(content: object) -> dict[str, Any]:
    """The content as JSON values."""
    said: dict[str, Any] = TypeAdapter(type(content)).dump_python(content, mode="json")
    return said


def value_at(sent: Any, field: str) -> Any:
    """The value that was sent for a field such as parameters-0-minimum; None where there is none."""
    for step in field.split("-"):
        if isinstance(sent, Mapping):
            sent = sent.get(step)
        elif isinstance(sent, list) and step.isdecimal() and int(step) < len(sent):
            sent = sent[int(step)]
        else:
            return None
    return sent


def _names(content: object) -> Iterator[str]:
    return (entry.name for entry in fields(content))  # type: ignore[arg-type]
