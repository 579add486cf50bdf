"""What the public may know: closed periods, and no change by a few answers."""

from datetime import date

import pytest
from editions import APRIL, JULY, JUNE, LATER, MAY, SOME_OF_EACH, month, rate, read, verdicts
from makers import load, make_responses, seal
from sqlalchemy import Engine, select, update
from ward import exclude

from analytics.numbers.published import Published, UnalignedPeriod, read_published
from analytics.numbers.publishing import publish
from analytics.numbers.series import series
from surveys.database import reading, writing
from surveys.places import Unit


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


def test_the_first_edition_of_a_year_takes_out_who_was_excluded_and_takes_in_nobody_alone(
    engine: Engine, codes: dict[str, str]
) -> None:
    (key,) = make_responses(engine, codes["alone"], [2], MAY)
    for unit in ("alone", "north"):
        rate(engine, codes[unit], SOME_OF_EACH, MAY)
    publish(engine, LATER)
    rate(engine, codes["north"], [1], MAY)
    exclude(engine, key)
    seal(engine)
    publish(engine, date(2023, 12, 31))
    assert verdicts(month(engine, "alone")) == ("few", None, 15)

    publish(engine, date(2024, 1, 1))

    assert verdicts(month(engine, "alone")) == ("few", None, 14)
    assert verdicts(month(engine, "north")) == ("few", None, 14)


def test_borders_inside_a_period_are_refused(engine: Engine) -> None:
    with reading(engine) as connection:
        for start, end, kind in ((MAY, date(2023, 5, 31), "month"), (MAY, JULY, "quarter")):
            with pytest.raises(UnalignedPeriod):
                read_published(connection, 1, start, end, kind)  # type: ignore[arg-type]


def test_nothing_is_published_of_an_empty_portal(engine: Engine) -> None:
    assert publish(engine, LATER) == 0
