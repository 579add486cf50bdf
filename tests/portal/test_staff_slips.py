"""One-time slips on the staff pages: made into a file once, counted, made worthless, logged."""

import csv
import io
from typing import Any

import pytest
from asking import Portal
from desk import words
from office import token_on
from serving import ticket_in
from sqlalchemy import Engine, select
from test_staff_entry import sign_in

from portal.staff.log import StaffLog
from surveys import slips
from surveys.database import reading

pytestmark = pytest.mark.only("sqlite")

PAGE = "/staff/units/phuong-thu/slips"


def send(portal: Portal, path: str = PAGE, **typed: Any) -> Any:
    return portal.post(path, data={"_csrf_token": token_on(portal.get(PAGE))} | typed)


def test_a_pad_is_made_into_a_file_once_counted_and_made_worthless(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine, "leader")
    assert "Chưa có phiếu nào" in words(portal.get(PAGE).text)
    made = send(portal, touchpoint=code, count="7", label="=Quầy 2")
    assert made.headers["content-disposition"].startswith('attachment; filename="phieu-')
    rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert {row["batch"] for row in rows} == {"'=Quầy 2"}
    assert len({row["slip"] for row in rows}) == 7
    for number, row in enumerate(rows[:5], 1):
        page = portal.get(row["link"].removeprefix("http://127.0.0.1:8000"))
        portal.post(f"/r/{code}", data={"nonce": ticket_in(page.text), "overall": 4})
        # Who was given one of the first slips, and did not rate, is not told apart.
        shown = words(portal.get(PAGE).text)
        assert ("ít hơn 5" in shown) == (number < 5)
        assert row["slip"] not in shown

    gone = send(portal, f"{PAGE}/void", label="=Quầy 2")
    assert "2 phiếu không còn giá trị" in words(portal.get(gone.headers["location"]).text)
    assert send(portal, f"{PAGE}/void", label="không có").status_code == 404
    with reading(engine) as connection:
        assert [(pad.slips, pad.used) for pad in slips.list_pads(connection)] == [(5, 5)]
        acts = list(connection.execute(select(StaffLog.act, StaffLog.what)))
    assert [tuple(act) for act in acts[-2:]] == [
        ("slips made", {"unit": "phuong-thu", "pad": "=Quầy 2", "slips": 7}),
        ("slips voided", {"unit": "phuong-thu", "pad": "=Quầy 2", "slips": 2}),
    ]


@pytest.mark.parametrize("count", ["", "0", "1001", "²", "-3", "9" * 5000])
def test_every_mistake_is_named_and_nothing_is_made(
    portal: Portal, engine: Engine, count: str
) -> None:
    sign_in(portal, engine, "leader")
    wrong = send(portal, touchpoint="000000000", count=count, label="")
    assert wrong.status_code == 422
    assert "Có 3 chỗ cần sửa" in words(wrong.text)
    with reading(engine) as connection:
        assert slips.list_pads(connection) == []


def test_counter_staff_make_none(portal: Portal, engine: Engine, code: str) -> None:
    sign_in(portal, engine)
    assert portal.get(PAGE).status_code == 403
