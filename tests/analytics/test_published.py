"""What the public may know: closed periods, nothing small, and no change by a few answers."""

from datetime import date
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, insert, select, update

from analytics.numbers.published import (
    Published,
    PublishedBucket,
    UnalignedPeriod,
    read_published,
)
from analytics.numbers.publishing import publish
from analytics.numbers.series import series
from surveys.database import reading, writing
from surveys.places import Unit
from surveys.responses import Volume

APRIL, MAY, JUNE, JULY = (date(2023, month, 1) for month in (4, 5, 6, 7))
LATER = date(2023, 8, 15)
SOME_OF_EACH = [5] * 8 + [4] * 3 + [3] * 2 + [1]


@pytest.fixture
def codes(engine: Engine) -> dict[str, str]:
    """Counters of three wards of the city, and of an office that stands alone."""
    make_unit(engine, "city", kind="city")
    for ward in ("north", "south", "west"):
        make_unit(engine, ward, parent="city")
    make_unit(engine, "alone")
    return {slug: make_touchpoint(engine, slug) for slug in ("north", "south", "west", "alone")}


def rate(engine: Engine, code: str, marks: list[int], day: date, **said: Any) -> None:
    make_responses(engine, code, marks, day, **said)
    seal(engine)


def month(engine: Engine, unit: str, start: date = MAY) -> PublishedBucket:
    return read(engine, unit, start, next_month(start), "month")[0]


def next_month(start: date) -> date:
    return date(start.year, start.month + 1, 1)


def read(engine: Engine, unit: str, start: date, end: date, kind: Any) -> list[PublishedBucket]:
    with reading(engine) as connection:
        return read_published(connection, load(engine).find_unit(unit), start, end, kind)


def verdicts(bucket: PublishedBucket, indicator: str = "satisfaction") -> tuple[Any, ...]:
    found = bucket.indicators[indicator]
    return found.verdict, found.reason, found.n


def test_a_month_is_published_with_the_figures_of_the_command_line(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["north"], [5] * 140 + [3] * 12 + [2] * 8, MAY)

    publish(engine, LATER)

    told = month(engine, "north").indicators
    assert (told["satisfaction"].value, told["satisfaction"].n) == (0.875, 160)
    with reading(engine) as connection:
        found = series(connection, load(engine), "north", MAY, JUNE).buckets[0].indicators
    for id in ("satisfaction", "neutral", "dissatisfaction", "mean"):
        assert told[id].named() == found[id].named()


def test_a_small_month_is_withheld_with_all_its_figures(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["south"], [5] * 7 + [1] * 2, MAY)

    publish(engine, LATER)

    for estimate in month(engine, "south").indicators.values():
        told = estimate.named()
        assert [told[name] for name in ("value", "low", "high", "n", "count")] == [None] * 5
        assert (told["verdict"], told["reason"]) == ("withheld", "too_few")


def test_a_month_of_one_mind_is_withheld(engine: Engine, codes: dict[str, str]) -> None:
    rate(engine, codes["alone"], [5] * 40, MAY)

    publish(engine, LATER)

    assert verdicts(month(engine, "alone")) == ("withheld", "unanimous", None)


def test_the_city_is_withheld_where_it_would_reveal_a_small_ward(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["north"], SOME_OF_EACH * 2, MAY)
    rate(engine, codes["south"], SOME_OF_EACH, MAY)
    rate(engine, codes["west"], [5, 4, 1], MAY)

    publish(engine, LATER)

    assert verdicts(month(engine, "north")) == ("few", None, 28)
    assert verdicts(month(engine, "west")) == ("withheld", "too_few", None)
    assert verdicts(month(engine, "city")) == ("withheld", "would_reveal", None)


def test_the_city_is_told_as_its_whole_tree(engine: Engine, codes: dict[str, str]) -> None:
    for ward in ("north", "south", "west"):
        rate(engine, codes[ward], SOME_OF_EACH, MAY)
    with writing(engine) as connection:
        connection.execute(update(Unit).where(Unit.slug == "alone").values(closed_on=APRIL))

    publish(engine, LATER)

    assert verdicts(month(engine, "city")) == ("ok", None, 42)
    assert month(engine, "alone").indicators == {}
    with reading(engine) as connection:
        scopes = dict(connection.execute(select(Published.unit_id, Published.scope)).all())
    assert list(scopes.values()).count("tree") == 1


def test_the_city_is_withheld_where_it_would_reveal_that_nobody_came(
    engine: Engine, codes: dict[str, str]
) -> None:
    for ward in ("north", "south"):
        rate(engine, codes[ward], SOME_OF_EACH, MAY)

    publish(engine, LATER)

    assert verdicts(month(engine, "city")) == ("withheld", "would_reveal", None)


def test_a_quarter_is_withheld_where_it_would_reveal_a_small_month(
    engine: Engine, codes: dict[str, str]
) -> None:
    for start in (APRIL, MAY):
        rate(engine, codes["alone"], SOME_OF_EACH, start)
    rate(engine, codes["alone"], [5, 1], JUNE)

    publish(engine, LATER)

    assert verdicts(month(engine, "alone")) == ("few", None, 14)
    assert verdicts(read(engine, "alone", APRIL, JULY, "quarter")[0]) == (
        "withheld",
        "would_reveal",
        None,
    )


def test_only_closed_periods_are_published(engine: Engine, codes: dict[str, str]) -> None:
    for start in (APRIL, MAY, JUNE):
        rate(engine, codes["alone"], SOME_OF_EACH, start)

    publish(engine, date(2023, 6, 30))

    months = read(engine, "alone", APRIL, JULY, "month")
    assert [bool(bucket.indicators) for bucket in months] == [True, True, False]
    assert read(engine, "alone", APRIL, JULY, "quarter")[0].indicators == {}
    publish(engine, JULY)
    assert verdicts(month(engine, "alone", JUNE)) == ("few", None, 14)
    assert verdicts(read(engine, "alone", APRIL, JULY, "quarter")[0]) == ("ok", None, 42)


def test_publishing_again_changes_nothing(engine: Engine, codes: dict[str, str]) -> None:
    rate(engine, codes["alone"], SOME_OF_EACH, MAY)

    assert publish(engine, LATER) > 0
    before = month(engine, "alone")

    assert publish(engine, LATER) == 0
    assert month(engine, "alone") == before


def test_a_cell_changes_when_ten_answers_came_since(engine: Engine, codes: dict[str, str]) -> None:
    rate(engine, codes["alone"], SOME_OF_EACH, MAY)
    publish(engine, LATER)
    first = month(engine, "alone")
    rate(engine, codes["alone"], [1] * 9, MAY)
    publish(engine, LATER)
    assert month(engine, "alone") == first

    rate(engine, codes["alone"], [1], MAY)
    publish(engine, LATER)

    assert verdicts(month(engine, "alone")) == ("few", None, 24)


def test_a_withheld_month_is_not_told_for_the_sake_of_one_more_answer(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["alone"], [5] * 7 + [1] * 2, MAY)
    publish(engine, LATER)
    rate(engine, codes["alone"], [1], MAY)
    publish(engine, LATER)

    assert verdicts(month(engine, "alone")) == ("withheld", "too_few", None)


def test_the_first_edition_of_a_year_revises_every_cell(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["alone"], SOME_OF_EACH, MAY)
    publish(engine, LATER)
    rate(engine, codes["alone"], [1], MAY)
    publish(engine, date(2023, 12, 31))
    assert verdicts(month(engine, "alone")) == ("few", None, 14)

    publish(engine, date(2024, 1, 1))
    rate(engine, codes["alone"], [1], MAY)
    publish(engine, date(2024, 1, 2))

    assert verdicts(month(engine, "alone")) == ("few", None, 15)


def test_a_factor_is_withheld_by_its_own_answers(engine: Engine, codes: dict[str, str]) -> None:
    answered = dict.fromkeys(("access", "procedure", "feedback"), 4) | {"staff": 5}
    rate(engine, codes["alone"], SOME_OF_EACH, MAY, access=5, staff=5, result=2)
    rate(engine, codes["alone"], SOME_OF_EACH, MAY, **answered | {"staff": 2})
    rate(engine, codes["alone"], [5] * 3, MAY, procedure=1)

    publish(engine, LATER)

    told = month(engine, "alone")
    assert verdicts(told, "factor.staff") == ("few", None, 28)
    assert verdicts(told, "factor.result") == ("withheld", "unanimous", None)
    assert verdicts(told, "sipas_pooled") == ("withheld", "would_reveal", None)
    assert verdicts(told, "sipas_factors") == ("withheld", "would_reveal", None)
    assert verdicts(told, "on_time") == ("withheld", "too_few", None)
    assert verdicts(told, "satisfaction") == ("ok", None, 31)


def test_the_rate_of_answers_is_told_once_ten_answered(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["alone"], SOME_OF_EACH, MAY)
    rate(engine, codes["alone"], SOME_OF_EACH[:9], date(2023, 6, 1))
    rate(engine, codes["alone"], SOME_OF_EACH, date(2023, 6, 2))
    unit = load(engine).find_unit("alone")
    rows = [{"unit_id": unit, "day": day, "service_id": 0, "closed": 40} for day in (MAY, JUNE)]
    with writing(engine) as connection:
        connection.execute(insert(Volume), rows)

    publish(engine, LATER)

    may = month(engine, "alone").indicators["response_rate"]
    assert (may.value, may.count, may.n, may.reason) == (14 / 40, 14, 40, None)
    assert verdicts(month(engine, "alone", JUNE), "response_rate")[:2] == ("withheld", "too_few")


def test_borders_inside_a_period_are_refused(engine: Engine) -> None:
    with reading(engine) as connection:
        for start, end, kind in ((MAY, date(2023, 5, 31), "month"), (MAY, JULY, "quarter")):
            with pytest.raises(UnalignedPeriod):
                read_published(connection, 1, start, end, kind)  # type: ignore[arg-type]


def test_nothing_is_published_of_an_empty_portal(engine: Engine) -> None:
    assert publish(engine, LATER) == 0
