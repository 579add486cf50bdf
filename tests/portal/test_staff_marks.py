"""Marked events and baselines: entered by hand, drawn, taken back, and always in the log."""

from datetime import date
from typing import Any

import pytest
from desk import Desk, read, satisfied, words
from makers import make_responses, seal
from office import CITY, WARD, Browser, token_on
from sqlalchemy import select

from analytics.quality.baselines import Baseline
from analytics.quality.watching.raising import raise_signals
from portal.staff.log import StaffLog
from surveys.database import reading

HERE = f"/staff/units/{WARD}/marks"
EVENT = {"name.vi": "Tết Ất Tỵ", "name.en": "Tết", "kind": "tet", "effect": "annotate"}
EVENT |= {"first": "2025-01-25", "through": "2025-02-02"}


def acts(desk: Desk) -> list[str]:
    with reading(desk.engine) as connection:
        return list(connection.scalars(select(StaffLog.act)))


def post(browser: Browser, path: str, **said: Any) -> Any:
    return browser.post(path, data={"_csrf_token": token_on(browser.get(HERE))} | said)


def test_an_event_is_marked_drawn_and_taken_back(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    for month in (1, 2, 3):
        desk.rate(code, satisfied(18, 20), date(2025, month, 10))
    assert post(leader, HERE, **EVENT).status_code == 303

    assert "Tết, 25 Jan 2025–2 Feb 2025" in read(leader, HERE)
    assert "Tết" in read(leader, f"/staff/units/{WARD}?period=2025-Q1")
    assert post(leader, f"{HERE}/1/remove").status_code == 303
    assert "None yet." in read(leader, HERE)
    assert [act for act in acts(desk) if "event" in act] == ["event marked", "event removed"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name.vi": " "}, "Give it a name in Vietnamese."),
        ({"first": "2025-02-30"}, "Choose the first and the last day."),
        ({"through": "2025-01-02"}, "The last day lies before the first."),
        ({"through": "2199-01-01"}, "Choose days between 1990 and a year from now."),
    ],
)
def test_an_event_that_makes_no_sense_is_told_and_kept(
    desk: Desk, leader: Browser, wrong: dict[str, str], told: str
) -> None:
    reply = post(leader, HERE, **EVENT | wrong)

    assert reply.status_code == 422
    assert told in words(reply.text)
    assert 'value="tet" selected' in reply.text
    assert "event marked" not in acts(desk)


def test_an_event_of_the_city_stands_at_every_unit_and_is_not_theirs_to_remove(
    desk: Desk, leader: Browser
) -> None:
    mayor = desk.browser(desk.hire("mai", unit=CITY))
    token = {"_csrf_token": token_on(mayor.get(f"/staff/units/{CITY}/marks"))}
    mayor.post(f"/staff/units/{CITY}/marks", data=token | EVENT)

    assert "Whole city." in read(leader, HERE)
    assert post(leader, f"{HERE}/1/remove").status_code == 403
    assert post(leader, f"{HERE}/9/remove").status_code == 404


def test_a_baseline_is_taken_anew_only_with_a_reason_and_twelve_months(
    desk: Desk, leader: Browser
) -> None:
    code = desk.touchpoint()
    for nth in range(24):
        good = 88 if nth < 12 else 70
        month = date(2023 + nth // 12, nth % 12 + 1, 10)
        make_responses(desk.engine, code, satisfied(good, 100), month)
    seal(desk.engine)
    raise_signals(desk.engine, date(2024, 1, 1))
    path, said = f"/staff/units/{WARD}/baseline", {"series": "unsatisfied", "since": "2024-01-01"}

    assert "Say why the baseline is taken anew." in words(post(leader, path, **said).text)
    late = post(leader, path, **said | {"since": "2024-05-01", "why": "New office"})
    assert "fewer than 12 whole months with answers: 8." in words(late.text)
    assert post(leader, path, **said | {"why": "The office moved."}).status_code == 303
    with reading(desk.engine) as connection:
        rows = connection.execute(
            select(Baseline.why, Baseline.centre, Baseline.replaces_id)
            .where(Baseline.indicator == "unsatisfied")
            .order_by(Baseline.id)
        ).all()
    assert [row.why for row in rows] == [None, "The office moved."]
    assert rows[1].centre == pytest.approx(0.3)
    assert rows[1].replaces_id is not None
    assert "The office moved." in read(leader, HERE)
