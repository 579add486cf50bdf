"""Which factors go together with the overall mark, and when nothing can be said of it."""

from collections import Counter
from random import Random

import pytest
from editions import APRIL, JULY, MAY, rate
from makers import load, make_responses, seal
from sqlalchemy import Engine
from ward import add, exclude

from analytics.numbers import hangs_on
from analytics.numbers.drivers import cronbach, drivers, relative_weights, spearman
from analytics.numbers.eigen import eigen
from surveys.counts import FACTORS
from surveys.database import reading
from surveys.days import Period
from surveys.responses import Entry

SPRING = Period(APRIL, JULY)


def crowd(n: int = 300, seed: int = 3) -> Counter[tuple[int, ...]]:
    """The third factor makes the overall mark, the others hardly."""
    dice, rows = Random(seed), Counter()
    for _ in range(n):
        factors = [dice.choice([3, 4, 4, 5, 5]) for _ in range(5)]
        factors[2] = dice.choice([1, 2, 3, 4, 5])
        overall = min(5, max(1, factors[2] + dice.choice([-1, 0, 0, 1])))
        rows[*factors, overall] += 1
    return rows


@pytest.mark.fast
def test_the_factor_that_moves_the_mark_weighs_most_and_is_named_first_to_improve() -> None:
    found = drivers(crowd())

    assert found is not None
    staff = found.factors[2]
    assert staff.weight == max(one.weight for one in found.factors) > 0.8
    assert staff.interval.low <= staff.weight <= staff.interval.high
    assert staff.quarter == "concentrate"
    assert sum(one.weight for one in found.factors) == pytest.approx(1)
    assert 0 < found.explained < 1


@pytest.mark.fast
def test_the_same_rows_tell_the_same_interval() -> None:
    assert drivers(crowd(), 20) == drivers(Counter(dict(reversed(crowd().items()))), 20)


@pytest.mark.fast
def test_under_a_hundred_rows_nothing_is_said() -> None:
    assert drivers(crowd(99)) is None


@pytest.mark.fast
@pytest.mark.parametrize(
    "rows",
    [
        Counter({(5, 5, 5, 5, 5, 5): 200}),
        Counter({(5, 5, 1, 2, 3, 4): 100, (4, 4, 2, 3, 5, 1): 100, (1, 1, 5, 5, 5, 2): 50}),
        Counter(),
    ],
)
def test_marks_that_never_vary_or_repeat_each_other_have_no_weights(rows) -> None:
    assert drivers(rows) is None
    assert relative_weights(rows) is None


@pytest.mark.fast
def test_small_things_of_linear_algebra() -> None:
    values, _vectors = eigen([[2.0, 1.0], [1.0, 2.0]])
    assert sorted(values) == pytest.approx([1, 3])
    assert spearman(Counter({(1, 2): 3}), 0) is None
    assert cronbach(Counter({(3, 4): 3})) is None


def test_marks_given_later_count_with_their_response_and_excluded_ones_do_not(
    engine: Engine, codes: dict[str, str]
) -> None:
    for (*factors, overall), times in crowd(110).items():
        said = dict(zip(FACTORS, factors, strict=True))
        make_responses(engine, codes["north"], [overall] * times, MAY, **said)
    later = make_responses(engine, codes["north"], [4, 4], MAY)
    seal(engine)
    for key in later:
        add(engine, key, Entry, **dict.fromkeys(FACTORS, 4))
    rate(engine, codes["north"], [5], MAY, **dict.fromkeys(FACTORS, 0))
    exclude(engine, later[0])
    with reading(engine) as connection:
        found, n, _days = hangs_on.read(connection, load(engine), "north", SPRING)
        city, all_, _days = hangs_on.read(connection, load(engine), "city", SPRING, "tree")
        silent = hangs_on.read(connection, load(engine), "south", SPRING)

    assert n == all_ == 111
    assert found == city
    assert found is not None
    assert found.n == 111
    assert silent[:2] == (None, 0)
