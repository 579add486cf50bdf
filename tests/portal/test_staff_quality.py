"""The pages of programme, self-assessment, objectives and sayings, as staff walk through them."""

from datetime import date
from typing import Any

import pytest
from desk import read, words
from loop import FIXED, Calendar
from office import CITY, OTHER, WARD, Browser, Office, token_on
from sqlalchemy import Engine

from analytics.quality import annex, waves
from portal.staff.actions.pages import actions_pages
from portal.staff.quality.pages import quality_pages
from portal.staff.said.pages import said_pages
from surveys.database import writing

HERE = f"/staff/units/{WARD}"
pytestmark = pytest.mark.only("sqlite")


class Room(Office):
    def pages(self) -> list[Any]:
        return [*actions_pages, *quality_pages, *said_pages]


@pytest.fixture
def room(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Any:
    Calendar(monkeypatch).put(FIXED)
    room = Room(engine)
    with writing(engine) as connection:
        annex.enter(connection)
        waves.enter_wave(connection, "pilot-2023", [WARD, OTHER])
    room.hire("minh", "officer")
    yield room
    room.close()


@pytest.fixture
def minh(room: Room) -> Browser:
    return room.browser("minh")


def send(browser: Browser, page: str, form: str = "", **said: str) -> Any:
    token = token_on(browser.get(page))
    return browser.post(form or page, data=said | {"_csrf_token": token})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_stands_before_anything_was_entered(minh: Browser, language: str) -> None:
    pages = ("quality", "actions", "objectives", "assessments", "said", "said/board")
    for page in [*(f"{HERE}/{page}" for page in pages), "/staff/programme"]:
        read(minh, f"{page}?lang={language}")


def test_a_task_is_kept_with_its_evidence_and_shown_on_the_board(room: Room, minh: Browser) -> None:
    page = f"/staff/programme/pilot-2023/{WARD}"
    first = 'tasks/1"'
    assert first in minh.get(page).text
    bad = send(minh, page, f"{page}/tasks/1", done_on="2025-06-09", evidence_link="ftp://x")
    assert bad.status_code == 422
    assert "Name the evidence" in words(bad.text)
    good = {"done_on": "2025-06-09", "evidence_title": "Minutes", "owner_name": "Minh"}
    assert send(minh, page, f"{page}/tasks/1", **good).status_code == 303
    assert send(minh, page, f"{page}/tasks", phase="2", title="Visit a ward").status_code == 303
    room.hire("dung", "officer", CITY)
    board = read(room.browser("dung"), "/staff/programme/pilot-2023")

    assert "1 of 4" in board
    assert "0 of 3" in board
    assert "Visit a ward" in read(minh, page)
    other = f"/staff/programme/pilot-2023/{OTHER}"
    assert minh.get(other).status_code == 403


def test_a_gap_becomes_an_action(minh: Browser) -> None:
    begun = send(minh, f"{HERE}/assessments", day="2025-06-09").headers["location"]
    page = minh.get(f"{begun}/1.3")
    ids = [part.split('"')[0] for part in page.text.split('id="colour-')[1:]]
    bare = send(minh, f"{begun}/1.3", **{f"colour-{ids[0]}": "red"})
    assert bare.status_code == 422
    assert "Say what is missing" in words(bare.text)
    said = {f"colour-{ids[0]}": "red", f"note-{ids[0]}": "No plan of training"}
    assert send(minh, f"{begun}/1.3", **said).status_code == 303
    board = read(minh, begun)
    assert "No plan of training" in board
    new = f"{HERE}/actions/new?assessment={begun.rpartition('/')[2]}&part={ids[0]}"
    reply = send(minh, new, f"{HERE}/actions/new", **_from(new), severity="minor")
    record = read(minh, reply.headers["location"])

    assert "Gap of a self-assessment" in record
    assert "No plan of training" in record
    again = send(minh, new, f"{HERE}/actions/new", **_from(new), severity="minor")
    assert again.status_code == 422


def _from(address: str) -> dict[str, str]:
    query = address.partition("?")[2]
    told = dict(part.split("=") for part in query.split("&"))
    return told | {"description": "No plan of training"}


def test_an_objective_is_set_and_withdrawn_for_a_reason(minh: Browser) -> None:
    page = f"{HERE}/objectives"
    said = {"indicator": "satisfaction", "target": "90", "start": "2025-07-01"}
    bad = send(minh, page, **said)
    assert bad.status_code == 422
    assert 'value="90"' in bad.text
    said |= {"through": "2025-12-31", "owner_name": "Lan", "owner_position": "Leader"}
    assert send(minh, page, **said).status_code == 303
    shown = read(minh, page)
    assert "Not begun" in shown
    assert "at least 90 of 100" in shown
    assert send(minh, page, f"{page}/1/withdraw").status_code == 422
    send(minh, page, f"{page}/1/withdraw", withdrawn_why="Another one follows")

    assert "No objective yet" in read(minh, page)


def test_what_does_not_exist_is_not_found(room: Room, minh: Browser) -> None:
    for page in ("assessments/9", "said/9", "programme/nowhere", "programme/pilot-2023/nobody"):
        assert minh.get(f"/staff/{page}").status_code == 404


def test_whoever_leads_the_whole_wave_moves_its_phases(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    Calendar(monkeypatch).put(date(2023, 3, 2))
    page = "/staff/programme/pilot-2023"
    lan, ward = (
        room.browser(room.hire(*who)) for who in (("lan", "leader", CITY), ("hoa", "officer"))
    )
    days = {f"day-{n}": f"2023-0{2 + n}-04" for n in range(1, 6)} | {"day-6": "2023-09-29"}

    assert "Move the phases" not in read(ward, page)
    assert send(ward, page, **days).status_code == 403
    assert send(lan, page, **days | {"day-2": "2023-01-04"}).status_code == 422
    assert send(lan, page, **days).status_code == 303
    assert "from 4 Apr 2023 to 3 May 2023" in read(lan, page)
