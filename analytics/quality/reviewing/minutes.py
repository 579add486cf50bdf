"""What people write into a frozen review: the officer's remarks and the meeting's decisions.

Source: ISO 9001:2015, 9.3.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select

from analytics.quality.entered import misnamed
from analytics.quality.pack.keeping import digest
from analytics.quality.reviewing.versions import R, Version
from analytics.quality.reviews import Review, ReviewDecision, ReviewNote
from surveys import days
from surveys.masking import mask
from surveys.typed import is_blank, tidy
from surveys.working_days import is_working_day
from translations import mark

KINDS: Final = {
    "improvement": mark("Improvement"),
    "system": mark("Change of the management system"),
    "resources": mark("Resources"),
}
LONGEST: Final = 4000
N, D = ReviewNote.__table__.c, ReviewDecision.__table__.c


class Closed(ValueError):
    """Somebody has signed: nothing in it changes any more."""


class BadDecision(ValueError):
    """A decision that cannot be entered; ``problems`` has a msgid for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: the newest of its section and language."""

    section: str
    language: str
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the meeting."""

    number: int
    kind: str
    text: str
    owner_name: str
    owner_position: str
    due_on: date | None
    resources: str = ""
    id: int = field(default=0, compare=False)


def write_note(
    connection: Connection, version: Version, section: str, language: str, text: str, by: str
) -> None:
    """Keep a remark on a section; an empty one takes the remark away. Personal data are covered.

    Raises:
        Closed: somebody has signed.
    """
    _must_be_open(version)
    told = mask(text.strip()[:LONGEST])
    row = {"review_id": version.id, "section": section, "language": language, "text": told}
    connection.execute(insert(ReviewNote).values(row | {"at": days.now(), "by": by}))


def list_notes(connection: Connection, version: Version) -> list[Note]:
    """The remarks that count, by section and language."""
    asked = select(ReviewNote.__table__).where(N.review_id == version.id).order_by(N.id)
    newest = {
        (row.section, row.language): Note(row.section, row.language, row.text, row.at, row.by)
        for row in connection.execute(asked)
    }
    return [note for _key, note in sorted(newest.items()) if note.text]


def decide(connection: Connection, version: Version, said: Decision, by: str, today: date) -> int:
    """Enter a decision, under the next number.

    Returns:
        Its number.

    Raises:
        Closed: somebody has signed.
        BadDecision: all that is wrong with it.
    """
    _must_be_open(version)
    problems = wrong(said, today)
    if problems:
        raise BadDecision(problems)
    last = _last_number(connection, version)
    row = {
        "review_id": version.id,
        "number": last + 1,
        "kind": said.kind,
        "text": mask(said.text.strip()),
        "owner_name": tidy(said.owner_name),
        "owner_position": tidy(said.owner_position) or None,
        "due_on": said.due_on,
        "resources": mask(said.resources.strip()) or None,
        "entered_at": days.now(),
        "entered_by": by,
    }
    connection.execute(insert(ReviewDecision).values(row))
    return last + 1


def _last_number(connection: Connection, version: Version) -> int:
    """Of all versions: a number that was struck is never given again, records may carry it."""
    asked = select(func.max(D.number)).join(Review, R.id == D.review_id)
    here = (R.unit_id == version.unit_id, R.scope == version.scope)
    span = (R.kind == version.period.kind, R.start == version.period.start)
    return connection.scalar(asked.where(*here, *span)) or 0


def wrong(said: Decision, today: date) -> dict[str, str]:
    """What is wrong with a decision, by field."""
    problems = {}
    if said.kind not in KINDS:
        problems["kind"] = mark("Choose what kind of decision it is.")
    if is_blank(said.text):
        problems["text"] = mark("Write what was decided.")
    if len(said.text) > LONGEST or len(said.resources) > LONGEST:
        problems["text"] = mark("This is too long: at most 4,000 characters.")
    if is_blank(said.owner_name):
        problems["owner_name"] = mark("Name the person who answers for it.")
    problems |= misnamed(said.owner_name, said.owner_position)
    if said.due_on is None:
        problems["due_on"] = mark("Give the day by which it is done, such as 2026-03-31.")
    elif said.due_on < today:
        problems["due_on"] = mark("This day is over.")
    elif not is_working_day(said.due_on):
        problems["due_on"] = mark("Offices are closed on this day. Choose a working day.")
    return problems


def list_decisions(connection: Connection, version: Version) -> list[Decision]:
    """The decisions, by number."""
    asked = select(ReviewDecision.__table__).where(D.review_id == version.id).order_by(D.number)
    return [_decision(row) for row in connection.execute(asked)]


def _decision(row: Any) -> Decision:
    return Decision(
        number=row.number,
        kind=row.kind,
        text=row.text,
        owner_name=row.owner_name or "",
        owner_position=row.owner_position or "",
        due_on=row.due_on,
        resources=row.resources or "",
        id=row.id,
    )


def strike(connection: Connection, version: Version, number: int) -> None:
    """Take a decision out again; before anybody signs.

    Raises:
        Closed: somebody has signed.
    """
    _must_be_open(version)
    mine = (D.review_id == version.id, D.number == number)
    connection.execute(delete(ReviewDecision).where(*mine))


def whole_hash(connection: Connection, version: Version) -> bytes:
    """Over all that is signed: the content's hash, the remarks, the decisions."""
    notes = [[n.section, n.language, n.text] for n in list_notes(connection, version)]
    decisions = [
        [d.number, d.kind, d.text, d.owner_name, d.owner_position, str(d.due_on), d.resources]
        for d in list_decisions(connection, version)
    ]
    told = {"content": version.hash.hex(), "notes": notes, "decisions": decisions}
    return digest(told)


def _must_be_open(version: Version) -> None:
    if not version.open:
        raise Closed(version.period.label)
