"""Tablets on the staff pages: set up, given hours, let go; mistakes named, acts logged."""

from typing import Any

import pytest
from asking import Portal
from desk import words
from makers import make_touchpoint, make_unit
from office import token_on
from sqlalchemy import Engine, select
from test_staff_entry import sign_in

from portal.staff.log import StaffLog
from surveys import kiosks
from surveys.database import reading

pytestmark = pytest.mark.only("sqlite")

TABLETS = "/staff/units/phuong-thu/kiosks"


def send(portal: Portal, path: str, page: str = TABLETS, **typed: Any) -> Any:
    form = {"_csrf_token": token_on(portal.get(page))} | typed
    return portal.post(path, data=form)


def tablets(engine: Engine) -> list[kiosks.Tablet]:
    with reading(engine) as connection:
        return kiosks.list_kiosks(connection)


def set_up(portal: Portal, code: str) -> str:
    """A new tablet; the address of its page."""
    reply = send(portal, TABLETS, touchpoint=code, name="Cạnh cửa")
    assert reply.status_code == 303
    return str(reply.headers["location"])


def test_a_tablet_is_set_up_with_a_code_shown_once(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine, "leader")
    assert "Chưa có máy nào" in words(portal.get(TABLETS).text)
    where = set_up(portal, code)
    shown = send(portal, f"{where}/code", page=where)
    typed = words(shown.text).partition("Nhập mã này trên máy tính bảng ")[2][:9]

    assert f"http://127.0.0.1:8000/kiosk/{code}" in shown.text
    assert portal.post(f"/kiosk/{code}/pair", json={"code": typed}).status_code == 200
    assert "Đang hoạt động" in words(portal.get(TABLETS).text)
    assert typed not in portal.get(where).text
    with reading(engine) as connection:
        acts = list(connection.scalars(select(StaffLog.act)))
    assert acts[-2:] == ["tablet added", "tablet code given"]


def test_hours_and_interval_are_kept_and_every_mistake_named(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine, "leader")
    where = set_up(portal, code)
    right = {"name": "Quầy 2", "opens": "07:30", "closes": "17:00", "interval": "8"}
    assert send(portal, where, where, **right, days=["0", "5"]).status_code == 303
    (tablet,) = tablets(engine)
    assert (tablet.name, tablet.opens, tablet.closes) == ("Quầy 2", 450, 1020)
    assert (tablet.weekdays, tablet.interval_s) == (0b100001, 8)

    wrong = {"name": "", "opens": "17:00", "closes": "7:30", "interval": "1e3"}
    reply = send(portal, where, where, **wrong)
    assert reply.status_code == 422
    assert "Có 4 chỗ cần sửa" in words(reply.text)
    assert send(portal, where, where, **right | {"closes": ""}, days="0").status_code == 422
    assert tablets(engine) == [tablet]


def test_a_tablet_is_let_go_and_its_place_removed(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine, "leader")
    where = set_up(portal, code)
    for act in ("unpair", "remove"):
        assert send(portal, f"{where}/{act}", page=where).status_code == 303

    assert tablets(engine) == []
    assert portal.get(where).status_code == 404
    assert send(portal, TABLETS, touchpoint="000000000").status_code == 422


def test_only_leaders_and_administrators_of_the_place_set_tablets_up(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine, "leader")
    make_unit(engine, "phuong-khac")
    other = make_touchpoint(engine, "phuong-khac")
    assert portal.get("/staff/units/phuong-khac/kiosks").status_code in (403, 404)
    assert send(portal, TABLETS, touchpoint=other).status_code == 422


def test_counter_staff_set_no_tablet_up(portal: Portal, engine: Engine, code: str) -> None:
    sign_in(portal, engine)
    assert portal.get(TABLETS).status_code == 403
