"""What a series tells, right now, to staff, and as of a seal."""

from datetime import date, timedelta

import pytest
from makers import load, make_responses, seal
from sqlalchemy import Engine, event, insert, update
from ward import JUNE, MAY, exclude, put_volumes, told

from analytics.numbers.readers import EmptyRange, UnknownSeal
from analytics.numbers.series import Series, received_today, series
from surveys import days
from surveys.database import reading, writing
from surveys.register import UnknownService, UnknownUnit
from surveys.responses import Import


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
