"""Forms typed in by staff: durable before they are called saved, once each, kept apart."""

from datetime import timedelta
from typing import Any

import pytest
from asking import Portal
from office import BY, CHOSEN, token_on
from sqlalchemy import Engine, select

from portal.staff import appointments
from portal.staff.log import StaffLog
from surveys import days, register
from surveys.database import reading, writing
from surveys.responses import CHANNELS, Pending

pytestmark = pytest.mark.only("sqlite")

ENTRY = "/staff/units/phuong-thu/entry"


def sign_in(portal: Portal, engine: Engine, role: Any = "counter") -> None:
    with writing(engine) as connection:
        unit_id = register.load(connection).find_unit("phuong-thu")
        appointments.add_account(connection, "hoa", role, unit_id, CHOSEN, BY)
        connection.exec_driver_sql("UPDATE staff_account SET must_change = 0")
    token = token_on(portal.get("/staff/sign-in"))
    form = {"name": "hoa", "password": CHOSEN.text, "_csrf_token": token}
    assert portal.post("/staff/sign-in", data=form).status_code == 303


def form_of(portal: Portal, code: str, **typed: str) -> dict[str, str]:
    page = portal.get(ENTRY)
    key = page.text.partition('name="key" value="')[2][:32]
    plain = {"_csrf_token": token_on(page), "key": key, "touchpoint": code}
    return plain | {"channel": "paper", "day": "", "q.overall": "4"} | typed


def stored(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(Pending.__table__).order_by(Pending.id)))


def test_a_form_is_saved_and_the_next_keeps_channel_and_day(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine)
    day = days.office_day(days.now_ms()) - timedelta(days=2)
    typed = {"q.access": "0", "q.staff": "5", "q.comment": "Gọi 0912345678"}
    reply = portal.post(ENTRY, data=form_of(portal, code, day=str(day), channel="phone", **typed))
    following = portal.get(reply.headers["location"]).text
    (row,) = stored(engine)

    assert (row.overall, row.access, row.staff, row.day) == (4, 0, 5, day)
    assert row.channel == CHANNELS["phone"]
    assert "0912345678" not in row.comment
    assert "Đã lưu." in following
    assert '<option value="phone" selected>' in following
    assert f'value="{day}"' in following


def test_a_form_sent_twice_is_one_response_and_one_line_in_the_log(
    portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine, "leader")
    form = form_of(portal, code, channel="assisted")
    portal.post(ENTRY, data=form)
    again = portal.post(ENTRY, data=form)

    assert [row.channel for row in stored(engine)] == [CHANNELS["assisted"]]
    assert "saved=known" in again.headers["location"]
    with reading(engine) as connection:
        acts = list(connection.scalars(select(StaffLog.act)))
    assert acts.count("response entered") == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"q.overall": "6"}, "một trong các số ghi cạnh câu hỏi"),
        ({"q.overall": ""}, "ít nhất một câu trả lời"),
        ({"day": "2999-01-01"}, "không muộn hơn hôm nay"),
        ({"touchpoint": "000000000"}, "một quầy đang mở"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    wrong: dict[str, str], told: str, portal: Portal, engine: Engine, code: str
) -> None:
    sign_in(portal, engine)
    form = form_of(portal, code, **{"q.comment": "Chờ lâu"} | wrong)
    form |= {} if wrong != {"q.overall": ""} else {"q.comment": ""}
    reply = portal.post(ENTRY, data=form)

    assert reply.status_code == 422
    assert told in reply.text
    assert form["key"] in reply.text
    assert stored(engine) == []


def test_a_form_of_another_page_is_refused(portal: Portal, engine: Engine, code: str) -> None:
    sign_in(portal, engine)
    form = form_of(portal, code) | {"_csrf_token": "invented"}

    assert portal.post(ENTRY, data=form).status_code == 403
    assert stored(engine) == []


def test_an_auditor_types_nothing_in_and_the_script_asks_the_survey(
    portal: Portal, engine: Engine
) -> None:
    sign_in(portal, engine, "auditor")
    assert portal.get(ENTRY).status_code == 403
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE staff_account SET role = 'counter'")

    assert "Ông/bà hài lòng thế nào" in portal.get(ENTRY.replace("entry", "script")).text
