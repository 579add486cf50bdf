"""The interval of the mean of factors, from counts alone, is that of resampling the responses."""

from random import Random
from statistics import stdev

import pytest

from analytics.numbers.estimates import Estimate, Evidence
from analytics.numbers.indicators import INDICATORS
from surveys.counts import RESPONSE, Counts, onehot

pytestmark = pytest.mark.fast

RESAMPLES = 300


def person(dice: Random, alike: float, answers: tuple[float, ...]) -> Counts:
    """Marks of one mood, and some factors not answered."""
    mood = dice.gauss(0, alike)
    marks = [5 if mood + dice.gauss(0, 1) < 1.2 else 2 for _ in answers]
    given = [
        mark if dice.random() < share else None for mark, share in zip(marks, answers, strict=True)
    ]
    return onehot(RESPONSE, 1, None, *given)


def mean(people: list[Counts]) -> Estimate:
    found = INDICATORS["sipas_factors"].estimate(Evidence(Counts.total(people)))
    assert found is not None
    return found


@pytest.mark.parametrize("alike", [0.0, 1.5])
@pytest.mark.parametrize("answers", [(1.0,) * 5, (0.9, 0.8, 0.9, 0.9, 0.3)])
def test_it_agrees_with_resampling_the_responses(alike: float, answers: tuple[float, ...]):
    dice = Random(2640)
    people = [person(dice, alike, answers) for _ in range(250)]
    told = mean(people)
    drawn = [mean(dice.choices(people, k=len(people))).value or 0 for _ in range(RESAMPLES)]

    assert told.low is not None
    assert told.high is not None
    reach = (told.high - told.low) / 2
    # 300 resamples know the spread to a tenth.
    assert reach == pytest.approx(1.96 * stdev(drawn), rel=0.15)


def test_where_everybody_answers_everything_it_is_the_pooled_one():
    dice = Random(1)
    evidence = Evidence(Counts.total(person(dice, 1.0, (1.0,) * 5) for _ in range(120)))
    pooled, by_factor = (
        INDICATORS[id].estimate(evidence) for id in ("sipas_pooled", "sipas_factors")
    )

    assert pooled is not None
    assert by_factor is not None
    assert (by_factor.low, by_factor.high) == pytest.approx((pooled.low, pooled.high))


@pytest.mark.parametrize("people", [1, 40])
def test_people_of_one_mind_have_no_interval(people: int):
    same = [onehot(RESPONSE, 1, None, 5, 5, 5, 5, 5)] * people
    assert (mean(same).value, mean(same).low, mean(same).high) == (1, None, None)
