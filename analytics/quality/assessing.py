"""Assessing a unit against Annex A: colours that people set with evidence, verified by another.

Source: ISO 18091:2019, Annex A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from analytics.quality.actions.states import Refused, name_of
from analytics.quality.assessed import COLOURS, TABLE, Assessed, find_indicator
from analytics.quality.assessment import Assessment, AssessmentColour
from analytics.quality.entered import entered, overlong, wrong_link
from surveys import days
from translations import mark

NO_COLOUR = mark("Choose a colour.")
NO_EVIDENCE = mark("Green needs evidence: name it, and say where it can be seen.")
NO_NOTE = mark("Say what is missing: it becomes the first sentence of an action.")
NOT_ALL = mark("%(left)s questions have no colour yet.")
NOT_OUTSIDE = mark("Somebody from outside the unit verifies, not whoever assessed it.")
FUTURE = mark("Choose today or an earlier day.")
SAME_DAY = mark("There is an assessment of this day already.")


class Verified(ValueError):
    """The assessment was verified: it changes no more."""


def start(connection: Connection, unit_id: int, day: date, assessor: str) -> int:
    """Begin an assessment of a day; what the last one said is what it is compared with.

    Raises:
        Refused: the day is in the future, or has one already.
    """
    if day > days.office_day(days.now_ms()):
        raise Refused({"day": FUTURE})
    earlier = select(TABLE.c.id, TABLE.c.day).where(TABLE.c.unit_id == unit_id)
    rows = connection.execute(earlier.where(TABLE.c.day <= day).order_by(TABLE.c.day.desc())).all()
    if rows and rows[0].day == day:
        raise Refused({"day": SAME_DAY})
    row = {"unit_id": unit_id, "day": day, "assessor": assessor}
    previous = rows[0].id if rows else None
    key = connection.execute(insert(Assessment).values(**row, previous_id=previous))
    return int((key.inserted_primary_key or (0,))[0])


@dataclass(frozen=True, slots=True)
class Set:
    """What was entered for one sub-indicator."""

    colour: str
    evidence: tuple[Mapping[str, str], ...]
    note: str


def set_colours(
    connection: Connection, assessed: Assessed, code: str, said: Mapping[int, Set]
) -> None:
    """Keep the colours of an indicator; a question without a colour stays open.

    Raises:
        UnknownAssessment: there is no such indicator.
        Verified: it changes no more.
        Refused: all that is wrong, under ``colour-ID``, ``evidence-ID``, ``link-ID``, ``note-ID``.
    """
    if assessed.row.verifier:
        raise Verified(assessed.row.id)
    indicator = find_indicator(assessed, code)
    problems: dict[str, str] = {}
    for one in indicator.asked:
        if one.id in said:
            problems |= _wrong(one.id, said[one.id])
    if problems:
        raise Refused(problems)
    known = {one.id for one in indicator.asked if one.colour}
    for id_, chosen in said.items():
        _keep(connection, assessed.row.id, id_, chosen, known=id_ in known)


def _wrong(id_: int, one: Set) -> dict[str, str]:
    bad = filter(None, (wrong_link(e.get("link", "")) for e in one.evidence))
    wrong = {f"link-{id_}": words for words in bad}
    titles = "".join(e.get("title", "") for e in one.evidence)
    wrong |= overlong(**{f"note-{id_}": one.note, f"evidence-{id_}": titles})
    if not one.colour:
        return wrong
    if one.colour not in COLOURS:
        return wrong | {f"colour-{id_}": NO_COLOUR}
    if one.colour == "green" and not one.evidence:
        return wrong | {f"evidence-{id_}": NO_EVIDENCE}
    if one.colour != "green" and not one.note.strip():
        return wrong | {f"note-{id_}": NO_NOTE}
    return wrong


def _keep(connection: Connection, assessment_id: int, id_: int, one: Set, *, known: bool) -> None:
    if not one.colour:
        return
    evidence = [dict(e) | {"title": entered(e.get("title", ""))} for e in one.evidence]
    row = {"colour": one.colour, "evidence": evidence, "note": entered(one.note) or None}
    of = {"assessment_id": assessment_id, "sub_indicator_id": id_}
    if not known:
        connection.execute(insert(AssessmentColour).values(**of, **row))
        return
    mine = update(AssessmentColour).where(AssessmentColour.assessment_id == assessment_id)
    connection.execute(mine.where(AssessmentColour.sub_indicator_id == id_).values(**row))


def verify(
    connection: Connection,
    assessed: Assessed,
    verifier: str,
    other: Mapping[int, str],
    *,
    outside: bool,
) -> None:
    """Somebody from outside confirms the colours, or sets others beside them; then it is fixed.

    Args:
        other: the colours that the verifier sees differently, by sub-indicator.
        outside: whether the verifier belongs to another unit.

    Raises:
        Verified: it was before.
        Refused: something has no colour yet; the verifier is no outsider.
    """
    if assessed.row.verifier:
        raise Verified(assessed.row.id)
    if assessed.left:
        raise Refused({"verify": NOT_ALL}, left=assessed.left)
    if not outside or name_of(verifier) == name_of(assessed.row.assessor):
        raise Refused({"verify": NOT_OUTSIDE})
    for id_, colour in other.items():
        mine = update(AssessmentColour).where(AssessmentColour.sub_indicator_id == id_)
        mine = mine.where(AssessmentColour.assessment_id == assessed.row.id)
        connection.execute(mine.values(verified_colour=colour))
    done = update(Assessment).where(Assessment.id == assessed.row.id, Assessment.verifier.is_(None))
    connection.execute(done.values(verifier=verifier, verified_at=days.now()))
