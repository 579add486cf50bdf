"""The pack as HTML: a file that stands alone, which is also what its PDF is made of."""

import re
from dataclasses import fields
from functools import cache
from typing import Any, Final

from portal.pages import STATIC, render
from portal.reviews.drawn import Paper

# The part of the style sheet that colours charts, and what its variables are on paper.
_CHARTS: Final = re.compile(r"-- charts:.*?\*/(.*?)/\* -----", re.S)
_PAPER: Final = re.compile(r"@media print \{.*?:root \{(.*?)\}", re.S)
_VARIABLE: Final = re.compile(r"--(\w+):\s*([^;]+);")
_SVG: Final = re.compile(r"<svg\b[^>]*>")
_WORDS: Final = "text { font-size: 11px; font-family: 'Noto Sans', sans-serif; }"


def write_html(paper: Paper, *, demo: bool) -> str:
    """One file with its style in it, in the language spoken now."""
    return render("reports/review.html", demo=demo, style=_style(), tools=None, **context(paper))


def context(paper: Paper) -> dict[str, Any]:
    """What ``reports/review.html`` names."""
    return {field.name: getattr(paper, field.name) for field in fields(paper)}


def inked(html: str) -> str:
    """The same with the colours of its charts in each drawing: WeasyPrint keeps a page's style
    out of a drawing, and knows no variables within one.
    """
    style = f"<style>{_ink()}</style>"
    return _SVG.sub(lambda svg: svg[0] + style, html)


@cache
def _style() -> str:
    return (STATIC / "style.css").read_text("utf-8")


@cache
def _ink() -> str:
    charts, paper = _CHARTS.search(_style()), _PAPER.search(_style())
    if charts is None or paper is None:
        raise ValueError("style.css has no part about charts, or none about paper")
    inks = dict(_VARIABLE.findall(paper[1]))
    # The type of a page is no type of a drawing.
    rules = re.sub(r"font: [^;]*;", "", charts[1])
    rules = re.sub(r"var\(--(\w+)\)", lambda name: inks.get(name[1], "#000"), rules)
    return _WORDS + rules
