"""The tablet at the counter: paired by a code, heard of, and bringing answers in by its bearer."""

from collections.abc import Generator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from collecting import Collector, collecting
from office import Clock
from sqlalchemy import Engine, select

from surveys import days, kiosks, pairing, screening, silence
from surveys.database import reading, writing
from surveys.responses import CHANNELS, Pending

pytestmark = pytest.mark.fast

REPORT = {"version": "abc-1", "queued": 2, "refused": 0, "battery": 71, "charging": False}


class Stand:
    """A place for a tablet at the first touchpoint of a portal."""

    def __init__(self, collector: Collector) -> None:
        self.collector, self.engine = collector, collector.engine
        self.code = collector.code
        place = collector.portal.app.state.rating.register.find_place(self.code)
        with writing(self.engine) as connection:
            self.id = kiosks.add_kiosk(connection, place.id, "Cạnh cửa")

    def offer(self) -> str:
        with writing(self.engine) as connection:
            return pairing.offer_code(connection, self.id)

    def pair(self, typed: str, code: str | None = None) -> httpx.Response:
        where = f"/kiosk/{code or self.code}/pair"
        return self.collector.portal.post(where, json={"code": typed})

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.pair(self.offer()).json()['token']}"}

    def tell(self, headers: dict[str, str], **report: Any) -> httpx.Response:
        where = f"/kiosk/{self.code}/state"
        return self.collector.portal.post(where, json=REPORT | report, headers=headers)

    def tablet(self) -> kiosks.Tablet:
        with reading(self.engine) as connection:
            (tablet,) = kiosks.list_kiosks(connection)
        return tablet


@pytest.fixture
def stand(engine: Engine, database_url: str) -> Generator[Stand]:
    with collecting(engine, database_url) as collector:
        yield Stand(collector)


def test_a_code_pairs_one_tablet_however_it_is_typed(stand: Stand) -> None:
    code = stand.offer()
    paired = stand.pair(f" {code[:4].lower()}-{code[4:]}")

    assert (paired.status_code, paired.json()["state"]) == (200, "open")
    assert paired.json()["token"].startswith("hk_")
    assert stand.pair(code).status_code == 422
    assert stand.tablet().paired_at


def test_a_code_is_good_for_its_counter_and_for_minutes(stand: Stand, clock: Clock) -> None:
    code = stand.offer()
    assert stand.pair(code, code=stand.collector.other).status_code == 422
    assert stand.pair("").status_code == 422

    clock.move(minutes=16)
    assert stand.pair(code).status_code == 422


def test_a_tablet_brings_answers_in_as_a_kiosk_for_its_counter_alone(stand: Stand) -> None:
    headers, given = stand.bearer(), days.now_ms() - 60_000
    member = {"key": "1", "overall": 2, "q.reasons": "1 3", "given_at": given, "channel": "qr"}
    answer = stand.collector.send([member, {"key": "2", "q.unfinished": 3}], headers=headers)
    other = stand.collector.send([member], code=stand.collector.other, headers=headers)

    assert (answer.status_code, other.status_code) == (201, 403)
    with reading(stand.engine) as connection:
        rows = connection.execute(select(Pending.__table__).order_by(Pending.key)).all()
    assert [(r.channel, r.overall, r.unfinished) for r in rows] == [
        (CHANNELS["kiosk"], 2, None),
        (CHANNELS["kiosk"], None, 3),
    ]
    assert (rows[0].given_ms, rows[0].extra) == (given, {"reasons": "1 3"})
    assert stand.tablet().delivered_at


def test_five_hundred_kept_answers_arrive_at_once_and_once(stand: Stand) -> None:
    headers = stand.bearer()
    kept = [{"key": f"{n:032x}", "overall": n % 5 + 1} for n in range(500)]
    first = stand.collector.send(kept, headers=headers)
    # The answer to the first was lost on the way.
    again = stand.collector.send(kept, headers=headers)

    assert {one["status"] for one in first.json()} == {"stored"}
    assert {one["status"] for one in again.json()} == {"known"}
    assert len(stand.collector.stored()) == 500


@pytest.mark.only("sqlite")
def test_what_a_hand_drummed_on_a_tablet_is_doubted_by_the_times_it_was_given(stand: Stand) -> None:
    headers, start = stand.bearer(), days.now_ms() - 3_600_000
    drummed = [{"key": f"{n:032x}", "overall": 5, "given_at": start + 3_000 * n} for n in range(20)]
    people = [
        {"key": f"{n:032x}", "overall": 5, "given_at": start + 40_000 * n} for n in range(30, 60)
    ]
    # All at once, hours later, the newest first; and once more, for the answer was lost.
    for _ in range(2):
        assert stand.collector.send([*people, *drummed][::-1], headers=headers).status_code == 201

    with reading(stand.engine) as connection:
        flags = list(connection.scalars(select(Pending.flags).order_by(Pending.given_ms)))
    assert flags == [0] * 14 + [screening.RUN] * 6 + [0] * 30


def test_a_time_that_is_yet_to_come_is_refused(stand: Stand) -> None:
    member = {"key": "1", "overall": 5, "given_at": days.now_ms() + 3_600_000}
    (told,) = stand.collector.send([member], headers=stand.bearer()).json()

    assert told["problem"]["errors"][0]["reason"] == "future"


def test_a_tablet_tells_of_itself_and_learns_how_to_behave(stand: Stand) -> None:
    headers = stand.bearer()
    with writing(stand.engine) as connection:
        kiosks.change(connection, stand.id, opens=450, closes=1020, interval_s=9)
    told = stand.tell(headers)

    behave = {name: told.json()[name] for name in ("opens", "closes", "weekdays", "interval_s")}
    assert behave == {"opens": 450, "closes": 1020, "weekdays": 31, "interval_s": 9}
    assert abs(told.json()["now_ms"] - days.now_ms()) < 10_000
    tablet = stand.tablet()
    assert (tablet.battery, tablet.charging, tablet.queued) == (71, False, 2)
    assert stand.tell(headers, battery=101).status_code == 400


def test_whoever_is_unpaired_or_replaced_is_nobody(stand: Stand) -> None:
    first, second = stand.bearer(), stand.bearer()
    assert (stand.tell(first).status_code, stand.tell(second).status_code) == (401, 200)

    with writing(stand.engine) as connection:
        pairing.unpair(connection, stand.id)
    assert stand.tell(second).status_code == 401
    assert stand.collector.send([{"key": "1", "overall": 5}], headers=second).status_code == 401


def test_a_key_is_no_tablet(stand: Stand) -> None:
    assert stand.tell(stand.collector.headers).status_code == 401
    assert stand.tell({}).status_code == 401


@pytest.mark.only("sqlite")
def test_silence_is_told_from_sleep(stand: Stand, clock: Clock) -> None:
    stand.bearer()
    with writing(stand.engine) as connection:
        every = {"opens": 0, "closes": 1440, "weekdays": kiosks.EVERY_DAY}
        kiosks.change(connection, stand.id, **every)
    now = days.now_ms()
    later = now + int(timedelta(minutes=16) / timedelta(milliseconds=1))

    assert stand.tablet().state(now) == "alive"
    assert stand.tablet().state(later) == "away"
    clock.move(minutes=16)
    with reading(stand.engine) as connection:
        assert [tablet.name for tablet in silence.silent_tablets(connection, clock())] == [
            "Cạnh cửa"
        ]
    assert stand.tablet()._replace(weekdays=0).state(later) == "asleep"
    assert stand.tablet()._replace(paired_at=None).state(later) == "unpaired"


@pytest.mark.only("sqlite")
def test_a_page_of_no_tablet_explains_and_shows_where_to_rate(stand: Stand) -> None:
    page = stand.collector.portal.get(f"/kiosk/{stand.code.lower()}")
    worker = stand.collector.portal.get("/kiosk/sw.js")

    assert page.status_code == 200
    assert f'href="/r/{stand.code}"' in page.text
    assert page.headers["x-robots-tag"] == "noindex"
    assert worker.headers["content-type"].startswith("text/javascript")
    assert stand.collector.portal.get("/kiosk/000000000").status_code == 404
