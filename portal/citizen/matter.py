"""How a citizen's matter stands, in plain words and with its days."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from analytics.quality.casework import answers, clocks, files, receipts, steps
from analytics.quality.casework.clocks import Deadline
from analytics.quality.casework.finding import ANSWERED, ASKED, CLOSED, HANDED_OVER, OPEN
from analytics.text.responses import words_of
from surveys import contacts, days
from surveys.register import Register
from surveys.responses import Pending
from translations import day, spoken
from translations import gettext as _


def matter(connection: Connection, register: Register, case: Row[Any]) -> dict[str, Any]:
    """What ``receipt/page.html`` draws of a case; see there for the names."""
    written = steps.messages(connection, case.id)
    sent = [row for row in answers.answers(connection, case.id) if row.sent_at]
    due = _due(clocks.deadlines(connection, case.id))
    marked = sent[-1].mark if sent else None
    said = words_of(connection, case.said_unit_id, case.said_on, case.key, own=True)
    mine = sum(message.by is None for message in written)
    return {
        "matter": case.number,
        "steps": list(_steps(case, due, sent)),
        "now": _now(connection, register, case, due),
        "handed": list(_handed(connection, register, case)),
        "words": [*(word.text for word in said if word.text), *_waiting(connection, case.key)],
        "messages": [_message(message) for message in written],
        "answers": [_answer(connection, row) for row in sent],
        "may_add": receipts.may_add(case, mine),
        "may_mark": case.state == ANSWERED and marked is None,
        "may_reopen": receipts.may_reopen(case, marked),
        "may_withdraw": case.state in OPEN,
        "next_instance": _next(register, case, marked),
        "formal": case.type == "complaint",
        "contact": contacts.is_kept(connection, case.key),
        "until": day(case.forget_receipt_on) if case.forget_receipt_on else "",
    }


def _handed(connection: Connection, register: Register, case: Row[Any]) -> Iterator[dict[str, str]]:
    """To which units of the city it went, and why."""
    for line in steps.trail(connection, case.id):
        if line.act == HANDED_OVER and line.to_unit_id is not None:
            to = register.unit_names.say(line.to_unit_id, spoken())
            yield {"on": _on(line.at), "to": to, "why": line.why or ""}


def _waiting(connection: Connection, key: str) -> list[str]:
    """What the citizen wrote and is not sealed yet."""
    rows = select(Pending.comment).where(Pending.key == key, Pending.comment.is_not(None))
    return [text for text in connection.scalars(rows.order_by(Pending.kind)) if text]


def _due(found: list[Deadline]) -> date | None:
    """The last day of the answer that is still owed."""
    owed = (d.due_on for d in found if d.step in (clocks.ANSWER, clocks.COMPLEX) and not d.met_at)
    return min(owed, default=None)


def _now(connection: Connection, register: Register, case: Row[Any], due: date | None) -> list[str]:
    """One or two sentences: where the matter is, and until when."""
    if case.state == HANDED_OVER:
        to = steps.trail(connection, case.id)[-1].to_body or ""
        told = _("On %(day)s it was handed over to: %(body)s.", day=_on(case.closed_at), body=to)
        return list(filter(None, [told, case.closed_why]))
    if case.state == CLOSED:
        told = _("Your matter was closed on %(day)s.", day=_on(case.closed_at))
        return list(filter(None, [told, case.closed_why]))
    if case.state == ANSWERED:
        return [_("The office has answered. Its answer stands below.")]
    first = (
        _("The office asks you for a detail. Please write it below.")
        if case.state == ASKED
        else _("The office is working on it.")
    )
    return [first, _until(due)] if due else [first]


def _until(due: date) -> str:
    if due < days.office_day(days.now_ms()):
        return _("It should have answered by %(day)s. It is late.", day=day(due))
    return _("The office has until %(day)s to answer.", day=day(due))


def _steps(case: Row[Any], due: date | None, sent: list[Row[Any]]) -> Iterator[dict[str, str]]:
    """The way of a matter, as ``components.steps`` draws it."""
    yield _step(_("You asked for an answer"), "done", _on(case.opened_at))
    if case.reopened_at:
        yield _step(_("You asked once more"), "done", _on(case.reopened_at))
    working = case.state in OPEN
    by = _("by %(day)s", day=day(due)) if due and working else ""
    yield _step(_("The office works on it"), "now" if working else "done", by)
    answered = sent and not working
    yield _step(
        _("The answer"),
        ("now" if case.state == ANSWERED else "done") if answered else "later",
        _on(sent[-1].sent_at) if answered else "",
    )
    over = case.state in (CLOSED, HANDED_OVER)
    yield _step(_("Closed"), "done" if over else "later", _on(case.closed_at) if over else "")


def _step(words: str, state: str, note: str) -> dict[str, str]:
    return {"words": words, "state": state, "note": note}


def _message(row: Row[Any]) -> dict[str, Any]:
    return {"mine": row.by is None, "on": _on(row.at), "text": row.text}


def _answer(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    return {
        "on": _on(row.sent_at),
        "language": row.language,
        "found": row.found,
        "done": row.done,
        "done_on": day(row.done_on) if row.done_on else "",
        "ahead": bool(row.done_on and row.done_on > days.office_day(days.now_ms())),
        "whom_to_call": row.whom_to_call,
        "mark": marks().get(row.mark),
        "files": files.list_files(connection, row.id),
    }


def marks() -> dict[int, str]:
    """What may be said of an answer, by its mark."""
    return {
        answers.HELPED: _("Yes, it helped"),
        answers.PARTLY: _("In part"),
        answers.NOT: _("No"),
    }


def _next(register: Register, case: Row[Any], marked: int | None) -> str:
    """Who stands above the office; said to whom was not helped twice."""
    if not case.reopened_at or marked in (None, answers.HELPED):
        return ""
    above = register.ancestors(case.unit_id, days.office_day(days.now_ms()))
    return register.unit_names.say(above[-1] if above else case.unit_id, spoken())


def _on(at: datetime | None) -> str:
    return day(days.office_day(days.to_ms(at))) if at else ""
