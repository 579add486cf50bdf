"""The review pack as a page: for those who review, of their own units, and noted."""

from typing import Any

import pytest
from desk import BEFORE, QUARTER, Desk, satisfied, words
from office import CITY, OTHER, WARD
from sqlalchemy import Engine, select

from portal.staff.log import StaffLog
from portal.staff.review_writing import reviews_router
from surveys.database import reading

HERE = f"/staff/units/{WARD}/review"


class Secretariat(Desk):
    """A desk with the review on it."""

    def pages(self) -> list[Any]:
        return [*super().pages(), reviews_router]


@pytest.fixture
def office(engine: Engine) -> Any:
    office = Secretariat(engine)
    yield office
    office.close()


def test_a_leader_reads_the_pack_of_a_quarter(office: Secretariat) -> None:
    code = office.touchpoint()
    office.rate(code, satisfied(80, 100), BEFORE)
    office.rate(code, satisfied(140, 160))
    page = office.browser(office.hire("lan")).get(f"{HERE}?period=2025-Q2")

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "About 88 of 100 ratings were satisfied" in words(page.text)
    assert 'value="2025-Q2" selected' in page.text


def test_without_a_period_it_is_the_newest_quarter_with_ratings(office: Secretariat) -> None:
    office.rate(office.touchpoint(), satisfied(140, 160), BEFORE)
    page = office.browser(office.hire("lan")).get(HERE)

    assert "Q4 of 2024" in page.text or "Q1 of 2025" in page.text


def test_opening_it_is_noted(office: Secretariat) -> None:
    office.rate(office.touchpoint(), satisfied(20, 40), QUARTER)
    office.browser(office.hire("lan")).get(f"{HERE}?period=2025-Q2")
    with reading(office.engine) as connection:
        what = connection.scalar(select(StaffLog.what).where(StaffLog.act == "review opened"))

    assert what == {"unit": WARD, "period": "2025-Q2", "seal": 1}


def test_the_city_reads_the_packs_of_its_units(office: Secretariat) -> None:
    browser = office.browser(office.hire("hoa", unit=CITY))

    assert browser.get(f"{HERE}?period=2025-Q2").status_code == 200
    assert browser.get(f"/staff/units/{CITY}/review?period=2025").status_code == 200


def test_another_unit_and_another_role_are_refused(office: Secretariat) -> None:
    leader = office.browser(office.hire("lan"))
    counter = office.browser(office.hire("tam", "counter"))

    assert leader.get(f"/staff/units/{OTHER}/review").status_code == 403
    assert leader.get("/staff/units/no-such-place/review").status_code == 404
    assert counter.get(HERE).status_code == 403


@pytest.mark.parametrize("period", ["2025-Q9", "x", "2999"])
def test_a_period_that_cannot_be_told_is_refused(office: Secretariat, period: str) -> None:
    browser = office.browser(office.hire("lan"))

    assert browser.get(f"{HERE}?period={period}").status_code == 422


@pytest.mark.only("sqlite")
def test_a_leader_takes_the_files_home_and_that_is_noted(office: Secretariat) -> None:
    office.rate(office.touchpoint(), satisfied(140, 160))
    browser = office.browser(office.hire("lan"))
    reply = browser.get(f"{HERE}/file/docx?period=2025-Q2&lang=en")
    with reading(office.engine) as connection:
        what = connection.scalar(select(StaffLog.what).where(StaffLog.act == "review exported"))

    assert reply.content[:2] == b"PK"
    assert reply.headers["content-disposition"].endswith(f'xem-xet-{WARD}-2025-Q2.docx"')
    assert what == {"unit": WARD, "period": "2025-Q2", "seal": 1, "format": "docx"}
    assert browser.get(f"{HERE}/file/odt?period=2025-Q2").status_code == 404
    assert browser.get(f"{HERE}/file/docx").status_code == 422
