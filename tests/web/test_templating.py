"""What templates share of the application."""

from flask import Flask
from jinja2 import DictLoader

from marketplace.web.templating import SharingEnvironment


def environment() -> SharingEnvironment:
    return SharingEnvironment(Flask(__name__), loader=DictLoader({"a.html": "{{ word }}"}))


def test_a_global_set_after_loading_is_seen_by_the_template() -> None:
    shared = environment()
    template = shared.get_template("a.html")

    shared.globals["word"] = "碳"

    assert template.render() == "碳"


def test_a_templates_own_global_stays_its_own() -> None:
    shared = environment()

    template = shared.get_template("a.html", globals={"word": "own"})

    assert (template.render(), "word" in shared.globals) == ("own", False)
