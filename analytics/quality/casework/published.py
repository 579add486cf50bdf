"""What of cases anybody may read: the answers that concern many."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from analytics.quality.cases import Case, CaseAnswer
from surveys import days


class PublicAnswer(NamedTuple):
    """An answer that concerns many, as anybody may read it."""

    sent_on: date
    service_id: int | None
    language: str
    found: str
    done: str
    done_on: date


def public_answers(connection: Connection, unit_id: int, limit: int = 5) -> list[PublicAnswer]:
    """Answers of a unit that its staff marked as concerning many, newest first."""
    chosen: list[Any] = [Case.service_id, CaseAnswer.sent_at, CaseAnswer.language]
    chosen += [CaseAnswer.found, CaseAnswer.done, CaseAnswer.done_on]
    rows = connection.execute(
        select(*chosen)
        .join_from(CaseAnswer, Case, Case.id == CaseAnswer.case_id)
        .where(
            Case.unit_id == unit_id,
            CaseAnswer.public.is_(True),
            CaseAnswer.refusal.is_(False),
            CaseAnswer.sent_at.is_not(None),
        )
        .order_by(CaseAnswer.sent_at.desc(), CaseAnswer.id)
        .limit(limit)
    )
    return [
        PublicAnswer(
            days.office_day(days.to_ms(row.sent_at)),
            *(row.service_id, row.language, row.found, row.done, row.done_on),
        )
        for row in rows
    ]
