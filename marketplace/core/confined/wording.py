"""What is said of a file that is not taken; every sentence is a msgid."""


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


EMPTY = _("文件是空的。请重新选择文件。")
UNKNOWN = _("不收这种文件。请上传 PDF、Word、Excel、PowerPoint（docx、xlsx、pptx）、PNG、JPEG、WebP 或 ZIP。")
OLD_OFFICE = _("这是旧版或加密的 Office 文件。请另存为 docx、xlsx 或 pptx，不设密码，再上传。")
BROKEN = _("文件不完整或已损坏，打不开。请用原来的程序打开另存一份，再上传。")
LOCKED = _("文件设有打开密码。请取消密码后再上传。")
MACROS = _("文件带有宏，不能上传。请另存为不带宏的文件，再上传。")
BOMB = _("压缩包展开后过大，没有接收。请只放需要的文件。")
NESTED = _("压缩包里的路径不正常，没有接收。请重新打包。")
ENTITIES = _("文件里定义了 XML 实体，可能有害，没有接收。请用原来的程序打开另存一份，再上传。")
NO_PAGES = _("这个 PDF 没有页。请重新导出。")
NO_PICTURE = _("图片读不出来。请上传 PNG、JPEG 或 WebP 图片。")
TOO_MANY_PIXELS = _("图片超过 4000 万像素。请缩小后再上传。")
TOO_SMALL = _("图片太小，长边至少要 320 像素。")
TOO_MUCH = _("文件太复杂，检查时超出了限度。请简化或拆分后再上传。")
