"""Every template parses, is reached from somewhere, and keeps to what the browser may run."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from portal.pages import environment

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(
    str(file.relative_to(FOLDER))
    for file in FOLDER.rglob("*")
    if file.suffix in {".html", ".css", ".js", ".xml"}
)
# The content security policy stops both; without this test they would fail in silence.
FORBIDDEN = re.compile(r"<[^>{]*\s(style|on[a-z]+)\s*=", re.IGNORECASE)


@cache
def parsed(template: str) -> nodes.Template:
    return environment().parse((FOLDER / template).read_text("utf-8"), filename=template)


@cache
def drawn_by_templates() -> set[str]:
    """Templates that another includes, imports or extends by a fixed name."""
    named = (meta.find_referenced_templates(parsed(template)) for template in TEMPLATES)
    return {name for names in named for name in names if name}


@cache
def drawn_by_python() -> set[str]:
    """Every string in portal that could name a template."""
    trees = (ast.parse(file.read_text("utf-8")) for file in (ROOT / "portal").rglob("*.py"))
    constants = (n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_compiles(template: str) -> None:
    environment().get_template(template)


def test_what_a_template_names_exists() -> None:
    assert drawn_by_templates() <= set(TEMPLATES)


def test_every_fragment_is_drawn_somewhere() -> None:
    fragments = {name for name in TEMPLATES if Path(name).name.startswith("_")}

    assert fragments <= drawn_by_templates() | drawn_by_python()


def test_a_page_is_not_included() -> None:
    drawn = {name for name in drawn_by_python() if name.endswith(".html")}
    pages = {name for name in drawn & set(TEMPLATES) if "/_" not in name}
    included = {
        node.template.value
        for template in TEMPLATES
        for node in parsed(template).find_all(nodes.Include)
        if isinstance(node.template, nodes.Const)
    }

    assert not pages & included


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_a_template_imports_it_uses(template: str) -> None:
    tree = parsed(template)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    imported = {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in node.names}

    assert imported <= used


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_holds_no_inline_style_or_handler(template: str) -> None:
    assert not FORBIDDEN.findall((FOLDER / template).read_text("utf-8"))
