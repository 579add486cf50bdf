"""What a check draws: of under ten answers their number, and nothing they could be told from."""

from datetime import date
from types import SimpleNamespace

import pytest

from analytics.quality.actions.effect import Side, Tally, told
from portal.staff.actions.effects import Drawn, draw
from surveys.days import Period
from translations import speak

pytestmark = pytest.mark.fast

SPRING = Period(date(2025, 1, 1), date(2025, 4, 1))
SUMMER = Period(date(2025, 7, 1), date(2025, 8, 1))


def drawn(after: Tally, bad: Tally, verdict: str) -> Drawn:
    """A check of a unit with 80 of 100 satisfied before, and nobody beside it."""
    sides = (Side({0: tally}, {}) for tally in (Tally(80, 100), after, bad))
    row = {"result": told(*sides, 0.2, 1), "indicator": "satisfaction", "target": 0.2}
    with speak("en"):
        return draw(SimpleNamespace(**row, verdict=verdict), SPRING, SUMMER)


@pytest.mark.parametrize("good", [0, 1])
@pytest.mark.parametrize("verdict", ["too_little", "not_shown"])
def test_of_one_answer_the_number_is_told_and_no_more(good: int, verdict: str) -> None:
    seen = drawn(Tally(good, 1), Tally(1 - good, 1), verdict)

    assert seen.difference is None
    assert (seen.numbers, seen.bad) == ("", "")
    assert seen.reached == "Whether the target is met cannot be told yet."
    assert [row.bar.dot is None for row in seen.rows] == [False, True]


def test_of_ten_answers_the_difference_is_told() -> None:
    seen = drawn(Tally(9, 10), Tally(2, 10), "not_shown")

    assert seen.difference is not None
    assert seen.bad == "20 of 100, from 10 answers"
