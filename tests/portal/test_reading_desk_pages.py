"""The reading desk: comments by theme, kind, look and words; what staff say of them is kept."""

import re
from typing import Any

import pytest
from desk import Desk, read
from office import CITY, OTHER, WARD, Browser, token_on
from sqlalchemy import select

from analytics.numbers.readers import ask_for, read_by
from analytics.text import desk as reader
from analytics.text import lessons
from analytics.text.corrections import quotations
from analytics.text.tables import CommentCorrection
from portal.staff.log import StaffLog
from surveys.database import reading
from surveys.days import Period, parse_period

QUARTER: Period = parse_period("2025-Q2")
HERE = f"/staff/units/{WARD}/comments"
COMMENTS = f"{HERE}?period=2025-Q2"
SAID = {
    "Cán bộ rất nhiệt tình, chu đáo": 5,
    "Chờ quá lâu, mất cả buổi": 1,
    "Cảm ơn phường, phục vụ tuyệt vời": 1,
    "Đề nghị lắp thêm ghế ngồi": 4,
    "Lô hội xanh": 3,
}


@pytest.fixture
def written(desk: Desk) -> Desk:
    code = desk.touchpoint()
    for hour, (text, mark) in enumerate(SAID.items(), 8):
        desk.rate(code, [mark], comment=text, hour=hour)
    reader.read_waiting(desk.engine)
    return desk


def shown(browser: Browser, query: str) -> list[int]:
    """Which of the comments a page shows, by their place in ``SAID``."""
    page = browser.get(f"{COMMENTS}&{query}")
    assert page.status_code == 200
    return sorted({int(number) for number in re.findall(r'id="comment-(\d+)"', page.text)})


def post(browser: Browser, path: str, status: int = 303, **form: Any) -> Any:
    token = token_on(browser.get(COMMENTS))
    reply = browser.post(path, data={"_csrf_token": token, "back": "period=2025-Q2"} | form)
    assert reply.status_code == status, reply.text
    return reply


def log(desk: Desk, act: str) -> list[dict[str, Any]]:
    with reading(desk.engine) as connection:
        return list(connection.scalars(select(StaffLog.what).where(StaffLog.act == act)))


FOUND = {
    "": [1, 2, 3, 4, 5],
    "theme=staff": [1, 3],
    "theme=time": [2],
    "kind=praise": [1, 3],
    "kind=suggestion": [4],
    "kind=none": [5],
    "look=differs": [3],
    "look=review": [3, 5],
    "look=corrected": [],
    "words=nhiet+tinh": [1],
    "words=NHIỆT": [1],
    "words=buoi+cho": [2],
    "words=hiet": [],
    "theme=nothing&kind=1&look=x": [1, 2, 3, 4, 5],
}


def test_comments_are_found_by_what_they_say(written: Desk, leader: Browser) -> None:
    assert {query: shown(leader, query) for query in FOUND} == FOUND


@pytest.mark.parametrize("words", ["%25_", "%22", "(", "%F0%9F%98%80"])
def test_words_without_letters_are_not_searched_for_and_the_page_says_so(
    written: Desk, leader: Browser, words: str
) -> None:
    page = leader.get(f"{COMMENTS}&words={words}")

    assert page.status_code == 422
    wrong = re.search(r'<span class="wrong" id="words-wrong">(.*?)</span>', page.text)
    assert wrong
    assert wrong[1] == "Nothing was searched for: type letters or digits."
    assert page.text.count('id="comment-') == len(SAID)


def test_the_words_that_drove_a_verdict_are_marked(written: Desk, leader: Browser) -> None:
    page = leader.get(f"{COMMENTS}&theme=staff").text

    assert '<mark class="praise">nhiệt tình</mark>' in page
    assert "The mark and the words differ." in page


def test_a_correction_counts_instead_of_the_reading(written: Desk, leader: Browser) -> None:
    reply = post(leader, f"{HERE}/3/meaning", kind="complaint", themes=["staff", "nothing"])

    assert reply.headers["location"] == f"{COMMENTS}#comment-3"
    assert shown(leader, "kind=praise") == [1]
    assert shown(leader, "kind=complaint") == [2, 3]
    assert shown(leader, "look=corrected") == [3]
    assert shown(leader, "look=review") == [5]
    assert log(written, "comment corrected")[0]["comment"] == 3
    post(leader, f"{HERE}/3/meaning", kind="praise")
    assert shown(leader, "kind=praise") == [1, 3]
    with reading(written.engine) as connection:
        kept = connection.execute(select(CommentCorrection.themes, CommentCorrection.by)).all()
    assert [tuple(row) for row in kept] == [(["staff"], "lan"), ([], "lan")]


def test_a_correction_is_taken_back_and_all_is_kept(written: Desk, leader: Browser) -> None:
    before = shown(leader, "kind=praise")
    post(leader, f"{HERE}/3/meaning", kind="complaint", themes=["staff"])
    assert "Take the correction back" in leader.get(f"{COMMENTS}&look=corrected").text
    post(leader, f"{HERE}/3/as-read")

    assert shown(leader, "kind=praise") == before
    assert shown(leader, "look=corrected") == []
    assert "Take the correction back" not in leader.get(COMMENTS).text
    assert log(written, "correction taken back") == [{"unit": WARD, "comment": 3}]
    with reading(written.engine) as connection:
        said = connection.scalars(select(CommentCorrection.kind)).all()
    assert list(said) == ["complaint", None]


def test_quotations_are_chosen_and_taken_back(written: Desk, leader: Browser) -> None:
    for _twice in range(2):
        post(leader, f"{HERE}/1/quotation", quoted="yes")
    register = written.app.state.rating.register
    unit = (register.find_unit(WARD),)
    ask = read_by("staff", ask_for(register, unit, "own", QUARTER.start, QUARTER.end))
    with reading(written.engine) as connection:
        assert [one.id for one in quotations(connection, ask)] == [1]
    assert shown(leader, "look=quoted") == [1]
    post(leader, f"{HERE}/1/quotation")

    assert shown(leader, "look=quoted") == []


def test_only_what_is_there_can_be_corrected(written: Desk, leader: Browser) -> None:
    post(leader, f"{HERE}/99/meaning", 404, kind="praise")
    post(leader, f"{HERE}/1/meaning", 422, kind="good")
    post(leader, f"/staff/units/{OTHER}/comments/1/meaning", 403, kind="praise")


def test_another_unit_cannot_correct_it_under_its_own_name(written: Desk) -> None:
    written.hire("Sen", unit=OTHER)
    stranger = written.browser("Sen")
    there = f"/staff/units/{OTHER}/comments"
    token = token_on(stranger.get(f"{there}?period=2025-Q2"))
    form = {"_csrf_token": token, "kind": "praise"}

    assert stranger.post(f"{there}/1/meaning", data=form).status_code == 404


def test_the_city_corrects_what_was_said_in_a_ward(written: Desk) -> None:
    written.hire("Hải", unit=CITY)
    city = written.browser("Hải")
    token = token_on(city.get(f"/staff/units/{CITY}/comments?period=2025-Q2"))
    path = f"/staff/units/{CITY}/comments/1/meaning"

    assert city.post(path, data={"_csrf_token": token, "kind": "none"}).status_code == 303


def test_an_auditor_reads_and_changes_nothing(written: Desk) -> None:
    written.hire("Tín", "auditor")
    auditor = written.browser("Tín")
    token = token_on(auditor.get(COMMENTS))

    assert "Correct this" not in read(auditor, COMMENTS)
    form = {"_csrf_token": token, "kind": "praise"}
    assert auditor.post(f"{HERE}/1/meaning", data=form).status_code == 403


def test_the_card_of_the_reader_tells_how_well_it_reads(written: Desk, leader: Browser) -> None:
    before = read(leader, "/staff/reader")
    lessons.study(written.engine)
    page = read(leader, "/staff/reader")

    assert "Not tried yet" in before
    assert "nothing, the list alone" in page
    assert "There are too few comments to learn from." in page
    assert re.search(r"Read as they were meant \d+% \(\d+% to \d+%\)", page)
