"""The reader's language is asked hundreds of times a page, and words are kept once a language: never the wrong one."""

from flask import Flask
from flask_babel import force_locale, gettext
from markupsafe import Markup

from marketplace.web.language import language, say


def test_the_language_is_that_of_the_request_and_of_a_forced_one(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert language() == "en"
        with force_locale("zh"):
            assert language() == "zh"
        assert language() == "en"
    with app.test_request_context("/"):
        assert language() == "zh"


def test_words_for_templates_are_those_of_gettext_with_parameters_escaped(app: Flask) -> None:
    for address in ("/", "/?lang=en", "/"):
        with app.test_request_context(address):
            assert say("筛选") == Markup(gettext("筛选"))
            assert say("看 %(count)s", count="<b>") == Markup(gettext("看 %(count)s")) % {"count": "<b>"}
    with app.test_request_context("/"):
        assert say("看 %(count)s", count="<b>") == "看 &lt;b&gt;"
        assert say("浓度约 13%%") == "浓度约 13%"
