"""One table from what went wrong to what the reader is told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import structlog
from flask import Flask, Response, g, jsonify, render_template, request
from flask_babel import gettext
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from marketplace.core.db import AWAY, cannot_write
from marketplace.core.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from marketplace.core.files import StoreUnavailable
from marketplace.web.shapes import value_at

log = structlog.get_logger()
STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, InvalidInput: 422}
NOTHING: Mapping[str, str] = MappingProxyType({})
SENTENCES = {
    400: "这个请求不完整，请返回上一页再试。",
    401: "请先登录。",
    403: "您没有权限看这一页。若您认为应当可以，请联系本单位管理员。",
    404: "没有这一页。它可能已被移走，或地址有误。",
    405: "这个地址不接受这样的请求。",
    409: "这条记录刚刚被改过，请刷新后再试。",
    413: "文件太大。请压缩或拆分后再上传。",
    422: "有内容不符合要求，请按提示修改。",
    429: "操作太频繁，请稍后再试。",
    500: "我们这边出错了，已经记下。您填的内容没有丢失，请返回上一页再试。",
    503: "系统暂时繁忙，请稍后再试。",
    507: "存储空间暂时不可写，这次没有保存。请返回上一页稍后再试，或告知管理员。",
}


def sentence_of(error: DomainError) -> str:
    return str(gettext(error.message, **error.params))


def blame(form: Any, wrong: InvalidInput) -> None:
    """Put each sentence of a refusal at its field of a WTForms form; what names no field of it stands at the head."""
    for name, sentence in wrong.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, str(gettext(sentence))]
        else:
            form.form_errors.append(str(gettext(sentence)))
    if not wrong.fields:
        form.form_errors.append(sentence_of(wrong))


def explain_failures(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> tuple[Response | str, int]:
        status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
        return _page(status, sentence_of(error), error.fields if isinstance(error, InvalidInput) else {})

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> tuple[Response | str, int]:
        return _page(400, gettext("这一页放得太久，安全校验已过期。请返回上一页，刷新后再提交。"))

    @app.errorhandler(RateLimitExceeded)
    def flooded(_error: RateLimitExceeded) -> tuple[Response | str, int]:
        return _page(429, gettext(SENTENCES[429]))

    def database_away(error: Exception) -> tuple[Response | str, int]:
        log.error("database unavailable", error=type(getattr(error, "orig", error)).__name__)
        g._login_user = app.login_manager.anonymous_user()  # type: ignore[attr-defined] # the page must not ask who reads it
        status = 507 if cannot_write(error) else 503
        return _page(status, gettext(SENTENCES[status]))

    for kind in AWAY:
        app.register_error_handler(kind, database_away)

    @app.errorhandler(DataError)
    def not_storable(error: DataError) -> tuple[Response | str, int]:
        """What the database takes in no column, such as a NUL in an address; logged, for it may also be our own mistake."""
        log.error("the database refused a value", error=type(error.orig).__name__)
        return _page(400, gettext(SENTENCES[400]))

    @app.errorhandler(StoreUnavailable)
    def store_away(error: StoreUnavailable) -> tuple[Response | str, int]:
        log.error("file store unavailable", error=str(error))
        return _page(507, gettext(SENTENCES[507]))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[Response | str, int, dict[str, str]] | HTTPException:
        if error.code is None or error.code < 400:
            return error
        asked = getattr(error, "www_authenticate", None) or ()
        headers = {"WWW-Authenticate": ", ".join(map(str, asked))} if asked else {}
        sentence = gettext(SENTENCES.get(error.code, SENTENCES[500 if error.code >= 500 else 400]))
        return (*_page(error.code, sentence), headers)

    if not app.config["PROPAGATE_EXCEPTIONS"]:

        @app.errorhandler(Exception)
        def unforeseen(error: Exception) -> tuple[Response | str, int]:
            log.error("unforeseen", exc_info=error)
            return _page(500, gettext(SENTENCES[500]))


def _page(status: int, sentence: str, fields: Mapping[str, str] = NOTHING) -> tuple[Response | str, int]:
    if request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json":
        sent = request.get_json(silent=True) if fields else None
        errors = [
            {"field": name, "value": value_at(sent, name), "remedy": str(gettext(remedy))}
            for name, remedy in fields.items()
        ]
        more = {"errors": errors} if errors else {}
        problem = jsonify(type="about:blank", title=sentence, status=status, **more)
        problem.mimetype = "application/problem+json"
        return problem, status
    return render_template("errors/error.html", status=status, sentence=sentence), status
