"""What follows the tap: additions, what is settled, and whom the page answers."""

import pytest
from asking import Portal, asking, settings_of, tap
from makers import seal
from sqlalchemy import Engine, select

from surveys import days
from surveys.database import reading
from surveys.responses import Entry, Pending

pytestmark = pytest.mark.fast

ADDITION = 2
MINIMAL = {"Prefer": "return=minimal"}


def rate(portal: Portal, code: str) -> str:
    """Tap once; the address of the page that thanks."""
    location: str = tap(portal, code).headers["location"]
    return location


def additions(engine: Engine) -> list[tuple[int | None, int | None, str | None]]:
    """Access, staff and comment of each waiting addition."""
    columns = select(Pending.access, Pending.staff, Pending.comment)
    with reading(engine) as connection:
        rows = connection.execute(columns.where(Pending.kind == ADDITION)).all()
    return [(row.access, row.staff, row.comment) for row in rows]


def test_what_is_added_is_kept_and_shown(portal: Portal, code: str, engine: Engine) -> None:
    more = rate(portal, code)
    saved = portal.post(more, data={"access": "5", "staff": "na", "comment": " Nhanh "})

    assert saved.headers["location"] == f"{more}?saved=1"
    assert additions(engine) == [(5, 0, "Nhanh")]
    assert "Nhanh" in portal.get(more).text


def test_personal_data_is_masked_before_it_is_stored(
    portal: Portal, code: str, engine: Engine
) -> None:
    portal.post(rate(portal, code), data={"comment": "Gọi 0912 345 678 nhé"})
    assert additions(engine) == [(None, None, "Gọi [SDT] nhé")]


def test_an_answer_left_blank_is_taken_back_one_not_on_the_form_stays(
    portal: Portal, code: str, engine: Engine
) -> None:
    more = rate(portal, code)
    portal.post(more, data={"access": "5", "staff": "4"})
    portal.post(more, data={"staff": ""})

    assert additions(engine) == [(5, None, None)]


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {}},
        {"data": {"access": "", "comment": "  "}},
        {"json": {"comment": "x"}},
        {"content": b"\xff\xfe=1"},
    ],
)
def test_nothing_added_is_not_said_to_be_saved(
    portal: Portal, code: str, engine: Engine, sent: dict[str, object]
) -> None:
    more = rate(portal, code)
    reply = portal.post(more, **sent)

    assert (reply.status_code, reply.headers["location"]) == (303, more)
    assert additions(engine) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("access", "6"),
        ("access", ["4", "5"]),
        ("comment", "x" * 1_000_000),
        ("service", "no-such-service"),
        ("overall", "9"),
    ],
)
def test_a_slip_is_told_beside_its_field_and_stores_nothing(
    portal: Portal, code: str, engine: Engine, field: str, value: object
) -> None:
    reply = portal.post(rate(portal, code), data={"staff": "5", field: value})

    assert reply.status_code == 422
    assert additions(engine) == []


def test_the_mark_can_be_corrected_until_it_settles(
    portal: Portal, code: str, engine: Engine
) -> None:
    portal.post(rate(portal, code), data={"overall": "1"})
    with reading(engine) as connection:
        assert connection.scalars(select(Pending.overall)).all() == [1]


def test_a_sealed_answer_stays_and_nobody_is_told_that_it_changed(
    engine: Engine, database_url: str, code: str
) -> None:
    with asking(settings_of(database_url, settle_seconds=0)) as portal:
        more = rate(portal, code)
        portal.post(more, data={"access": "3", "comment": "rất tốt"})
        seal(engine)
        again = portal.post(more, data={"access": "1", "comment": ""})
        page = portal.get(more)
        further = portal.post(more, data={"comment": "thêm một ý"})
        seal(engine)

    assert again.headers["location"] == more
    assert "(đã tính)" in page.text
    assert "đã được ghi nhận. Ông/bà có thể viết thêm" in page.text
    assert further.headers["location"].endswith("saved=1")
    with reading(engine) as connection:
        sealed = connection.scalars(select(Entry.access).where(Entry.kind == ADDITION)).all()
    assert sealed == [3, None]


@pytest.mark.parametrize("receipt", ["0" * 12, "ABC", "%00", "x" * 300])
def test_an_unknown_receipt_and_an_expired_one_look_alike(
    portal: Portal, code: str, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = rate(portal, code)
    unknown = portal.get(f"/r/{code}/more/{receipt}")
    now = days.now_ms
    monkeypatch.setattr(days, "now_ms", lambda: now() + 25 * 3_600_000)
    expired = portal.get(more)

    assert (unknown.status_code, expired.status_code) == (404, 404)
    assert main_of(unknown.text) == main_of(expired.text)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_a_receipt_opens_nothing_at_another_counter(
    portal: Portal, code: str, engine: Engine
) -> None:
    receipt = rate(portal, code).rsplit("/", 1)[-1]
    assert portal.get(f"/r/000000000/more/{receipt}").status_code == 404


def extras(engine: Engine) -> list[dict[str, object] | None]:
    with reading(engine) as connection:
        return list(connection.scalars(select(Pending.extra).where(Pending.kind == ADDITION)))


def test_reasons_are_asked_after_a_low_mark_and_of_nobody_else(portal: Portal, code: str) -> None:
    low, high = (tap(portal, code, overall=mark).headers["location"] for mark in (2, 3))

    assert "chưa hài lòng?" in portal.get(low).text
    assert "chưa hài lòng?" not in portal.get(high).text


def test_reasons_and_facts_are_kept_and_can_be_taken_back(
    portal: Portal, code: str, engine: Engine
) -> None:
    more = tap(portal, code, overall=1).headers["location"]
    portal.post(more, data={"reasons": ["", "4", "1"], "visits": "3", "on_time": "1"})
    with reading(engine) as connection:
        facts = select(Pending.visits, Pending.on_time).where(Pending.kind == ADDITION)
        assert connection.execute(facts).one() == (3, 1)
    assert extras(engine) == [{"reasons": "1 4"}]
    assert portal.get(more).text.count(" checked") >= 4

    portal.post(more, data={"reasons": ""})
    assert extras(engine) == [None]


def test_sealed_reasons_stand_in_words(engine: Engine, database_url: str, code: str) -> None:
    with asking(settings_of(database_url, settle_seconds=0)) as portal:
        more = tap(portal, code, overall=1).headers["location"]
        portal.post(more, data={"reasons": ["5"]})
        seal(engine)
        again = portal.post(more, data={"reasons": ["1"]})
        page = portal.get(more)

    assert again.headers["location"] == more
    assert "Hệ thống bị lỗi</b>" in page.text


def test_a_script_saves_without_asking_for_the_page(portal: Portal, code: str) -> None:
    reply = portal.post(rate(portal, code), data={"staff": "5"}, headers=MINIMAL)
    assert (reply.status_code, reply.text) == (204, "")


def test_the_follow_up_code_leads_to_its_page(portal: Portal, code: str) -> None:
    more = rate(portal, code)
    receipt = more.rsplit("/", 1)[-1]
    page = portal.get(more).text

    assert f'href="/t/{receipt}"' in page
    assert "-".join(receipt[at : at + 3] for at in range(0, 12, 3)) in page
    assert 'class="qr"' in page
    back = portal.get(f"/t/{receipt.lower()}")
    assert back.status_code == 200
    assert f'href="{more}"' in back.text
    assert back.headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("receipt", ["0" * 12, "ABC", "%00", "x" * 300])
def test_a_follow_up_code_that_was_never_given_looks_like_one_past_its_time(
    portal: Portal, code: str, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = rate(portal, code).rsplit("/", 1)[-1]
    unknown = portal.get(f"/t/{receipt}")
    now = days.now_ms
    monkeypatch.setattr(days, "now_ms", lambda: now() + 25 * 3_600_000)
    expired = portal.get(f"/t/{given}")

    assert (unknown.status_code, expired.status_code) == (404, 404)
    assert main_of(unknown.text) == main_of(expired.text)
