"""Cases for tests: a comment of a past day, and the case that was opened for it."""

from datetime import date
from typing import Any

from desk import Desk
from makers import load, make_responses, seal
from office import Browser, token_on
from sqlalchemy import Connection, Engine, Row, select

from analytics.quality.cases import Case, CaseAnswer
from analytics.quality.casework import answers
from analytics.quality.casework.finding import find_case
from analytics.quality.casework.gate import Draft
from analytics.quality.casework.opening import Beginning, open_case
from portal.staff.cases.pages import case_pages
from surveys import additions
from surveys.database import reading, writing

RECEIPT = "7K3MQ2XWAB4D"
SAID_ON = date(2025, 5, 14)
WHOLE = Draft(
    language="vi",
    found="Hôm đó người chờ nhiều hơn số quầy mở.",
    done="Chúng tôi mở thêm một quầy vào buổi sáng.",
    done_on=date(2026, 11, 2),
    whom_to_call="Bà Nguyễn Thị Lan, Phó Chủ tịch, 0225 3747 474",
)


FORM = {
    "found": WHOLE.found,
    "done": WHOLE.done,
    "done_on": "2026-11-02",
    "whom_to_call": WHOLE.whom_to_call,
    "language": "vi",
}


class Cases(Desk):
    def pages(self) -> list[object]:
        return [*super().pages(), *case_pages]


def send(browser: Browser, number: str, act: str, **fields: str) -> int:
    """Send a form of a case's page; the status."""
    page = f"/staff/cases/{number}"
    token = {"_csrf_token": token_on(browser.get(page))}
    status: int = browser.post(f"{page}/{act}", data=token | fields).status_code
    return status


def make_case(
    engine: Engine, code: str, comment: str = "Chờ lâu quá", receipt: str | None = RECEIPT
) -> str:
    """A case about a sealed comment at a touchpoint; its number."""
    (key,) = make_responses(engine, code, [2], SAID_ON, comment=comment)
    seal(engine)
    register = load(engine)
    begun = Beginning(
        key=key,
        unit_id=register.find_place(code).unit_id,
        day=SAID_ON,
        service_id=None,
        locale="vi",
        receipt=additions.hash_of(receipt) if receipt else None,
    )
    with writing(engine) as connection:
        return open_case(connection, begun)


def row(connection: Connection, number: str) -> Row[Any]:
    return find_case(connection, number, hold=True)


def answer(engine: Engine, number: str, draft: Draft = WHOLE, by: str = "lan, Leader") -> None:
    """Draft an answer and send it."""
    with writing(engine) as connection:
        kept = answers.save_draft(connection, row(connection, number), draft, by, 0)
        heard = answers.last_heard(connection, kept.case_id)
        answers.send(
            connection, row(connection, number), "mai, Leader", kept.revision, heard, person="mai"
        )


def state(engine: Engine, number: str) -> str:
    with reading(engine) as connection:
        return str(find_case(connection, number).state)


def marks(engine: Engine) -> list[int | None]:
    with reading(engine) as connection:
        return list(connection.scalars(select(CaseAnswer.mark).order_by(CaseAnswer.id)))


def numbers(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(select(Case.number).order_by(Case.id)))
