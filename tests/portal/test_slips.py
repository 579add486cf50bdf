"""One-time slips: they vouch for a visit once, and never stand between a citizen and the rating."""

import asyncio
import csv
import json
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import Portal
from collecting import Collector, collecting
from desk import QUARTER, Desk, read, satisfied
from makers import make_responses, seal
from office import WARD, Browser
from serving import ticket_in
from sqlalchemy import Engine, insert, select
from test_posters import HOST, printing, read_back

from portal.__main__ import main
from surveys import days, slips, tickets
from surveys.database import reading, writing
from surveys.responses import Pending

__all__ = ["printing"]

pytestmark = pytest.mark.fast


@pytest.fixture
def collector(engine: Engine, database_url: str) -> Generator[Collector]:
    with collecting(engine, database_url) as collector:
        yield collector


def make(collector: Collector, code: str | None = None) -> str:
    where = f"/api/v1/touchpoints/{code or collector.code}/slips"
    reply = collector.portal.post(where, json={"batch": "A"}, headers=collector.headers)
    assert reply.status_code == 201, reply.text
    (made,) = reply.json()
    return str(made["slip"])


def rate(portal: Portal, code: str, slip: str, mark: int = 4) -> httpx.Response:
    """Scan a slip and tap."""
    page = portal.get(f"/r/{code}/{slip}")
    assert page.status_code == 200
    return portal.post(f"/r/{code}", data={"nonce": ticket_in(page.text), "overall": mark})


def verified(engine: Engine) -> list[int | None]:
    """The marks of verified responses, and that nothing leads from one to its slip."""
    with reading(engine) as connection:
        keys = connection.scalars(select(slips.Verified.key)).all()
        marks = select(Pending.overall).where(Pending.key.in_(keys))
        return sorted(connection.scalars(marks).all())


def test_a_slip_vouches_once(collector: Collector) -> None:
    slip = make(collector)
    first = rate(collector.portal, collector.code, slip)
    again = rate(collector.portal, collector.code, slip.lower(), mark=1)

    assert (first.status_code, again.status_code) == (303, 303)
    assert sorted(mark or 0 for _, mark in collector.stored()) == [1, 4]
    assert verified(collector.engine) == [4]
    with reading(collector.engine) as connection:
        assert [(pad.slips, pad.used) for pad in slips.list_pads(connection)] == [(1, 1)]


def test_a_slip_that_is_none_keeps_nobody_from_rating(collector: Collector) -> None:
    for slip in ("0000000000", "ABC", "không-phải", "x" * 60, "-"):
        assert rate(collector.portal, collector.code, slip).status_code == 303
    assert verified(collector.engine) == []


def test_a_slip_of_another_counter_vouches_for_nothing_here(collector: Collector) -> None:
    slip = make(collector, collector.other)
    assert rate(collector.portal, collector.code, slip).status_code == 303

    assert verified(collector.engine) == []
    assert rate(collector.portal, collector.other, slip, mark=5).status_code == 303
    assert verified(collector.engine) == [5]


def test_a_tap_that_is_sent_again_spends_one_slip(collector: Collector) -> None:
    portal, code = collector.portal, collector.code
    nonce = ticket_in(portal.get(f"/r/{code}/{make(collector)}?lang=en").text)
    form = {"nonce": nonce, "overall": 4}

    async def at_once() -> list[httpx.Response]:
        sent = (portal.client.post(f"/r/{code}", data=form) for _ in range(5))
        return list(await asyncio.gather(*sent))

    replies = portal.run(at_once)
    assert {reply.headers["location"] for reply in replies} == {replies[0].headers["location"]}
    assert verified(collector.engine) == [4]


def test_an_old_page_keeps_its_slip(collector: Collector, clock: Any) -> None:
    slip = make(collector)
    page = collector.portal.get(f"/r/{collector.code}/{slip}")
    clock.move(minutes=tickets.LIFETIME_MS / 60_000 + 1)
    form = {"nonce": ticket_in(page.text), "overall": 3}
    old = collector.portal.post(f"/r/{collector.code}", data=form)
    assert old.status_code == 410

    form = {"nonce": ticket_in(old.text), "overall": 3}
    assert collector.portal.post(f"/r/{collector.code}", data=form).status_code == 303
    assert verified(collector.engine) == [3]


@pytest.mark.only("sqlite")
def test_a_page_with_a_slip_is_as_small(collector: Collector) -> None:
    code, slip = collector.code, make(collector)
    plain, vouched = (
        collector.portal.get(where, headers={"accept-encoding": "identity"})
        for where in (f"/r/{code}", f"/r/{code}/{slip}")
    )
    assert len(vouched.content) - len(plain.content) == 1 + slips.CODE_LENGTH
    assert collector.portal.get(f"/r/{code}/more").status_code == 404


def test_slips_are_made_for_open_counters_of_the_keys_own_units(collector: Collector) -> None:
    def ask(code: str = collector.code, **body: Any) -> int:
        where = f"/api/v1/touchpoints/{code}/slips"
        return collector.portal.post(where, json=body, headers=collector.headers).status_code

    assert ask(batch="A", count=500) == 201
    assert (ask(batch="A", count=501), ask(batch="", count=1), ask(count=1)) == (400, 400, 400)
    assert ask(code="000000000", batch="A") == 404
    where = f"/api/v1/touchpoints/{collector.code}/slips"
    assert collector.portal.post(where, json={"batch": "A"}).status_code == 401


def test_a_lost_pad_is_voided(engine: Engine, collector: Collector) -> None:
    place = collector.portal.app.state.rating.register.find_place(collector.code)
    with writing(engine) as connection:
        used, lost = slips.make(connection, place.id, 2, "lost")
    rate(collector.portal, collector.code, used)
    with writing(engine) as connection:
        assert slips.void(connection, "lost") == 1
        with pytest.raises(slips.UnknownPad):
            slips.void(connection, "none")
    rate(collector.portal, collector.code, lost)
    assert verified(engine) == [4]


def test_the_leader_sees_both_figures(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    keys = make_responses(desk.engine, code, satisfied(12, 20), QUARTER)
    with writing(desk.engine) as connection:
        connection.execute(insert(slips.Verified), [{"key": key} for key in keys[8:20]])
    seal(desk.engine)

    page = read(leader, f"/staff/units/{WARD}/detail?period=2025-Q2")
    assert "With a one-time slip from the counter" in page
    assert "Those with a slip 12 ratings 33" in page


@pytest.mark.only("sqlite")
def test_a_file_of_slips_is_printed_each_with_its_own_code(
    printing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pad.csv"
    asked = ["--touchpoint", printing, "--count", "9", "--batch", "Tập 1", "--out", str(file)]
    assert main(["slips", "make", *asked]) == 0
    with file.open(encoding="utf-8-sig") as opened:
        links = [row["link"] for row in csv.DictReader(opened)]
    assert main(["posters", "--slips", str(file), "--out", str(tmp_path)]) == 0

    assert len(set(links)) == 9
    assert all(link.startswith(f"{HOST}/r/{printing}/") for link in links)
    assert sorted(read_back(tmp_path / "pad.pdf")) == sorted(links[:8])
    assert main(["slips", "void", "Tập 1"]) == 0
    assert main(["slips", "void", "Tập 2"]) == 2
    main(["slips", "list"])
    assert "9 slips are worthless now." in capsys.readouterr().out


@pytest.mark.only("sqlite")
def test_the_command_line_counts_verified_ones_alone(
    collector: Collector, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    rate(collector.portal, collector.code, make(collector), mark=5)
    rate(collector.portal, collector.code, "none", mark=1)
    out, today = tmp_path / "told.json", days.office_day(days.now_ms())
    span = ["--from", f"{today}", "--to", f"{today + timedelta(1)}"]
    asked = ["indicators", "--unit", "phuong-thu", "--verified", "--format", "json", *span]
    assert main([*asked, "--out", str(out)]) == 0

    told = json.loads(out.read_text())["series"][0]["indicators"]
    assert (told["satisfaction"]["n"], told["satisfaction"]["count"]) == (1, 1)
