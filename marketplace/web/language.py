"""Chinese first, English second. The source text is Chinese; translations/en/*.po hold the English, one file an area."""

from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale
from flask_babel import gettext as translate
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


_reading: ContextVar[str] = ContextVar("reading", default="")  # the language of the request being answered


class MergedDomain(Domain):  # type: ignore[misc]
    """Reads the merged catalogues instead of compiled files."""

    def get_translations(self) -> NullTranslations:
        return load_translations(language())


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
    return _spoken(language(), text) % params if params else _said(language(), text)


def spoken(text: str, **params: object) -> str:
    """The text in the reader's language, for Python."""
    said = str(_spoken(language(), text))
    return said % params if params else said


@lru_cache(maxsize=4096)
def _spoken(_language: str, text: str) -> Markup:
    return Markup(translate(text))  # noqa: S704 - our own words


@lru_cache(maxsize=4096)
def _said(language: str, text: str) -> Markup:
    return _spoken(language, text) % {}  # a doubled percent sign becomes one


def choose_language() -> str:
    """What the reader asked for: the link, then the cookie, then the account, then the browser."""
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
