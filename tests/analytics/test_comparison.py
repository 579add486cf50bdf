"""A unit beside the others: what chance explains, what the mix of services explains."""

from datetime import date

import pytest
from editions import APRIL, JULY, MAY, rate
from makers import load
from sqlalchemy import Engine, update
from ward import make_services

from analytics.numbers.comparison import dispersion, funnel, rank_intervals
from analytics.numbers.fair import compare, compared
from analytics.numbers.standardising import direct, expected, rates
from analytics.numbers.together import benjamini, holm
from surveys import register
from surveys.database import reading, writing
from surveys.days import Period
from surveys.places import Unit, UnitParent

ALIKE = dict.fromkeys(range(20), (88, 100))


@pytest.mark.fast
def test_units_that_differ_by_chance_are_all_within() -> None:
    found = funnel({unit: (88 + unit % 5, 100) for unit in range(20)})

    assert {placed.group for placed in found.units.values()} == {"within"}
    assert not found.widened


@pytest.mark.fast
def test_a_unit_far_below_is_below_and_the_best_far_above_is_above() -> None:
    found = funnel(ALIKE | {"low": (60, 100), "high": (500, 500)})

    assert found.units["low"].group == "below"
    assert found.units["high"].group == "above"


@pytest.mark.fast
def test_where_all_units_differ_much_the_limits_are_wider() -> None:
    spread = {unit: (700 + 30 * (unit % 10), 1000) for unit in range(20)}
    found = funnel(spread)

    assert found.widened
    assert {placed.group for placed in found.units.values()} == {"within"}


@pytest.mark.fast
@pytest.mark.parametrize("units", [{}, {"a": (0, 0)}, {"a": (5, 5)}, {"a": (0, 9), "b": (0, 90)}])
def test_nobody_one_unit_or_no_variance_is_no_error(units) -> None:
    found = funnel(units)
    assert {placed.group for placed in found.units.values()} <= {"within"}
    assert set(rank_intervals(units)) == set(found.units)


@pytest.mark.fast
def test_a_place_is_told_only_as_far_as_the_answers_carry() -> None:
    ranks = rank_intervals({"best": (990, 1000), "next": (80, 100), "last": (500, 1000)})

    assert ranks == {"best": (1, 1), "next": (2, 2), "last": (3, 3)}
    assert rank_intervals(ALIKE)[0] == (1, 20)


@pytest.mark.fast
def test_holm_is_strict_and_benjamini_screens() -> None:
    """Holm 1979's own example form: 0.01, 0.04, 0.03, 0.005 of four."""
    ps = [0.01, 0.04, 0.03, 0.005]
    assert holm(ps) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini(ps) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert holm([]) == benjamini([]) == []
    assert dispersion([1.0]) == 1


@pytest.mark.fast
def test_a_unit_with_more_land_cases_is_not_worse_for_having_them() -> None:
    papers, land = 1, 2
    mixes = {unit: {papers: (95, 100), land: (70, 100)} for unit in range(10)}
    mixes["land"] = {papers: (19, 20), land: (560, 800)}
    found = compared(mixes)

    assert found.plain.units["land"].group == "below"
    assert found.adjusted.units["land"].group == "within"
    assert found.adjusted.units["land"].share == pytest.approx(found.adjusted.target, abs=0.01)
    assert found.direct["land"].share == pytest.approx(found.direct[0].share, abs=1e-9)


@pytest.mark.fast
def test_a_service_hardly_rated_leaves_only_the_indirect_way() -> None:
    usual = rates({"a": {1: (90, 100), 2: (50, 100)}, "b": {1: (9, 10)}})
    assert direct({1: (9, 10)}, {1: 1.0, 2: 1.0}) is None
    assert direct({}, {}) is None
    assert expected({1: (9, 10), 2: (0, 0)}, usual).counted == pytest.approx(9)


def test_the_units_of_a_city_are_compared_and_the_small_named(
    engine: Engine, codes: dict[str, str]
) -> None:
    make_services(engine)
    rate(engine, codes["north"], [5] * 60 + [1] * 4, MAY, service_id=1)
    rate(engine, codes["south"], [5] * 20 + [1] * 40, MAY, service_id=1)
    rate(engine, codes["west"], [5] * 3, MAY)
    here = load(engine)
    with reading(engine) as connection:
        found = compare(connection, here, "city", Period(APRIL, JULY))
        none = compare(connection, here, "alone", Period(APRIL, JULY))
        later = compare(connection, here, "city", Period(date(2023, 7, 1), date(2023, 10, 1)))

    south, west = here.find_unit("south"), here.find_unit("west")
    assert found.plain.units[south].group == "below"
    assert (found.plain.units[south].counted, found.plain.units[south].n) == (20, 60)
    assert found.too_few == {west: 3}
    assert not none.plain.units
    assert not later.plain.units


def test_a_unit_that_ended_within_the_period_is_compared_by_what_was_said_of_it(
    engine: Engine, codes: dict[str, str]
) -> None:
    for ward in ("north", "west"):
        rate(engine, codes[ward], [5] * 20 + [1] * 5, MAY)
    west = load(engine).find_unit("west")
    with writing(engine) as connection:
        left = update(UnitParent).where(UnitParent.unit_id == west)
        connection.execute(left.values(valid_to=date(2023, 6, 1)))
        connection.execute(update(Unit).where(Unit.id == west).values(closed_on=date(2023, 6, 1)))
        register.touch(connection)
    with reading(engine) as connection:
        spring = compare(connection, load(engine), "city", Period(APRIL, JULY))
        after = compare(connection, load(engine), "city", Period(date(2023, 6, 1), JULY))

    assert (spring.plain.units[west].counted, spring.plain.units[west].n) == (20, 25)
    assert west not in after.plain.units
