"""What a series tells, whatever it was read from: cells, rows or what is not sealed yet."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, event, insert, select, update

from analytics.numbers.asks import TooManyDays
from analytics.numbers.gathering import gather
from analytics.numbers.readers import EmptyRange, UnknownSeal, ask_for
from analytics.numbers.series import Series, by_service, received_today, series
from surveys import days
from surveys.counts import ADDITION, EXCLUSION, FACTORS
from surveys.database import reading, writing
from surveys.register import UnknownService, UnknownUnit
from surveys.responses import ITEMS, SAID, Entry, Import, Pending, Volume
from surveys.sealing.ledger import Earlier, Line
from surveys.sealing.sealer import append, last_seal
from surveys.services import Service, ServiceCode, ServiceGroup

MAY = date(2023, 5, 1)
JUNE = date(2023, 6, 1)


@pytest.fixture
def code(engine: Engine) -> str:
    """A counter of a ward of the city."""
    make_unit(engine, "city", kind="city")
    make_unit(engine, "ward", parent="city")
    return make_touchpoint(engine, "ward")


@pytest.fixture
def services(engine: Engine) -> list[int]:
    """Two services of two groups."""
    with writing(engine) as connection:
        for group in (1, 2):
            connection.execute(
                insert(ServiceGroup).values(id=group, slug=f"group-{group}", position=group)
            )
            common = {"domain": "d", "agency": "a", "general": False, "group_id": group}
            connection.execute(insert(Service).values(id=group, slug=f"service-{group}", **common))
        code = {"service_id": 2, "code": "1.000200", "valid_from": MAY}
        connection.execute(insert(ServiceCode).values(**code))
    return [1, 2]


def told(engine: Engine, unit: str = "ward", start: date = MAY, end: date = JUNE, **ask: Any):
    with reading(engine) as connection:
        return series(connection, load(engine), unit, start, end, **ask)


def add(engine: Engine, key: str, table: Any = Pending, **said: Any) -> None:
    """What the citizen of a response adds to it, waiting."""
    with writing(engine) as connection:
        of = connection.execute(select(table.__table__).where(table.key == key)).first()
        assert of is not None
        fresh = {name: getattr(of, name) for name in SAID} | dict.fromkeys(ITEMS)
        fresh |= {"kind": ADDITION, "service_id": None, "settles_ms": 0, "flags": 0}
        connection.execute(insert(Pending).values(**fresh | said))


def exclude(engine: Engine, key: str) -> None:
    """Take a sealed response back, as a block of its own."""
    with writing(engine) as connection:
        entry = connection.execute(select(Entry.__table__).where(Entry.key == key)).one()
        last = last_seal(connection)
        stated = entry._asdict() | {"kind": EXCLUSION, "sign": -1, "id": last.last_id + 1}
        del stated["seal_id"]
        append(connection, [Line(stated)], Earlier(), last)


def counts(found: Series) -> list[tuple[int, ...]]:
    return [bucket.counts.values for bucket in found.buckets]


def test_a_unit_of_160_ratings_tells_its_share_and_interval(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 100 + [4] * 40 + [3] * 15 + [1] * 5, MAY)

    found = told(engine).buckets[0].indicators["satisfaction"]

    assert found.value == 0.875
    assert (found.low, found.high) == (
        pytest.approx(0.81481, abs=5e-6),
        pytest.approx(0.917605, abs=5e-7),
    )
    assert (found.n, found.count, found.verdict) == (160, 140, "ok")


def test_every_bucket_is_present_also_where_nobody_answered(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5, 2], date(2023, 5, 17))

    found = told(engine, start=date(2023, 4, 15), end=date(2023, 7, 2), bucket="month")

    assert [b.period.start for b in found.buckets] == [
        date(2023, 4, 15),
        MAY,
        JUNE,
        date(2023, 7, 1),
    ]
    assert [sum(b.counts.marks) for b in found.buckets] == [0, 2, 0, 0]
    assert found.buckets[0].indicators["satisfaction"].verdict == "none"


@pytest.mark.parametrize("bucket", [None, "day", "week", "month", "quarter", "year"])
def test_buckets_of_any_kind_add_up_to_the_range(
    engine: Engine, code: str, bucket: days.Kind | None
) -> None:
    for day in (date(2022, 12, 31), date(2023, 1, 1), MAY, date(2023, 5, 7), date(2023, 5, 8)):
        make_responses(engine, code, [5], day)
    seal(engine)

    found = told(engine, start=date(2022, 12, 26), end=date(2023, 5, 9), bucket=bucket)

    assert sum(b.counts["responses"] for b in found.buckets) == 5


def test_the_tree_holds_what_was_said_below(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5, 5], MAY)
    seal(engine)
    make_responses(engine, code, [4], MAY)

    assert told(engine, "city").buckets[0].counts["responses"] == 0
    assert told(engine, "city", scope="tree").buckets[0].counts["responses"] == 3
    assert told(engine, "ward", scope="tree").buckets[0].counts["responses"] == 3


def test_assisted_never_counts_in_the_headline_and_doubted_does(engine: Engine, code: str) -> None:
    make_responses(engine, code, [1] * 3, MAY, channel="assisted")
    make_responses(engine, code, [5] * 2, MAY, channel="paper")
    make_responses(engine, code, [2], MAY, flags=1)

    for _ in ("waiting", "sealed"):
        bucket = told(engine).buckets[0]
        assert sum(bucket.counts.marks) == 3
        assert bucket.satisfaction_unflagged.value == 1
        assert told(engine, channel="assisted").buckets[0].counts["o1"] == 3
        seal(engine)


def test_one_exact_channel_is_read_from_rows(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 2, MAY, channel="qr")
    seal(engine)
    make_responses(engine, code, [5] * 3, MAY, channel="web")
    make_responses(engine, code, [5] * 4, MAY, channel="kiosk")

    read = {name: told(engine, channel=name) for name in ("qr", "web", "kiosk")}

    assert {name: found.source for name, found in read.items()} == {
        "qr": "rows",
        "web": "rows",
        "kiosk": "cells",
    }
    assert [found.buckets[0].counts["responses"] for found in read.values()] == [2, 3, 4]


def test_rows_of_too_many_days_are_refused(engine: Engine, code: str) -> None:
    with pytest.raises(TooManyDays):
        told(engine, end=MAY + timedelta(days=401), channel="qr")
    assert told(engine, end=MAY + timedelta(days=400), channel="qr").source == "rows"


def test_a_service_is_read_by_months_from_cells_and_by_days_from_rows(
    engine: Engine, code: str, services: list[int]
) -> None:
    for day in (date(2023, 4, 30), MAY, date(2023, 5, 31), JUNE):
        make_responses(engine, code, [5], day, service_id=2)
        make_responses(engine, code, [1], day, service_id=1)
        make_responses(engine, code, [1], day)
    seal(engine)

    by_month = told(engine, service="service-2", bucket="month")
    by_week = told(engine, service="1.000200", bucket="week")
    free = told(engine, start=date(2023, 4, 30), end=date(2023, 6, 2), service="service-2")

    assert (by_month.source, by_week.source, free.source) == ("cells", "rows", "rows")
    assert [b.counts["o5"] for b in by_month.buckets] == [2]
    assert [b.counts["o5"] for b in by_week.buckets] == [1, 0, 0, 0, 1]
    assert [b.counts["responses"] for b in free.buckets] == [4]


def test_the_ragged_ends_of_a_long_range_by_service_are_read_from_rows(
    engine: Engine, code: str, services: list[int]
) -> None:
    inside = (date(2020, 1, 15), date(2021, 6, 1), date(2023, 5, 14))
    for day in (date(2020, 1, 14), *inside, date(2023, 5, 15)):
        make_responses(engine, code, [5], day, service_id=1)
    seal(engine)

    found = told(engine, start=inside[0], end=date(2023, 5, 15), service="service-1", bucket="year")

    assert [b.counts["responses"] for b in found.buckets] == [1, 1, 0, 1]


def test_services_are_told_apart_at_once(engine: Engine, code: str, services: list[int]) -> None:
    make_responses(engine, code, [5] * 3, MAY, service_id=2)
    make_responses(engine, code, [4], MAY)
    seal(engine)

    with reading(engine) as connection:
        found = by_service(connection, load(engine), "ward", MAY, date(2023, 5, 20))

    assert {id_: c["responses"] for id_, c in found.items()} == {2: 3, 0: 1}


def scatter(engine: Engine, codes: list[str], seed: int) -> None:
    """Rows of every kind, some sealed, some waiting, with additions to both."""
    dice = random.Random(seed)
    for _ in range(6):
        keys = []
        for _ in range(8):
            day = MAY + timedelta(days=dice.randrange(70))
            said: dict[str, Any] = {f: dice.choice([None, 0, 1, 4, 5]) for f in FACTORS}
            said |= {"visits": dice.choice([None, 0, 3]), "on_time": dice.choice([None, 1, 4])}
            said |= {"flags": dice.choice([0, 0, 1]), "service_id": dice.choice([None, 1, 2])}
            said["channel"] = dice.choice(["qr", "web", "kiosk", "phone", "assisted"])
            mark = dice.choice([None, 1, 3, 4, 5])
            said["unfinished"] = None if mark else 2
            keys += make_responses(engine, dice.choice(codes), [mark], day, **said)
        if dice.random() < 0.5:
            seal(engine)
        for key in dice.sample(keys, 4):
            said = {f: dice.choice([None, 0, 2, 5]) for f in FACTORS}
            said |= {"service_id": dice.choice([None, 1, 2]), "overall": dice.choice([None, 1])}
            waits = waiting_here(engine, key)
            add(engine, key, Pending if waits else Entry, **said)
        if dice.random() < 0.3:
            seal(engine)


def waiting_here(engine: Engine, key: str) -> bool:
    with reading(engine) as connection:
        return connection.scalar(select(Pending.id).where(Pending.key == key)) is not None


ASKS: list[dict[str, Any]] = [
    {},
    {"bucket": "month"},
    {"bucket": "week"},
    {"service": "service-1", "bucket": "month"},
    {"service": "service-2", "bucket": "day"},
    {"channel": "qr", "bucket": "month"},
    {"channel": "kiosk"},
    {"unit": "city", "scope": "tree", "bucket": "month"},
    {"unit": "city", "scope": "tree", "service": "service-1"},
    {"unit": "city", "scope": "tree", "channel": "web", "bucket": "day"},
]


@pytest.mark.parametrize("seed", range(3))
def test_what_waits_counts_as_it_will_once_it_is_sealed(
    engine: Engine, code: str, services: list[int], seed: int
) -> None:
    codes = [code, make_touchpoint(engine, "city")]
    scatter(engine, codes, seed)
    put_volumes(engine)
    span = {"start": MAY, "end": date(2023, 7, 10)}

    before = [told(engine, **span | ask).buckets for ask in ASKS]
    seal(engine)
    after = [told(engine, **span | ask).buckets for ask in ASKS]

    assert any(bucket.counts for bucket in before[0])
    assert before == after


@pytest.mark.parametrize("seed", range(3))
def test_cells_and_rows_tell_the_same(
    engine: Engine, code: str, services: list[int], seed: int
) -> None:
    codes = [code, make_touchpoint(engine, "city")]
    scatter(engine, codes, seed)
    seal(engine)
    put_volumes(engine)
    register = load(engine)
    with reading(engine) as connection:
        last = last_seal(connection).id
        for bucket in (None, "day", "month", "quarter"):
            for slug, scope in (("ward", "own"), ("city", "tree")):
                unit = (register.find_unit(slug),)
                ask = ask_for(register, unit, scope, MAY, date(2023, 7, 1), bucket)
                for some in (ask, replace(ask, service_ids=(1,)), replace(ask, channel=3)):
                    rows = replace(some, as_of=last)
                    assert {source for source, _ in rows.pieces()} == {"rows"}
                    groups = register.service_groups
                    assert gather(connection, some, groups) == gather(connection, rows, groups)


def test_a_seal_between_two_reads_changes_nothing(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 4, MAY)
    register = load(engine)

    with reading(engine) as connection:
        first = series(connection, register, "ward", MAY, JUNE)
        seal(engine)
        again = series(connection, register, "ward", MAY, JUNE)

    assert first == again
    assert first.buckets[0].counts["responses"] == 4
    assert told(engine).buckets == first.buckets


def test_as_of_a_seal_stays_the_same_for_ever(engine: Engine, code: str) -> None:
    first = make_responses(engine, code, [5] * 4, MAY)
    seal(engine)
    make_responses(engine, code, [1], MAY)
    newest = told(engine, as_of=1)
    seal(engine)
    exclude(engine, first[0])

    later = told(engine, as_of=1)

    assert (newest.source, later.source) == ("cells", "rows")
    assert newest.buckets == later.buckets
    assert [told(engine, as_of=seal).buckets[0].counts["responses"] for seal in (0, 2, 3)] == [
        0,
        5,
        4,
    ]
    with pytest.raises(UnknownSeal):
        told(engine, as_of=4)


def test_an_excluded_response_counts_nowhere(engine: Engine, code: str) -> None:
    keys = make_responses(engine, code, [5, 1], MAY, staff=5)
    seal(engine)
    exclude(engine, keys[1])

    found = told(engine)

    assert found.buckets[0].counts.marks == (0, 0, 0, 0, 1)
    assert found.buckets[0].indicators["factor.staff"].n == 1
    assert counts(told(engine, channel="qr")) == counts(found)


def test_an_import_counts_from_the_commit_that_closes_it(engine: Engine, code: str) -> None:
    with writing(engine) as connection:
        file = {"what": "responses", "digest": "d", "name": "a.csv", "rows": 2}
        connection.execute(insert(Import).values(id=1, started_at=days.now(), **file))
    make_responses(engine, code, [5, 5], MAY, import_id=1)

    staged = told(engine).buckets[0].counts["responses"]
    seal(engine)
    with writing(engine) as connection:
        connection.execute(update(Import).values(closed_at=days.now()))

    assert (staged, told(engine).buckets[0].counts["responses"]) == (0, 2)


def test_staff_see_whole_past_days_of_what_is_sealed(engine: Engine, code: str) -> None:
    today = days.office_day(days.now_ms())
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    make_responses(engine, code, [5], yesterday)
    make_responses(engine, code, [1] * 4, today)
    seal(engine)
    make_responses(engine, code, [5], yesterday)

    found = told(engine, start=yesterday, end=tomorrow, bucket="day", reader="staff")

    assert [b.counts["responses"] for b in found.buckets] == [1, 0]


def test_of_today_staff_see_how_many_came_once_there_are_five(engine: Engine, code: str) -> None:
    today = days.office_day(days.now_ms())
    register = load(engine)
    received = []
    for _ in range(5):
        make_responses(engine, code, [1], today)
        with reading(engine) as connection:
            received.append(received_today(connection, register, "ward"))

    assert received == [None, None, None, None, 5]


def put_volumes(engine: Engine) -> None:
    """Volumes on three days, for both services and for none."""
    ward = load(engine).find_unit("ward")
    rows = [
        {"unit_id": ward, "day": MAY + timedelta(days=day), "service_id": service, "closed": closed}
        for day, service, closed in ((0, 1, 30), (0, 2, 10), (3, 1, 20), (20, 0, 40), (65, 2, 50))
    ]
    with writing(engine) as connection:
        connection.execute(insert(Volume), rows)


def test_answers_are_set_against_transactions_on_days_with_volumes(
    engine: Engine, code: str, services: list[int]
) -> None:
    put_volumes(engine)
    make_responses(engine, code, [5] * 8, MAY, service_id=1)
    make_responses(engine, code, [5] * 8, MAY + timedelta(days=1), service_id=1)
    make_responses(engine, code, [None], MAY, unfinished=1, service_id=1)

    for _ in ("waiting", "sealed"):
        rates = [
            told(engine, unit, scope=scope).buckets[0].indicators["response_rate"]
            for unit, scope in (("ward", "own"), ("city", "tree"))
        ]
        one = told(engine, service="service-1").buckets[0].indicators["response_rate"]
        assert [(rate.count, rate.n) for rate in rates] == [(8, 100)] * 2
        assert (one.count, one.n, one.value) == (8, 50, 8 / 50)
        seal(engine)


def test_services_weigh_as_many_transactions_as_they_closed(
    engine: Engine, code: str, services: list[int]
) -> None:
    put_volumes(engine)
    make_responses(engine, code, [5] * 18 + [1] * 2, MAY, service_id=1)
    make_responses(engine, code, [5] * 10 + [1] * 10, MAY, service_id=2)
    seal(engine)

    found = told(engine).buckets[0].indicators

    assert found["satisfaction"].value == 28 / 40
    # 50 transactions of service 1, 10 of service 2
    assert found["satisfaction_weighted"].value == pytest.approx((50 * 0.9 + 10 * 0.5) / 60)


def test_volumes_of_an_open_import_are_not_known_yet(engine: Engine, code: str) -> None:
    ward = load(engine).find_unit("ward")
    with writing(engine) as connection:
        file = {"what": "volumes", "digest": "d", "name": "a.csv", "rows": 1}
        connection.execute(insert(Import).values(id=1, started_at=days.now(), **file))
        row = {"unit_id": ward, "day": MAY, "service_id": 0, "closed": 9, "import_id": 1}
        connection.execute(insert(Volume).values(**row))
    make_responses(engine, code, [5], MAY)

    assert told(engine).buckets[0].indicators["response_rate"].verdict == "none"


def test_what_makes_no_sense_is_refused(engine: Engine, code: str) -> None:
    with pytest.raises(EmptyRange):
        told(engine, start=MAY, end=MAY)
    with pytest.raises(UnknownUnit):
        told(engine, "atlantis")
    with pytest.raises(UnknownService):
        told(engine, service="9.999999")


def test_the_number_of_queries_does_not_grow_with_the_buckets(
    engine: Engine, code: str, services: list[int]
) -> None:
    put_volumes(engine)
    make_responses(engine, code, [5] * 3, MAY, service_id=1)
    seal(engine)
    make_responses(engine, code, [5] * 3, date(2023, 5, 2))
    register, said = load(engine), []
    event.listen(engine, "before_cursor_execute", lambda *seen: said.append(seen[2]))
    asked = []
    for bucket, end in ((None, JUNE), ("month", date(2024, 5, 1)), ("day", date(2024, 5, 1))):
        said.clear()
        with reading(engine) as connection:
            series(connection, register, "ward", MAY, end, bucket=bucket)
        asked.append(len(said))

    assert len(set(asked)) == 1
    assert asked[0] <= 12


def test_the_json_has_the_members_that_were_promised(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], MAY)
    seal(engine)

    found = told(engine, bucket="month").named()

    assert list(found) == ["unit", "scope", "from", "to", "bucket", "service", "seal", "series"]
    assert found["seal"] == 1
    assert list(found["series"][0]) == ["from", "to", "indicators"]
    assert list(found["series"][0]["indicators"]["mean"].items()) == [
        ("value", 5.0),
        ("low", None),
        ("high", None),
        ("n", 1),
        ("count", None),
        ("method", "t95"),
        ("verdict", "too_few"),
    ]
