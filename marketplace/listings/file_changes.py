"""What changed in the files and pictures from one version to the next, told as tables of rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from marketplace.listings.differences import RowState, row_steps
from marketplace.listings.models import AchievementVersion, Attachment, Picture
from marketplace.listings.telling import Cell, Told, ToldRow
from marketplace.taxonomy.terms import DisclosureTier
from marketplace.web.formats import term

CONTENT_SHOWN = frozenset({"file", "alt"})  # the cells that stand for the content


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file as a row; `key` tells its content apart and is not shown."""

    title: str
    kind: str
    tier: str
    file: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLine:
    alt: str
    key: str


def file_changes(
    before: AchievementVersion, after: AchievementVersion, opened: Collection[DisclosureTier]
) -> list[Told]:
    """The tables of files and of pictures, each only when something in it differs. Titles and tiers are for everybody,
    names of files for those whom the tier is open to."""
    old, new = ([_file(each, opened) for each in version.attachments] for version in (before, after))
    files = _steps(old, new, "title")
    pictures = _steps([_picture(each) for each in before.pictures], [_picture(each) for each in after.pictures], "alt")
    heads = {"title": _("标题"), "kind": _("类型"), "tier": _("公开范围"), "file": _("文件")}
    found = (
        Told(field="files", name=_("资料"), heads=list(heads.values()), rows=_rows(files, list(heads))),
        Told(field="pictures", name=_("图片"), heads=[_("图片说明")], rows=_rows(pictures, ["alt"])),
    )
    return [told for told in found if any(row.state is not RowState.KEPT for row in told.rows)]


def _steps(before: Sequence[Any], after: Sequence[Any], name: str) -> Sequence[Any]:
    """The same content is the same row, then the same name."""
    return tuple(row_steps(before, after, ("key", name)))


def _rows(steps: Sequence[Any], names: Sequence[str]) -> list[ToldRow]:
    return [ToldRow(state=step.state, cells=list(_cells(step, names))) for step in steps]


def _cells(step: Any, names: Sequence[str]) -> Iterator[Cell]:
    for name in names:
        differs = name in step.cells or (name in CONTENT_SHOWN and "key" in step.cells)
        yield Cell(before=getattr(step.before, name, ""), after=getattr(step.after, name, ""), differs=differs)


def _file(attachment: Attachment, opened: Collection[DisclosureTier]) -> FileLine:
    return FileLine(
        title=attachment.title,
        kind=term(attachment.kind),
        tier=f"{attachment.tier} {term(attachment.tier)}",
        file=attachment.filename if attachment.tier in opened else "",
        key=attachment.key,
    )


def _picture(picture: Picture) -> PictureLine:
    return PictureLine(alt=picture.alt, key=min((each.key for each in picture.renditions), default=""))
