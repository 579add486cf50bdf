"""The administrator's page of who is told: entered, tried out, ended; each act in the log."""

from typing import Any

import pytest
from desk import read, words
from office import CITY, OTHER, WARD, Browser, Office, token_on
from sqlalchemy import Engine, select

from portal.reaching.tables import Addressee, Delivery
from portal.staff.log import StaffLog
from portal.staff.notices import notices_router
from surveys.database import reading

HERE = "/staff/notices"
BINH = {"unit": WARD, "kind": "mail", "name": "Trần Văn Bình", "target": "binh@example.vn"}
BINH |= {"language": "vi", "told": "both"}


class House(Office):
    def pages(self) -> list[Any]:
        return [notices_router]


@pytest.fixture
def house(engine: Engine) -> Any:
    house = House(engine)
    yield house
    house.close()


@pytest.fixture
def admin(house: House) -> Browser:
    return house.browser(house.hire("quan", "admin"))


def send(browser: Browser, form: str = "", **said: str) -> Any:
    token = token_on(browser.get(HERE))
    return browser.post(HERE + form, data=said | {"_csrf_token": token})


def test_somebody_is_entered_tried_out_and_ended(house: House, admin: Browser) -> None:
    assert "Nobody is told yet" in read(admin, HERE)
    assert send(admin, **BINH).status_code == 303
    assert "binh@example.vn" in read(admin, HERE)
    assert send(admin, "/1/test").headers["location"] == f"{HERE}?done=tested"
    assert "Trần Văn Bình Một tin thử của Hài Lòng on its way" in read(admin, HERE)
    assert send(admin, "/1/end").status_code == 303

    assert "Nobody is told yet" in read(admin, HERE)
    with reading(house.engine) as connection:
        assert connection.scalar(select(Delivery.settled_at)) is not None
        acts = list(connection.scalars(select(StaffLog.act).where(StaffLog.act.like("addressee%"))))
    assert acts == ["addressee added", "addressee tested", "addressee ended"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"target": "binh"}, "This is no e-mail address."),
        ({"kind": "webhook", "target": "https://10.1.2.3/x"}, "This host is on a private network"),
        ({"kind": "webhook", "target": "http://example.vn/"}, "Only https"),
        ({"name": " "}, "Name the person or the system"),
        ({"unit": OTHER}, "Choose a unit."),
        ({"language": "xx"}, "The portal does not speak this language."),
    ],
)
def test_what_cannot_be_told_is_said_beside_its_field(
    house: House, admin: Browser, wrong: dict[str, str], told: str
) -> None:
    reply = send(admin, **BINH | wrong)

    assert reply.status_code == 422
    assert told in words(reply.text)
    with reading(house.engine) as connection:
        assert connection.scalar(select(Addressee.id)) is None


def test_a_webhook_s_secret_is_shown_and_that_is_noted(house: House, admin: Browser) -> None:
    reply = send(admin, **BINH | {"kind": "webhook", "target": "https://example.vn/hook"})
    page = read(admin, reply.headers["location"])

    assert "Its signatures are checked with this secret" in page
    with reading(house.engine) as connection:
        acts = list(connection.scalars(select(StaffLog.act)))
    assert acts[-1] == "webhook secret shown"


def test_who_is_told_elsewhere_is_out_of_reach(house: House, admin: Browser) -> None:
    city = house.browser(house.hire("thanh", "admin", unit=CITY))
    send(city, **BINH | {"unit": OTHER})

    assert "binh@example.vn" not in read(admin, HERE)
    assert send(admin, "/1/end").status_code == 404
    assert send(admin, "/1/test").status_code == 404
    assert admin.get(f"{HERE}?secret=1").status_code == 404
    assert house.browser(house.hire("lan")).get(HERE).status_code == 403
