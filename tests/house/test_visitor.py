"""The visitor of the journeys is strict: what it lets through is worth something."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Visitor

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="vi"><title>Quầy 1</title><main><h1>Quầy 1</h1>
<form action="/x"><label>Tên <input name="name"></label><button>Gửi</button></form></main></html>"""
FAULTS = {
    "no lang": (' lang="vi"', ""),
    "no title": ("<title>Quầy 1</title>", ""),
    "2 h1": ("<form", "<h1>Hai</h1><form"),
    "no label": ("<label>Tên <input name='name'></label>".replace("'", '"'), "<input name=q>"),
    "form without action": (' action="/x"', ""),
    "style attribute": ("<button>", '<button style="color:red">'),
    "inline handler": ("<button>", '<button onclick="go()">'),
    "scrolls sideways": ("<form", f"<p>{'dài' * 400}</p><form"),
    "script error": ("<form", "<script>nothing.here</script><form"),
    "console: ": ("<form", "<script>console.error('no')</script><form"),
    "axe ": ("<form", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><form'),
}


def written(folder: Path, html: str) -> str:
    file = folder / "page.html"
    file.write_text(html, "utf-8")
    return file.as_uri()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_sound_page_passes(
    visitor: Callable[..., Visitor], tmp_path: Path, scripts: bool
) -> None:
    someone = visitor(scripts=scripts)
    someone.page.goto(written(tmp_path, GOOD))

    assert someone.judge().title() == "Quầy 1"


@pytest.mark.parametrize("complaint", FAULTS)
def test_each_fault_is_named(
    visitor: Callable[..., Visitor], tmp_path: Path, complaint: str
) -> None:
    someone = visitor()
    someone.page.goto(written(tmp_path, GOOD.replace(*FAULTS[complaint])))

    with pytest.raises(AssertionError, match=complaint):
        someone.judge()
