"""Reading one record with all that belongs to it, and writing down each step of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from analytics.quality.nonconformities import EffectCheck, Nonconformity, Step, Why
from analytics.quality.promises import SaidDid
from surveys import days

NC = Nonconformity.__table__
ENDS_ROUND: Final = ("reopened", "moved", "none")
"""Steps after which the checks of before hold no longer."""


class UnknownRecord(LookupError):
    """No record has this number."""


@dataclass(frozen=True, slots=True)
class Record:
    """A nonconformity as it stands.

    Attributes:
        row: of ``nonconformity``.
        whys: the answers of the five whys, in their order.
        checks: rows of ``effect_check``, the first first, those of before a reopening too.
        steps: rows of ``nonconformity_step``, oldest first.
        said_id: of the item that was drawn from it, if any.
    """

    row: Any
    whys: tuple[str, ...]
    checks: tuple[Any, ...]
    steps: tuple[Any, ...]
    said_id: int | None

    @property
    def held(self) -> tuple[Any, ...]:
        """The checks of this round: those from before a reopening or a merger hold no longer."""
        ends = [step.at for step in self.steps if step.act in ENDS_ROUND]
        return tuple(one for one in self.checks if not ends or one.fixed_at > ends[-1])

    @property
    def check(self) -> Any | None:
        """The check that holds now."""
        return self.held[-1] if self.held else None

    @property
    def result(self) -> Any | None:
        """The newest check that was computed, of those that hold."""
        return next((one for one in reversed(self.held) if one.checked_at), None)

    @property
    def owners(self) -> list[str]:
        """Who answers for the action, and from whom it was taken over: none of them closes."""
        given = [step.was for step in self.steps if step.act == "reassigned" and step.was]
        return [*filter(None, [self.row.owner_name]), *given]

    @property
    def done_by(self) -> str | None:
        """Who reported the action as done, or proposed to do nothing, last."""
        told = (step.by for step in reversed(self.steps) if step.act in ("done", "none"))
        return next(told, None)


def find_record(connection: Connection, number: str) -> Record:
    """The record of this number.

    Raises:
        UnknownRecord: there is none.
    """
    row = connection.execute(select(NC).where(NC.c.number == number)).first()
    if row is None:
        raise UnknownRecord(number)
    of = row.id
    whys = select(Why.answer).where(Why.nonconformity_id == of).order_by(Why.number)
    checks = select(EffectCheck.__table__).where(EffectCheck.nonconformity_id == of)
    steps = select(Step.__table__).where(Step.nonconformity_id == of).order_by(Step.id)
    said = select(SaidDid.id).where(SaidDid.nonconformity_id == of, SaidDid.state != "withdrawn")
    return Record(
        row,
        tuple(connection.scalars(whys)),
        tuple(connection.execute(checks.order_by(EffectCheck.number))),
        tuple(connection.execute(steps)),
        connection.scalar(said),
    )


def note(
    connection: Connection,
    record_id: int,
    by: str,
    act: str,
    was: object = None,
    became: object = None,
    why: str | None = None,
) -> None:
    """Write a step of a record; texts longer than its columns are cut, the note is not."""
    connection.execute(
        insert(Step).values(
            nonconformity_id=record_id,
            at=days.now(),
            by=by,
            act=act,
            was=_short(was),
            became=_short(became),
            note=why or None,
        )
    )


def _short(value: object) -> str | None:
    return None if value is None else str(value)[:240]


def change(connection: Connection, record_id: int, **columns: object) -> None:
    """Change the row of a record."""
    connection.execute(update(Nonconformity).where(Nonconformity.id == record_id).values(**columns))


def today() -> date:
    """The office day of now."""
    return days.office_day(days.now_ms())
