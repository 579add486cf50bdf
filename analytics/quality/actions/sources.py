"""Finding what asks for a record, and freezing what it shows."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from analytics.quality.actions.opening import Source
from analytics.quality.assessment import AnnexIndicator, Assessment, AssessmentColour, SubIndicator
from analytics.quality.cases import Case
from analytics.quality.reviews import Review, ReviewDecision
from analytics.quality.signals import Signal, SignalSentence
from surveys.responses import Comment
from surveys.words import words_for
from translations import spoken


class UnknownSource(LookupError):
    """There is no such signal, comment, case, gap or decision."""


def find_source(connection: Connection, kind: str, id_: int, part: int = 0) -> Source:
    """What a record is to be opened from.

    Args:
        kind: a key of ``states.SOURCES`` but ``audit``, which needs no row.
        id_: of the signal, comment, case, assessment or decision.
        part: the sub-indicator of an assessment.

    Raises:
        UnknownSource: there is no such thing.
    """
    if kind == "assessment":
        return _gap(connection, id_, part)
    if kind not in _FIND:
        raise UnknownSource(kind)
    return _FIND[kind](connection, id_)


def _signal(connection: Connection, id_: int) -> Source:
    table = Signal.__table__
    row = connection.execute(select(table).where(table.c.id == id_)).first()
    if row is None:
        raise UnknownSource(id_)
    said = select(SignalSentence.language, SignalSentence.sentence)
    rows = connection.execute(said.where(SignalSentence.signal_id == id_))
    words = {row.language: row.sentence for row in rows}
    points = {"from": str(row.start), "to": str(row.end), "rule": row.rule, "seal": row.seal_id}
    description = words_for(words, spoken()) if words else row.subject
    evidence = {"said": words or {"vi": row.subject}} | points
    return Source("signal", row.unit_id, id_, row.service_id, description, evidence)


def _comment(connection: Connection, id_: int) -> Source:
    asked = select(Comment.unit_id, Comment.day).where(Comment.id == id_, Comment.text.is_not(None))
    row = connection.execute(asked).first()
    if row is None:
        raise UnknownSource(id_)
    # Never the text: what a citizen may have erased must not live on here.
    return Source("comment", row.unit_id, id_, evidence={"comment": id_, "day": str(row.day)})


def _case(connection: Connection, id_: int) -> Source:
    asked = select(Case.unit_id, Case.service_id, Case.number).where(Case.id == id_)
    row = connection.execute(asked).first()
    if row is None:
        raise UnknownSource(id_)
    return Source("case", row.unit_id, id_, row.service_id, evidence={"case": row.number})


def _decision(connection: Connection, id_: int) -> Source:
    asked = (
        select(
            Review.unit_id, Review.start, Review.kind, ReviewDecision.number, ReviewDecision.text
        )
        .join(Review, Review.id == ReviewDecision.review_id)
        .where(ReviewDecision.id == id_)
    )
    row = connection.execute(asked).first()
    if row is None:
        raise UnknownSource(id_)
    evidence = {"decision": row.number, "review": str(row.start), "period": row.kind}
    return Source("decision", row.unit_id, id_, description=row.text, evidence=evidence)


def _gap(connection: Connection, id_: int, part: int) -> Source:
    """A sub-indicator that is not green."""
    asked = (
        select(Assessment.unit_id, Assessment.day, AssessmentColour.colour, SubIndicator.number)
        .add_columns(AnnexIndicator.code, AssessmentColour.note)
        .join(Assessment, Assessment.id == AssessmentColour.assessment_id)
        .join(SubIndicator, SubIndicator.id == AssessmentColour.sub_indicator_id)
        .join(AnnexIndicator, AnnexIndicator.id == SubIndicator.indicator_id)
        .where(Assessment.id == id_, SubIndicator.id == part)
    )
    row = connection.execute(asked).first()
    if row is None or row.colour == "green":
        raise UnknownSource(id_)
    evidence = {"day": str(row.day), "code": f"{row.code}.{row.number}", "colour": row.colour}
    evidence["part"] = part
    return Source("assessment", row.unit_id, id_, description=row.note or "", evidence=evidence)


_FIND: dict[str, Callable[[Connection, int], Source]] = {
    "signal": _signal,
    "comment": _comment,
    "case": _case,
    "decision": _decision,
}
