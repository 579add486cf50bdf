"""Saying that nothing could be finished: one tap, counted apart from every rating."""

import pytest
from asking import Portal, stored, tap
from makers import make_responses, seal
from serving import ticket_in
from sqlalchemy import Engine, select
from ward import MAY, told

from surveys.database import reading
from surveys.responses import Pending

pytestmark = pytest.mark.fast


def refuse(portal: Portal, code: str, **fields: object):
    page = portal.get(f"/r/{code}/unfinished")
    form = {"nonce": ticket_in(page.text), "reason": "queue"} | fields
    return portal.post(f"/r/{code}/unfinished", data=form)


def said(engine: Engine) -> list[tuple[int | None, int | None]]:
    with reading(engine) as connection:
        rows = connection.execute(select(Pending.overall, Pending.unfinished)).all()
    return [(row.overall, row.unfinished) for row in rows]


def test_a_reason_is_stored_without_a_mark_and_thanked(
    portal: Portal, code: str, engine: Engine
) -> None:
    reply = refuse(portal, code)
    page = portal.get(reply.headers["location"])

    assert reply.status_code == 303
    assert said(engine) == [(None, 3)]
    assert "Phải chờ quá lâu" in page.text


def test_another_reason_from_the_same_page_amends_it(
    portal: Portal, code: str, engine: Engine
) -> None:
    nonce = ticket_in(portal.get(f"/r/{code}/unfinished").text)
    for reason in ("paper", "refused"):
        refuse(portal, code, nonce=nonce, reason=reason)

    assert said(engine) == [(None, 5)]


@pytest.mark.parametrize("fields", [{"reason": "6"}, {"reason": ""}, {"nonce": "forged"}])
def test_what_cannot_be_read_is_asked_again_on_the_same_page(
    portal: Portal, code: str, engine: Engine, fields: dict[str, str]
) -> None:
    reply = refuse(portal, code, **fields)

    assert reply.status_code == 422
    assert "name=reason" in reply.text
    assert "role=alert" in reply.text
    assert stored(engine) == []


def test_a_script_is_told_where_the_thanks_are(portal: Portal, code: str) -> None:
    minimal = {"Prefer": "return=minimal"}
    form = {"nonce": ticket_in(portal.get(f"/r/{code}").text), "overall": 4}
    reply = portal.post(f"/r/{code}", data=form, headers=minimal)

    assert reply.status_code == 201
    assert reply.headers["location"] == tap(portal, code, **form).headers["location"]


def test_it_counts_as_could_not_finish_and_in_no_satisfaction(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5, 4, 1], MAY)
    make_responses(engine, code, [None], MAY, unfinished=3)
    seal(engine)
    (month,) = told(engine, "phuong-thu").buckets

    assert month.indicators["satisfaction"].n == 3
    assert month.indicators["could_not_finish"].count == 1
