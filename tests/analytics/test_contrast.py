"""Differences of differences: the interval, and how many answers it takes."""

import random

import pytest

from analytics.numbers.contrast import Term, contrast, needed
from analytics.numbers.intervals import newcombe

pytestmark = pytest.mark.fast


def test_of_two_shares_it_is_newcombes_interval() -> None:
    found = contrast([Term(1, 140, 160), Term(-1, 86, 116)])

    assert (found.low, found.high) == pytest.approx(newcombe(86, 116, 140, 160))
    assert found.value == pytest.approx(140 / 160 - 86 / 116)


def test_what_the_rest_of_the_city_gained_is_taken_off() -> None:
    own = [Term(1, 180, 200), Term(-1, 150, 200)]
    rest = [Term(-1, 900, 1000), Term(1, 750, 1000)]

    assert contrast(own + rest).value == pytest.approx(0)
    assert contrast(own).low > 0 > contrast(own + rest).low


def test_the_interval_holds_the_truth_in_about_95_of_100() -> None:
    dice, held = random.Random(7), 0
    for _ in range(400):
        x = [sum(dice.random() < p for _ in range(n)) for p, n in zip(SHARES, SIZES, strict=True)]
        signs = (1, -1, -1, 1)
        terms = [Term(s, *xn) for s, xn in zip(signs, zip(x, SIZES, strict=True), strict=True)]
        found = contrast(terms)
        held += found.low <= TRUTH <= found.high

    assert 0.92 <= held / 400 <= 0.985


SHARES, SIZES = (0.9, 0.75, 0.82, 0.8), (60, 80, 200, 200)
TRUTH = 0.9 - 0.75 - 0.82 + 0.8


def test_the_planned_number_shows_the_effect_in_four_of_five_cases() -> None:
    before = Term(-1, 160, 200)
    n = needed(0.12, 0.92, [before])
    assert n is not None
    dice, shown = random.Random(3), 0
    for _ in range(300):
        after = sum(dice.random() < 0.92 for _ in range(n))
        # The time before is drawn anew each time, as the plan takes it to have been.
        was = sum(dice.random() < 0.8 for _ in range(200))
        shown += contrast([Term(1, after, n), Term(-1, was, 200)]).low > 0

    assert 0.72 <= shown / 300 <= 0.9


def test_no_number_helps_where_too_little_was_known_before() -> None:
    assert needed(0.02, 0.8, [Term(-1, 39, 50)]) is None
