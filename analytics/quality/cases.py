"""Cases: a rating or suggestion, a petition, a formal complaint are three things with three clocks.

A case is found by the citizen's receipt, of which only the hash is kept, until 90 days after the
case was closed. What it says is masked like every comment. The work on it is done by
``analytics.quality.casework``.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from analytics.quality.owners import Owned, Person
from surveys.database import Base


class CaseClock(Base):
    """How many days a step may take for a type of case, in force from a day to a day (excluded).

    The steps are acknowledge, transfer, ask, answer, answer_complex and publish.
    """

    __tablename__ = "case_clock"
    __table_args__ = (UniqueConstraint("type", "step", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # suggestion, petition, complaint
    type: Mapped[str] = mapped_column(String(12))
    step: Mapped[str] = mapped_column(String(16))
    days: Mapped[int] = mapped_column(SmallInteger)
    # working_day or day
    unit: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    # Law, decree or our own promise.
    basis: Mapped[str] = mapped_column(String(200))


class Case(Owned, Base):
    """Something a citizen is owed an answer to; one response has at most one.

    Its words stand where they always stood, in the comments of the response: what is erased there
    is gone here too.
    """

    __tablename__ = "citizen_case"
    __table_args__ = (Index("ix_citizen_case_unit_id_state", "unit_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    type: Mapped[str] = mapped_column(String(12))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    # The response's key, its unit and its day lead to the comment and to the contact that was left.
    key: Mapped[str] = mapped_column(String(128), unique=True)
    said_unit_id: Mapped[int]
    said_on: Mapped[date]
    # In which language the citizen read the page.
    locale: Mapped[str] = mapped_column(String(12))
    # Hash of the receipt (``surveys.additions.hash_of``).
    receipt: Mapped[int | None] = mapped_column(BigInteger, index=True)
    forget_receipt_on: Mapped[date | None] = mapped_column(index=True)
    opened_at: Mapped[datetime]
    # low, middle, high
    severity: Mapped[str] = mapped_column(String(12))
    complex: Mapped[bool]
    # new, in_work, asked, handed_over, answered, closed, reopened
    state: Mapped[str] = mapped_column(String(12))
    # A second time the next instance is offered instead.
    reopened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[Person | None]
    closed_why: Mapped[str | None] = mapped_column(Text)
    simulated: Mapped[bool] = mapped_column(default=False)


class CaseDeadline(Base):
    """Until when a step is due by the clock in force when the case was opened or re-typed.

    A case that was opened once more has its second ``round`` of deadlines.
    """

    __tablename__ = "case_deadline"

    case_id: Mapped[int] = mapped_column(ForeignKey("citizen_case.id"), primary_key=True)
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("case_clock.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(index=True)
    met_at: Mapped[datetime | None]


class CaseStep(Base):
    """The paper trail: triage, hand-over to another unit or body, change of owner, and why."""

    __tablename__ = "case_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("citizen_case.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[Person]
    # opened, triaged, handed_over, asked, answered, published, unpublished, reopened, contact,
    # closed
    act: Mapped[str] = mapped_column(String(16))
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # Who took it where that is no unit of ours.
    to_body: Mapped[str | None] = mapped_column(String(200))
    why: Mapped[str | None] = mapped_column(Text)


class CaseMessage(Base):
    """What the citizen added to a case through the receipt, or was asked there; masked."""

    __tablename__ = "case_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("citizen_case.id"), index=True)
    at: Mapped[datetime]
    # Who asked; None for the citizen.
    by: Mapped[Person | None]
    # None once it was erased
    text: Mapped[str | None] = mapped_column(Text)


class CaseAnswer(Base):
    """An answer, from its draft to the citizen's verdict on it.

    The gate asks for what was found, what was done and when, and whom to call, before it may leave.
    ``revision`` moves with every change of the draft, so that two officers cannot write over each
    other.
    """

    __tablename__ = "case_answer"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("citizen_case.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    language: Mapped[str] = mapped_column(String(12))
    found: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text)
    # The day it was done, or will be.
    done_on: Mapped[date | None]
    whom_to_call: Mapped[str] = mapped_column(String(300))
    refusal: Mapped[bool]
    # May stand on the unit's public page, because it concerns many.
    public: Mapped[bool]
    revision: Mapped[int] = mapped_column(SmallInteger)
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[Person]
    # A refusal needs somebody else than its author.
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[Person | None]
    sent_at: Mapped[datetime | None]
    # The citizen's mark, 1 to 5.
    mark: Mapped[int | None] = mapped_column(SmallInteger)
    marked_at: Mapped[datetime | None]


class AnswerTemplate(Base):
    """Words to begin an answer with, by type of case and language."""

    __tablename__ = "answer_template"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    type: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
