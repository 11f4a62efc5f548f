"""The gallery shows every component: a macro that no state of it draws, by itself or inside another, is not in it."""

from pathlib import Path

from jinja2 import Environment, nodes

COMPONENTS = Path(__file__).parents[2] / "templates" / "components"
Name = tuple[str, str]  # the file and the macro
ELSEWHERE = {
    ("querybox", "ask"),  # holds the first page's only heading and #q; the gallery's own question is the bar
    ("facets", "box_head"), ("facets", "box_end"),  # a box cut in two, so that its count can be put between them
}  # fmt: skip


def _tree(file: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(
        (COMPONENTS / f"{file}.html").read_text("utf8")
    )


def _aliases(tree: nodes.Template) -> dict[str, str]:
    """The names under which a template imports components; base.html gives marks and feedback to all."""
    imported = {
        found.target: found.template.value.removeprefix("components/").removesuffix(".html")
        for found in tree.find_all(nodes.Import)
        if isinstance(found.template, nodes.Const)
    }
    return {"marks": "marks", "feedback": "feedback", **imported}


def _taken(tree: nodes.Template) -> dict[str, str]:
    """The single macros that a template imports by name, each with its file."""
    return {
        str(name): found.template.value.removeprefix("components/").removesuffix(".html")
        for found in tree.find_all(nodes.FromImport)
        if isinstance(found.template, nodes.Const)
        for name in found.names
    }


def _called(node: nodes.Node, file: str, tree: nodes.Template) -> set[Name]:
    aliases, taken, found = _aliases(tree), _taken(tree), set()
    for call in node.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            found.add((taken.get(call.node.name, file), call.node.name))
        elif isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name):
            found.add((aliases.get(call.node.node.name, ""), call.node.attr))
    return found


def test_every_component_is_in_the_gallery() -> None:
    calls: dict[Name, set[Name]] = {}
    for path in COMPONENTS.glob("*.html"):
        if path.stem != "gallery":
            tree = _tree(path.stem)
            for macro in tree.find_all(nodes.Macro):
                calls[path.stem, macro.name] = _called(macro, path.stem, tree)
    gallery = _tree("gallery")
    reached, waiting = set(), _called(gallery, "gallery", gallery) | ELSEWHERE
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting |= calls.get(name, set())

    assert sorted(set(calls) - reached) == []
