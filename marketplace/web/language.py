"""Chinese first, English second. The source text is Chinese; translations/en/*.po hold the English, one file an area."""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from markupsafe import Markup

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "language"
FOLDER = Path(__file__).parents[2] / "translations"


def merged_catalogue(language: str) -> Catalog:
    """The catalogue of a language out of all its areas."""
    merged = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged.add(message.id, message.string, context=message.context, flags=message.flags)
    return merged


@lru_cache
def load_translations(language: str) -> NullTranslations:
    if language not in LANGUAGES or language == "zh":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged_catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


def wording(translations: NullTranslations, text: str, params: Mapping[str, object]) -> str:
    """The text before its values are filled in. A count is always called `n`: it chooses between one and many."""
    if "n" in params:
        counted = str(translations.ngettext(text, text, _count(params)))
        if counted != text:
            return counted
    return str(translations.gettext(text))


def written(locale: str, text: str, **params: object) -> str:
    """The text in the language of somebody who is written to."""
    said = wording(load_translations(locale), text, params)
    return said % params if params else said


def _count(params: Mapping[str, object]) -> int:
    """One or more than one, of a count that may already be written out, such as 1,204."""
    return 1 if str(params.get("n")) == "1" else 2


_reading: ContextVar[str] = ContextVar("reading", default="")  # the language of the request being answered


class MergedDomain(Domain):  # type: ignore[misc]
    """Reads the merged catalogues instead of compiled files."""

    def get_translations(self) -> NullTranslations:
        return load_translations(language())

    def gettext(self, string: str, **variables: object) -> str:
        said = wording(self.get_translations(), string, variables)
        return said % variables if variables else said


class SpeakingBabel(Babel):  # type: ignore[misc]
    """Flask-Babel over the merged catalogues."""

    domain_instance = MergedDomain()


def language() -> str:
    """The code of the reader's language. A page asks hundreds of times, so a request keeps it apart."""
    kept = _reading.get()
    if kept:
        return kept
    locale = get_locale()
    return locale.language if locale else "zh"


def say(text: str, **params: object) -> Markup:
    """The text in the reader's language for a template, the parameters escaped."""
    return _spoken(language(), text, _count(params)) % params if params else _said(language(), text)


def spoken(text: str, **params: object) -> str:
    """The text in the reader's language, for Python."""
    said = str(_spoken(language(), text, _count(params)))
    return said % params if params else said


@lru_cache(maxsize=4096)
def _spoken(language: str, text: str, count: int) -> Markup:
    return Markup(wording(load_translations(language), text, {"n": count}))  # noqa: S704 - our own words


@lru_cache(maxsize=4096)
def _said(language: str, text: str) -> Markup:
    return _spoken(language, text, 2) % {}  # a doubled percent sign becomes one


def choose_language() -> str:
    """What the reader asked for: the link, then the cookie, then the account, then the browser. Chinese for commands and jobs."""
    if not has_request_context():
        return "zh"
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    if current_user and current_user.is_authenticated:
        return str(current_user.person.locale)
    return request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")[:2]


def speak(app: Flask) -> None:
    SpeakingBabel(app, locale_selector=choose_language, default_locale="zh", default_timezone="Asia/Shanghai")
    app.jinja_env.globals["_"] = say

    @app.before_request
    def keep_language() -> None:
        _reading.set(choose_language())

    @app.teardown_request
    def forget_language(_error: BaseException | None) -> None:
        _reading.set("")

    @app.after_request
    def remember_language(response):  # type: ignore[no-untyped-def]
        wanted = request.args.get("lang")
        if wanted in LANGUAGES and request.cookies.get(COOKIE) != wanted:
            response.set_cookie(
                COOKIE, wanted, max_age=365 * 24 * 3600, samesite="Lax", secure=app.config["SESSION_COOKIE_SECURE"]
            )
        return response
