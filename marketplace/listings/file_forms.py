"""The forms by which files and pictures are added and described."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField

from marketplace.listings.models import Attachment
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier
from marketplace.web.fields import TermField, TextField


class AddFilesForm(FlaskForm):  # type: ignore[misc]
    """Several files of one kind under one tier."""

    file = MultipleFileField(_("文件"))
    kind = TermField(_("类型"), AttachmentKind, default=AttachmentKind.INTRODUCTION)
    tier = TermField(_("公开范围"), DisclosureTier, default=DisclosureTier.SIGNED_IN)


class ChangeFileForm(FlaskForm):  # type: ignore[misc]
    """What one file is called and who may open it."""

    title = TextField(_("标题"))
    kind = TermField(_("类型"), AttachmentKind, default=AttachmentKind.OTHER)
    tier = TermField(_("公开范围"), DisclosureTier, default=DisclosureTier.UNDER_NDA)
    file = FileField(_("换成另一个文件"))


class PictureForm(FlaskForm):  # type: ignore[misc]
    """A picture and the words that stand for it."""

    picture = FileField(_("图片"))
    alt = TextField(_("图片说明"))


def change_form(attachment: Attachment, *, typed: bool = False) -> ChangeFileForm:
    """The form of one file; its controls carry the file's id, since a page holds many."""
    data = {"title": attachment.title, "kind": attachment.kind, "tier": attachment.tier}
    prefix = f"file-{attachment.id}"
    return ChangeFileForm(prefix=prefix) if typed else ChangeFileForm(formdata=None, prefix=prefix, data=data)
