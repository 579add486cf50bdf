"""What one entry adds, and that sums of entries say what the responses say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.counts import (
    ADDITION,
    CHECKPOINT,
    COUNTERS,
    ENTRY_FIELDS,
    ERASURE,
    EXCLUSION,
    FACTORS,
    RESPONSE,
    Counts,
    add_onehot,
    onehot,
)

pytestmark = pytest.mark.fast

factor_marks = st.lists(st.none() | st.integers(0, 5), min_size=5, max_size=5)


def stated(counts: Counts) -> dict[str, int]:
    return {name: value for name, value in counts.named().items() if value}


def test_every_counter_has_a_name_of_its_own():
    assert len(set(COUNTERS)) == len(COUNTERS) == 1 + 5 + 5 * 6 + 1 + 4 + 4 + 6
    assert COUNTERS[:8] == ("responses", "o1", "o2", "o3", "o4", "o5", "access1", "access2")
    assert COUNTERS[-6:] == ("cn", "ca", "cb", "caa", "cab", "cbb")


def test_a_bare_rating_touches_two_counters():
    assert stated(onehot(RESPONSE, 1, 5)) == {"responses": 1, "o5": 1}


def test_each_stated_item_is_counted_once():
    entry = onehot(RESPONSE, 1, 4, access=5, staff=0, result=2, visits=3, on_time=4)
    items = {"responses": 1, "o4": 1, "access5": 1, "staff0": 1, "result2": 1, "v3": 1, "t4": 1}
    assert stated(entry) == items | {"cn": 1, "ca": 1, "cb": 2, "caa": 1, "cab": 2, "cbb": 4}


def test_one_who_could_not_finish_has_no_overall_mark():
    assert stated(onehot(RESPONSE, 1, unfinished=2)) == {"responses": 1, "unfinished": 1}


def test_not_applicable_is_no_answer_to_a_factor():
    assert stated(onehot(ADDITION, 1, access=0)) == {"access0": 1}


def test_an_addition_counts_no_second_response():
    assert stated(onehot(ADDITION, 1, visits=0)) == {"v0": 1}


@pytest.mark.parametrize("kind", [ERASURE, CHECKPOINT])
def test_erasures_and_checkpoints_count_nothing(kind: int):
    assert not onehot(kind, 1, 5, access=4)


@pytest.mark.parametrize(
    "item", [{"overall": 0}, {"overall": 6}, {"staff": 6}, {"visits": 4}, {"on_time": 0}]
)
def test_a_value_out_of_range_is_refused_not_counted_elsewhere(item: dict[str, int]):
    with pytest.raises(KeyError):
        onehot(RESPONSE, 1, **item)


@given(factor_marks, factor_marks)
def test_an_addition_completes_the_cluster_sums_of_its_response(first, later):
    """A response told in two entries counts like the same response told at once."""
    later = [None if told is not None else mark for told, mark in zip(first, later, strict=True)]
    whole = [told if told is not None else mark for told, mark in zip(first, later, strict=True)]
    prior_a = sum(mark in (4, 5) for mark in first)
    prior_b = sum(mark in (1, 2, 3, 4, 5) for mark in first)

    in_two = onehot(RESPONSE, 1, 3, *first) + onehot(
        ADDITION, 1, None, *later, prior_a=prior_a, prior_b=prior_b
    )

    assert in_two == onehot(RESPONSE, 1, 3, *whole)


@given(factor_marks, st.none() | st.integers(1, 5))
def test_an_exclusion_takes_back_the_whole_response(factors, overall):
    response = onehot(RESPONSE, 1, overall, *factors, visits=2, on_time=1)
    excluded = onehot(EXCLUSION, -1, overall, *factors, visits=2, on_time=1)
    assert response + excluded == Counts.zero()
    assert excluded == response.scaled(-1)


def test_the_sealer_adds_in_place_what_onehot_says_alone():
    entry = dict.fromkeys(ENTRY_FIELDS) | {"kind": 1, "sign": 1, "overall": 2, "access": 4}
    entry |= {"prior_a": 0, "prior_b": 0}
    into = list(Counts.of(responses=7, o2=3).values)
    add_onehot(into, *entry.values())
    assert Counts(tuple(into)) == Counts.of(responses=7, o2=3) + onehot(**entry)


def test_counts_add_subtract_and_sum():
    one, two = Counts.of(responses=1, o5=1), Counts.of(responses=2, o1=2)
    assert one + two == Counts.total([one, two]) == Counts.of(responses=3, o5=1, o1=2)
    assert (one + two) - two == one
    assert Counts.total([]) == Counts.zero()
    assert not Counts.zero()


def test_marks_and_factors_are_read_by_name():
    counts = Counts.of(o1=1, o4=4, o5=5, staff3=3, staff0=9)
    assert counts.marks == (1, 0, 0, 4, 5)
    assert counts.factor("staff") == (0, 0, 3, 0, 0)
    assert [sum(counts.factor(name)) for name in FACTORS] == [0, 0, 3, 0, 0]


def test_an_unknown_counter_is_an_error():
    with pytest.raises(KeyError):
        Counts.of(o6=1)
    with pytest.raises(ValueError, match="counters"):
        Counts((1, 2, 3))
