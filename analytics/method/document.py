"""The method as a document in Markdown, in the language spoken now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import translations
from analytics.method.chapters import AFTER_TABLES, CHAPTERS, COUNTED, Chapter
from analytics.method.definitions import DEFINITIONS
from analytics.numbers import simulated
from analytics.numbers.indicators import measure as _measure  # noqa: F401  enters them all
from analytics.numbers.registry import INDICATORS
from translations import gettext as _


def document() -> str:
    """Every definition, formula, source, limit and known weakness; the tables as simulated."""
    parts = [
        "# " + _("Method: what the figures mean and how far they carry"),
        _("Generated from the registry by `portal method`; change it there, not here."),
        *_chapter(COUNTED),
        "## " + _("Indicators"),
        *_indicators(),
        *(part for chapter in CHAPTERS for part in _chapter(chapter)),
        *_quiet_years(simulated.read()),
        *_falls(simulated.read()),
        *(part for chapter in AFTER_TABLES for part in _chapter(chapter)),
    ]
    return "\n\n".join(parts) + "\n"


def _chapter(chapter: Chapter) -> Iterator[str]:
    title, paragraphs = chapter
    yield f"## {_(title)}"
    yield from map(_, paragraphs)


def _indicators() -> Iterator[str]:
    for id, indicator in INDICATORS.items():
        told = DEFINITIONS[id]
        yield f"### {_(indicator.title)} (`{id}`)"
        low, high = indicator.bounds
        ends = f"{low:g}…{'∞' if high is None else f'{high:g}'}"
        facts = (
            _("Formula: %(formula)s", formula=f"`{told.formula}`"),
            _("Method: %(name)s, within %(ends)s", name=f"`{indicator.method}`", ends=ends),
            _("Source: %(source)s", source=_(told.source)),
            _("Weakness: %(weakness)s", weakness=_(told.weakness)),
        )
        yield "\n".join((_(told.meaning), "", *(f"- {fact}" for fact in facts)))


def _quiet_years(told: dict[str, Any]) -> Iterator[str]:
    """How often the rules err."""
    yield "### " + _("How often the rules err")
    yield _(
        "Simulated through the very rules: %(offices)s offices, twelve months of baseline, three "
        "years of watching in which nothing happens (12%% neutral or dissatisfied, 4%% could not "
        "finish, five factors at 15%% answered by 4 of 10), by `python -m load_tests.alarms`, seed "
        "%(seed)s. Promised: at most %(most)s false signals per unit and year at 30, 60 and 200 "
        "answers a month.",
        offices=translations.number(told["offices"]),
        seed=told["seed"],
        most=translations.number(simulated.MOST_FALSE, 2),
    )
    heads = (
        _("Answers a month"),
        _("Months"),
        _("False signals per unit and year"),
        _("overall"),
        _("could not finish"),
        _("weakest factor"),
    )
    yield _table(heads, [_quiet(row) for row in told["false"]])
    yield _(
        "Months that wander: each series shifts by itself from month to month, by a standard "
        "deviation of 0.15 in log-odds. The series are independent here; in life they move "
        "together, which makes fewer false signals, not more."
    )


def _falls(told: dict[str, Any]) -> Iterator[str]:
    """How soon the rules see a fall."""
    yield "### " + _("How soon a fall is found")
    yield _(
        "Probability that a fall of satisfaction from 88%, beginning on some day of the second "
        "year, is found within three months by the overall series alone. Promised: to 75% at "
        "least 0.8 at 100 answers a month, and 0.95 at 300. Known weakness: a fall of a few points "
        "is found late or not at all in a small office."
    )
    falls = sorted({row["to"] for row in told["found"]})
    sizes = sorted({row["monthly"] for row in told["found"]})
    found = {(row["monthly"], row["to"]): row["found"] for row in told["found"]}
    sunk = (_("Answers a month"), *(_("to %(share)s", share=translations.share(f)) for f in falls))
    rows = [
        [translations.number(n), *(translations.number(found[n, to], 2) for to in falls)]
        for n in sizes
    ]
    yield _table(sunk, rows)


def _quiet(row: dict[str, Any]) -> list[str]:
    figures = (row[name] for name in ("all", "unsatisfied", "could_not_finish", "factor"))
    return [
        translations.number(row["monthly"]),
        _("wander by themselves") if row["wanders"] else _("by chance alone"),
        *(translations.number(figure, 2) for figure in figures),
    ]


def _table(heads: Sequence[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
