"""How many answers a question needs, and what the silent leave open."""

import pytest

from analytics.numbers.estimates import Evidence
from analytics.numbers.nets import net
from analytics.numbers.samples import all_bounds, detectable, needed, silent_bounds
from analytics.numbers.scoring import scoring_on
from analytics.numbers.targets import decide
from surveys.counts import Counts

pytestmark = pytest.mark.fast


def test_what_is_needed_is_what_can_be_seen() -> None:
    n = needed(0.88, 0.80)
    assert detectable(0.84, n) == pytest.approx(0.08, abs=0.001)


@pytest.mark.parametrize(
    ("answers", "bounds"),
    [
        ((0, 0, 40), (0.0, 1.0)),
        ((8, 10, 10), (0.8, 0.8)),
        ((0, 0, 0), None),
        # More answers than transactions: the volumes cannot be right.
        ((9, 12, 10), None),
    ],
)
def test_the_silent_leave_all_open_that_was_not_said(answers, bounds) -> None:
    assert silent_bounds(*answers) == bounds


def test_a_target_is_met_or_missed_only_beyond_doubt() -> None:
    assert decide(0, 0, 0.9) == decide(9, 10, 0.9) == "undecided"
    assert decide(1, 90, 0.9) == "missed"


@pytest.mark.parametrize(
    ("volumes", "bounds"),
    [
        ((10, 40), (0.2, 0.95)),
        ((10, 10), (0.8, 0.8)),
        ((10, 9), None),
        (None, None),
        ((0, 0), None),
    ],
)
def test_the_bounds_of_all_need_volumes_that_can_be(volumes, bounds) -> None:
    found = all_bounds(Evidence(Counts.of(o5=8, o1=2), volumes))
    assert found == (None if bounds is None else pytest.approx(bounds))
    assert all_bounds(Evidence(Counts.zero(), volumes)) is None


@pytest.mark.parametrize("counts", [(1, 1, 0), (3, 3, 5), (-1, 0, 5)])
def test_a_net_of_nobody_is_refused(counts) -> None:
    with pytest.raises(ValueError, match="no net"):
        net(*counts)


def test_points_are_given_by_the_table_of_their_day_and_parts_cannot_exceed_their_whole() -> None:
    from datetime import date

    assert scoring_on(date(2020, 1, 1)) is None
    table = scoring_on(date(2026, 9, 1))
    assert table is not None
    with pytest.raises(ValueError, match="no part"):
        table.score(10, 11, (0, 0), (0, 0))
