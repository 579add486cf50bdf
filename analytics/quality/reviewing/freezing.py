"""Freezing a review: the pack as it is told now is kept, with every figure and its lineage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from analytics.quality.pack.contents import Figures, Pack, Section, Table, Trend
from analytics.quality.pack.keeping import digest, kept
from analytics.quality.pack.sayings import Figure
from analytics.quality.reviewing import versions
from analytics.quality.reviewing.versions import Version
from analytics.quality.reviews import Review, ReviewDecision, ReviewFigure, ReviewNote
from surveys import days
from surveys.days import BadPeriod
from surveys.masking import mask
from surveys.register import Register

_NAME: Final = 160


class NotOver(BadPeriod):
    """The period still runs, so its figures will change; carries its name."""


class AlreadyFrozen(ValueError):
    """Somebody was first; carries the version that stands."""

    def __init__(self, version: Version) -> None:
        super().__init__(f"{version.period.label}, {version.number}")
        self.version = version


class NoReason(ValueError):
    """A later version needs a reason."""


def freeze(
    connection: Connection, register: Register, pack: Pack, number: int, by: str, why: str = ""
) -> int:
    """Keep a pack as the version of this number, with the remarks and decisions of the one before.

    Args:
        connection: from ``writing``.
        number: the version that the officer saw would be next; somebody else may have been first.

    Returns:
        The id of its row.

    Raises:
        NotOver: the period still runs.
        NoReason: a later version was asked for without one.
        AlreadyFrozen: there is a version of this number.
    """
    header = pack.header
    if header.provisional:
        raise NotOver(header.period.label)
    unit_id = register.find_unit(header.slug)
    standing = versions.list_versions(connection, unit_id, header.scope, header.period)
    if standing and standing[0].number >= number:
        raise AlreadyFrozen(standing[0])
    if standing and not why.strip():
        raise NoReason
    row = _row(pack, unit_id, by) | {"version": number, "why": mask(why.strip()) or None}
    row["previous_id"] = standing[0].id if standing else None
    try:
        with connection.begin_nested():
            made = connection.execute(insert(Review).values(row))
    except IntegrityError:
        newest = versions.list_versions(connection, unit_id, header.scope, header.period)[0]
        raise AlreadyFrozen(newest) from None
    (review_id,) = made.inserted_primary_key or (0,)
    _keep_figures(connection, pack, review_id)
    if standing:
        _carry_over(connection, standing[0].id, review_id)
    return int(review_id)


def _keep_figures(connection: Connection, pack: Pack, review_id: int) -> None:
    figures = [row | {"review_id": review_id} for row in figures_of(pack)]
    if figures:
        connection.execute(insert(ReviewFigure), figures)


def _row(pack: Pack, unit_id: int, by: str) -> dict[str, Any]:
    header, content = pack.header, kept(pack)
    return {
        "unit_id": unit_id,
        "scope": header.scope,
        "kind": header.period.kind,
        "start": header.period.start,
        "end": header.period.end,
        "state": "frozen",
        "frozen_at": days.now(),
        "frozen_by": by,
        "seal_id": header.cut.seal,
        "versions": {"portal": header.version, "sections": [one.id for one in pack.sections]},
        "content": content,
        "hash": digest(content),
    }


def _carry_over(connection: Connection, old_id: int, new_id: int) -> None:
    for table in (ReviewNote, ReviewDecision):
        rows = connection.execute(select(table.__table__).where(table.review_id == old_id)).all()
        again = [row._asdict() | {"review_id": new_id} for row in rows]
        for row in again:
            del row["id"]
        if again:
            connection.execute(insert(table), again)


def figures_of(pack: Pack) -> list[dict[str, Any]]:
    """Every figure of a pack under a name of its own, as ``review_figure`` holds it."""
    found: dict[str, dict[str, Any]] = {}
    for section in pack.sections:
        for figure in _figures(section):
            name = _named(section.id, figure)
            nth = 1 + sum(one == name or one.startswith(f"{name} #") for one in found)
            row = figure.estimate.named() | {"lineage": lineage_of(figure)}
            found[name if nth == 1 else f"{name} #{nth}"] = row
    return [{"name": name} | row for name, row in found.items()]


def _figures(section: Section) -> Iterator[Figure]:
    for block in section.blocks:
        if isinstance(block, Figures):
            yield from (row.figure for row in block.rows)
        elif isinstance(block, Trend):
            yield from (one.figure for one in block.stretches)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if isinstance(cell, Figure))


def _named(section: str, figure: Figure) -> str:
    command, span = figure.command, figure.period
    told = [section, figure.indicator, f"{span.start}..{span.end}"]
    told += [one for one in (command and command.service, command and command.channel) if one]
    return " ".join(map(str, told))[:_NAME]


def lineage_of(figure: Figure) -> dict[str, Any]:
    """What finds the figure again: its days, and the command where there is one."""
    span, command = figure.period, figure.command
    told: dict[str, Any] = {"from": str(span.start), "to": str(span.end)}
    told["indicator"] = figure.indicator
    if command:
        told |= {"command": str(command), "scope": command.scope, "seal": command.seal}
    return told
