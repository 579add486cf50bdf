"""What a correction changed: two versions of a review, figure by figure and word by word."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from analytics.numbers.estimates import Estimate
from analytics.quality.reviewing.minutes import Decision, Note, list_decisions, list_notes
from analytics.quality.reviewing.versions import Version
from analytics.quality.reviews import ReviewFigure

F = ReviewFigure.__table__.c


class Changed(NamedTuple):
    """A figure in both versions; None where it is missing from one."""

    name: str
    indicator: str
    old: Estimate | None
    new: Estimate | None


class Reworded(NamedTuple):
    """A remark in both versions; "" where there is none."""

    section: str
    language: str
    old: str
    new: str


class Differences(NamedTuple):
    """All that differs; ``same`` figures stayed as they were."""

    figures: list[Changed]
    same: int
    notes: list[Reworded]
    struck: list[Decision]
    added: list[Decision]


def differences(connection: Connection, old: Version, new: Version) -> Differences:
    """What is not the same in the newer version."""
    before, after = _figures(connection, old), _figures(connection, new)
    changed = [
        Changed(name, _indicator(before, after, name), _told(before, name), _told(after, name))
        for name in dict.fromkeys([*after, *before])
    ]
    figures = [one for one in changed if one.old != one.new]
    was, now = list_decisions(connection, old), list_decisions(connection, new)
    return Differences(
        figures,
        len(changed) - len(figures),
        _reworded(list_notes(connection, old), list_notes(connection, new)),
        [one for one in was if one not in now],
        [one for one in now if one not in was],
    )


def _figures(connection: Connection, version: Version) -> dict[str, Any]:
    asked = select(ReviewFigure.__table__).where(F.review_id == version.id).order_by(F.name)
    return {row.name: row for row in connection.execute(asked)}


def _indicator(before: dict[str, Any], after: dict[str, Any], name: str) -> str:
    return str((after.get(name) or before[name]).lineage["indicator"])


def _told(figures: dict[str, Any], name: str) -> Estimate | None:
    if name not in figures:
        return None
    row = figures[name]
    return Estimate(
        row.value, row.low, row.high, row.n or 0, row.count, row.method or "", row.verdict
    )


def _reworded(old: list[Note], new: list[Note]) -> list[Reworded]:
    before = {(note.section, note.language): note.text for note in old}
    after = {(note.section, note.language): note.text for note in new}
    keys = sorted({*before, *after})
    told = [Reworded(*key, before.get(key, ""), after.get(key, "")) for key in keys]
    return [one for one in told if one.old != one.new]
