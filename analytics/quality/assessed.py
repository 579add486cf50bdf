"""Reading an assessment against Annex A: the 39 with their colours, and those of the time before.

A colour is never computed from ratings. Source: ISO 18091:2019, Annex A.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from analytics.quality.assessment import (
    AnnexIndicator,
    AnnexIndicatorName,
    Assessment,
    AssessmentColour,
    SubIndicator,
    SubIndicatorName,
)
from surveys.words import words_for
from translations import spoken

COLOURS: Final = ("red", "yellow", "green")
"""From the weakest up. Red: no acceptable practice; yellow: something exists, not continuously;
green: the reliable minimum, not excellence. Source: Agenda desde lo local, its origin."""

TABLE = Assessment.__table__


class UnknownAssessment(LookupError):
    """There is no such assessment, or no such indicator in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sub-indicator with its colour, "" while it has none; ``name`` in the language spoken."""

    id: int
    number: int
    required: bool
    name: str
    colour: str
    verified_colour: str
    evidence: tuple[Mapping[str, str], ...]
    note: str

    @property
    def stands(self) -> str:
        """The colour that counts: the verifier's where there is one."""
        return self.verified_colour or self.colour


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the 39, with what is asked within it."""

    code: str
    area: int
    name: str
    asked: tuple[Asked, ...]

    @property
    def colour(self) -> str:
        """The weakest colour of what is required; "" while any of that has none."""
        return weakest(one.stands for one in self.asked if one.required)


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment: its row, the 39 in their order, and their colours the time before."""

    row: Any
    indicators: tuple[Indicator, ...]
    before: Mapping[str, str]

    @property
    def left(self) -> int:
        """How many required questions have no colour yet."""
        asked = (one for indicator in self.indicators for one in indicator.asked)
        return sum(one.required and not one.colour for one in asked)

    def counts(self, area: int) -> dict[str, int]:
        """How many indicators of an area have each colour, "" is none yet."""
        told = dict.fromkeys((*COLOURS, ""), 0)
        for one in self.indicators:
            if one.area == area:
                told[one.colour] += 1
        return told


def weakest(colours: Iterable[str]) -> str:
    """The weakest of some colours; "" where one is missing or there are none."""
    told = list(colours)
    if not told or "" in told:
        return ""
    return min(told, key=COLOURS.index)


def list_assessments(connection: Connection, unit_id: int) -> list[Any]:
    """The assessments of a unit, the newest first."""
    asked = select(TABLE).where(TABLE.c.unit_id == unit_id).order_by(TABLE.c.day.desc())
    return list(connection.execute(asked))


def find_assessment(connection: Connection, id_: int) -> Assessed:
    """An assessment with all that is asked, in a constant number of queries.

    Raises:
        UnknownAssessment: there is none.
    """
    row = connection.execute(select(TABLE).where(TABLE.c.id == id_)).first()
    if row is None:
        raise UnknownAssessment(id_)
    before: dict[str, str] = {}
    if row.previous_id:
        past = connection.execute(select(TABLE).where(TABLE.c.id == row.previous_id)).one()
        before = {one.code: one.colour for one in _indicators(connection, past)}
    return Assessed(row, _indicators(connection, row), before)


def _indicators(connection: Connection, row: Any) -> tuple[Indicator, ...]:
    asked = _asked(connection, row)
    names = _names(connection, AnnexIndicatorName.__table__, "indicator_id")
    table = AnnexIndicator.__table__
    rows = connection.execute(select(table).order_by(table.c.area, table.c.position))
    return tuple(
        Indicator(one.code, one.area, names[one.id], tuple(asked.get(one.id, ()))) for one in rows
    )


def _asked(connection: Connection, row: Any) -> dict[int, list[Asked]]:
    """What was asked on the day of the assessment, by indicator."""
    colours = select(AssessmentColour.__table__).where(AssessmentColour.assessment_id == row.id)
    set_ = {one.sub_indicator_id: one for one in connection.execute(colours)}
    names = _names(connection, SubIndicatorName.__table__, "sub_indicator_id")
    table = SubIndicator.__table__
    held = (
        table.c.valid_from <= row.day,
        table.c.valid_to.is_(None) | (table.c.valid_to > row.day),
    )
    told: dict[int, list[Asked]] = defaultdict(list)
    for sub in connection.execute(select(table).where(*held).order_by(table.c.number)):
        one = set_.get(sub.id)
        told[sub.indicator_id].append(
            Asked(
                sub.id,
                sub.number,
                sub.required,
                names[sub.id],
                one.colour if one else "",
                (one.verified_colour or "") if one else "",
                tuple(one.evidence) if one else (),
                (one.note or "") if one else "",
            )
        )
    return told


def _names(connection: Connection, table: Any, key: str) -> dict[int, str]:
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(select(table)):
        told[getattr(row, key)][row.language] = row.name
    return {id_: words_for(words, spoken()) for id_, words in told.items()}


def find_indicator(assessed: Assessed, code: str) -> Indicator:
    """One of the 39.

    Raises:
        UnknownAssessment: none has this code.
    """
    for one in assessed.indicators:
        if one.code == code:
            return one
    raise UnknownAssessment(code)
