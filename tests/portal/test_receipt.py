"""The page behind a follow-up code: ask, read, add, mark, ask once more; and nobody else's."""

from datetime import timedelta

import pytest
from asking import Portal, tap
from casework import RECEIPT, WHOLE, answer, make_case, marks, numbers, state
from desk import words
from office import Clock
from sqlalchemy import Engine, select

from analytics.quality.cases import Case, CaseDeadline, CaseMessage
from analytics.quality.casework import keeping
from analytics.quality.casework.keeping import QUIET_DAYS
from analytics.text import desk
from analytics.text.tables import CommentReading
from portal.citizen.guesses import Guesses
from surveys import days
from surveys.contacts import KEPT_DAYS
from surveys.database import reading, writing
from surveys.responses import Comment
from surveys.sealing.verify import verify
from translations import languages

pytestmark = pytest.mark.fast

DAY = 24 * 60
PAGE = f"/t/{RECEIPT}"


def messages(engine: Engine) -> list[str | None]:
    with reading(engine) as connection:
        return list(connection.scalars(select(CaseMessage.text).order_by(CaseMessage.id)))


def rate(portal: Portal, code: str, **added: str) -> str:
    """Tap, say more; the receipt."""
    more = tap(portal, code).headers["location"]
    if added:
        portal.post(more, data=added)
    return str(more.rsplit("/", 1)[-1])


def test_a_tick_beside_the_comment_asks_for_an_answer(
    portal: Portal, code: str, engine: Engine
) -> None:
    receipt = rate(portal, code, comment="Sao lại chờ lâu?", answer="1")
    page = words(portal.get(f"/t/{receipt}").text)

    assert len(numbers(engine)) == 1
    with reading(engine) as connection:
        due = connection.scalars(select(CaseDeadline.due_on)).one()
    assert f"Hạn trả lời là hết ngày {due.day}/{due.month}/{due.year}." in page


def test_a_wish_without_a_word_is_asked_what_for(portal: Portal, code: str, engine: Engine) -> None:
    more = tap(portal, code).headers["location"]
    refused = portal.post(more, data={"answer": "1"})

    assert refused.status_code == 422
    assert "Xin viết điều ông/bà muốn cơ quan trả lời." in refused.text
    assert numbers(engine) == []


def test_before_that_the_code_leads_to_what_may_be_added(
    portal: Portal, code: str, engine: Engine
) -> None:
    receipt = rate(portal, code)
    typed = " ".join(receipt.lower().replace("0", "o").replace("1", "l"))
    lead = portal.post("/t", data={"receipt": typed})
    page = portal.get(lead.headers["location"])

    assert lead.headers["location"] == f"/t/{receipt}"
    assert f'href="/r/{code}/more/{receipt}"' in page.text
    assert (page.headers["referrer-policy"], page.headers["x-robots-tag"]) == (
        "no-referrer",
        "noindex",
    )

    empty = portal.post(f"/t/{receipt}", data={"ask": "1", "text": " \u200f "})
    asked = portal.post(f"/t/{receipt}", data={"ask": "1", "text": "Gọi 0912 345 678 😀 =1+1"})
    assert (empty.status_code, asked.status_code) == (422, 303)
    assert len(numbers(engine)) == 1


def test_the_finder_leads_to_it_too(portal: Portal) -> None:
    reply = portal.get("/", params={"q": "7k3-mq2-xwa-b4d"})
    assert (reply.status_code, reply.headers["location"]) == (303, PAGE)
    assert 'action="/t"' in portal.get("/").text


def test_the_answer_is_read_and_marked_and_the_matter_closed(
    portal: Portal, code: str, engine: Engine
) -> None:
    number = make_case(engine, code)
    assert "Chờ lâu quá" in portal.get(PAGE).text
    answer(engine, number)
    page = words(portal.get(PAGE).text)

    assert all(part in page for part in (WHOLE.found, WHOLE.done, WHOLE.whom_to_call, "2/11/2026"))
    portal.post(PAGE, data={"mark": "5"})
    assert (marks(engine), state(engine, number)) == ([5], "closed")
    # Once said, it stays.
    portal.post(PAGE, data={"mark": "1"})
    assert marks(engine) == [5]


def test_whoever_was_not_helped_asks_once_more_and_then_hears_whom_to_ask_next(
    portal: Portal, code: str, engine: Engine
) -> None:
    number = make_case(engine, code)
    answer(engine, number)
    early = portal.post(PAGE, data={"reopen": "1", "text": "Vẫn vậy"})
    portal.post(PAGE, data={"mark": "1"})
    empty = portal.post(PAGE, data={"reopen": "1", "text": ""})
    portal.post(PAGE, data={"reopen": "1", "text": "Vẫn chưa ai gọi tôi"})

    assert ("done" in early.headers["location"], empty.status_code) == (False, 422)
    assert state(engine, number) == "reopened"
    answer(engine, number)
    portal.post(PAGE, data={"mark": "3"})
    portal.post(PAGE, data={"reopen": "1", "text": "Lần nữa"})
    page = words(portal.get(PAGE).text)
    assert "Hai lần trả lời đều chưa giúp được ông/bà." in page
    assert (state(engine, number), marks(engine)) == ("answered", [1, 3])


def test_details_are_masked_and_bounded(portal: Portal, code: str, engine: Engine) -> None:
    make_case(engine, code)
    portal.post(PAGE, data={"add": "1", "text": "Số tôi 0912 345 678 <script>"})
    long = portal.post(PAGE, data={"add": "1", "text": "x" * 501})
    for turn in range(12):
        portal.post(PAGE, data={"add": "1", "text": f"lần {turn}"})

    assert long.status_code == 422
    assert messages(engine)[0] == "Số tôi [SDT] <script>"
    assert len(messages(engine)) == 10
    assert "<script>" not in portal.get(PAGE).text


def test_all_that_was_written_can_be_deleted_and_the_ledger_stays_whole(
    portal: Portal, code: str, engine: Engine
) -> None:
    number = make_case(engine, code)
    desk.read_waiting(engine)
    portal.post(PAGE, data={"add": "1", "text": "thêm"})
    portal.post(PAGE, data={"forget": "1"})

    assert (messages(engine), state(engine, number)) == ([None], "closed")
    assert "Chờ lâu" not in portal.get(PAGE).text
    with reading(engine) as connection:
        assert connection.scalars(select(Comment.text)).all() == [None]
        assert connection.scalars(select(CommentReading.folded)).all() == [""]
        assert verify(connection).ok


def test_a_matter_can_be_withdrawn(portal: Portal, code: str, engine: Engine) -> None:
    number = make_case(engine, code)
    portal.post(PAGE, data={"withdraw": "1"})
    assert state(engine, number) == "closed"


def test_whoever_withdrew_and_asks_again_is_answered_after_all(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    receipt = rate(portal, code, comment="Sao lại chờ lâu?", answer="1")
    portal.post(f"/t/{receipt}", data={"withdraw": "1"})
    clock.move(minutes=60)
    more = portal.post(f"/t/{receipt}", data={"ask": "1", "text": ""})

    (number,) = numbers(engine)
    assert (state(engine, number), more.headers["location"]) == ("new", f"/t/{receipt}?done=ask")
    assert "Hạn trả lời là hết ngày" in words(portal.get(f"/t/{receipt}").text)


def test_a_page_that_stood_open_promises_no_second_answer(
    portal: Portal, code: str, engine: Engine
) -> None:
    receipt = rate(portal, code, comment="Sao lại chờ lâu?", answer="1")
    answer(engine, *numbers(engine))
    late = portal.post(f"/t/{receipt}", data={"ask": "1", "text": ""})

    assert late.headers["location"] == f"/t/{receipt}"
    assert [state(engine, number) for number in numbers(engine)] == ["answered"]


def test_an_answer_nobody_doubts_closes_the_matter_and_later_the_code_opens_nothing(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    number = make_case(engine, code)
    answer(engine, number)
    clock.move(minutes=(QUIET_DAYS + 1) * DAY)
    with writing(engine) as connection:
        assert keeping.close_quiet_ones(connection) == 1
    last = days.office_day(days.now_ms()) + timedelta(days=KEPT_DAYS)
    assert f"{last.day}/{last.month}/{last.year}" in portal.get(PAGE).text

    clock.move(minutes=(KEPT_DAYS + 1) * DAY)
    expired, unknown = portal.get(PAGE), portal.get("/t/000000000000")
    assert (expired.status_code, unknown.status_code) == (404, 404)
    assert expired.text == unknown.text.replace("000000000000", RECEIPT)
    with writing(engine) as connection:
        assert keeping.forget_receipts(connection) == 1
        assert connection.scalars(select(Case.receipt)).all() == [None]
    assert state(engine, number) == "closed"


@pytest.mark.only("sqlite")
def test_guessing_is_told_to_wait(portal: Portal, code: str, engine: Engine) -> None:
    make_case(engine, code)
    for turn in range(Guesses.LIMIT):
        portal.get(f"/t/{turn:012d}")
    reply = portal.get(PAGE)

    assert (reply.status_code, reply.headers["retry-after"]) == (429, "900")
    assert "Xin chờ một lát" in reply.text


@pytest.mark.only("sqlite")
def test_every_language_tells_how_it_stands(portal: Portal, code: str, engine: Engine) -> None:
    answer(engine, make_case(engine, code))
    for language in languages():
        page = portal.get(f"{PAGE}?lang={language}")
        assert f'action="{PAGE}?lang={language}"' in page.text
