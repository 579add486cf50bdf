"""Every indicator is defined, bounded, sourced, and silent where there is nothing to say."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import oracle

from analytics.numbers.estimates import Estimate, Evidence, Replies, Stratum, verdict
from analytics.numbers.indicators import INDICATORS, measure
from analytics.numbers.registry import indicator
from analytics.numbers.weighting import why_not
from surveys.counts import FACTORS, RESPONSE, Counts, onehot

pytestmark = pytest.mark.fast

PROMISED = [
    *("satisfaction", "neutral", "dissatisfaction", "mean"),
    *(f"factor.{name}" for name in FACTORS),
    *("sipas_pooled", "sipas_factors", "response_rate", "satisfaction_weighted"),
    *("could_not_finish", "on_time", "visits", "reply_days", "answered_satisfied"),
]
SERVICES = [Stratum(Counts.of(o1=1, o5=19), 100), Stratum(Counts.of(o2=5, o4=15), 300)]

factor_marks = st.lists(st.none() | st.integers(0, 5), min_size=5, max_size=5)
responses = st.builds(
    lambda overall, factors, facts: onehot(RESPONSE, 1, overall, *factors, **facts),
    st.none() | st.integers(1, 5),
    factor_marks,
    st.fixed_dictionaries(
        {},
        optional={
            "visits": st.integers(0, 3),
            "on_time": st.integers(1, 4),
            "unfinished": st.integers(1, 5),
        },
    ),
)


def told(**counts: int) -> dict[str, Estimate]:
    return measure(Evidence(Counts.of(**counts)))


def test_every_promised_indicator_is_there():
    assert list(INDICATORS) == PROMISED


@pytest.mark.parametrize("id", PROMISED)
def test_every_indicator_has_a_title_a_definition_a_source_and_a_method(id: str):
    entry = INDICATORS[id]
    assert entry.title
    assert entry.definition
    assert entry.source
    assert entry.method


@pytest.mark.parametrize("id", PROMISED)
def test_nothing_is_said_of_nobody(id: str):
    evidence = Evidence(Counts.zero(), (0, 0), [Stratum(Counts.zero(), 40)], Replies())
    estimate = INDICATORS[id].estimate(evidence)
    assert estimate == Estimate(None, None, None, 0, None, INDICATORS[id].method, "none")


@settings(deadline=None)
@given(st.lists(responses, max_size=30), st.integers(0, 50), st.integers(0, 50))
def test_every_estimate_stays_within_its_bounds(rows, closed, other):
    counts = Counts.total(rows)
    strata = [Stratum(counts, closed), Stratum(Counts.of(o1=3, o5=9), other)]
    for id, estimate in measure(Evidence(counts, (len(rows), closed), strata)).items():
        low, high = INDICATORS[id].bounds
        ends = [end for end in (estimate.low, estimate.value, estimate.high) if end is not None]
        assert ends == sorted(ends)
        assert all(low <= end <= (high or end) for end in ends)
        assert (estimate.value is None) == (estimate.n == 0)


def test_two_indicators_cannot_share_an_id():
    with pytest.raises(ValueError, match="two indicators mean"):
        indicator("mean", title="x", source="x", method="x")(lambda evidence: None)


def test_140_satisfied_of_160_reads_as_promised():
    assert told(o3=20, o4=80, o5=60)["satisfaction"].named() == {
        "value": 0.875,
        "low": pytest.approx(0.81481, abs=6e-7),
        "high": pytest.approx(0.917605, abs=6e-7),
        "n": 160,
        "count": 140,
        "method": "wilson95",
        "verdict": "ok",
    }


def test_five_marks_give_the_figures_of_the_oracle():
    case = oracle("five_point_basic")
    found = told(**{f"o{mark}": times for mark, times in case.inputs["counts"].items()})
    expected = case.expected

    assert found["satisfaction"].value == expected["top2_box"]
    assert found["neutral"].value == expected["neutral"]
    assert found["dissatisfaction"].value == expected["bottom2_box"]
    assert (found["dissatisfaction"].low, found["dissatisfaction"].high) == pytest.approx(
        expected["dissatisfied_wilson95"], abs=6e-7
    )
    assert found["mean"].value == expected["mean"]
    assert (found["mean"].low, found["mean"].high) == pytest.approx(
        expected["mean_ci95_t"], abs=6e-7
    )
    assert (found["mean"].n, found["mean"].count) == (expected["n"], None)


def test_a_mean_is_cut_to_the_scale():
    assert told(o4=1, o5=2)["mean"].high == 5


@pytest.mark.parametrize("counts", [{"o4": 1}, {"o4": 90}])
def test_one_mark_or_equal_marks_have_a_mean_without_interval(counts: dict[str, int]):
    mean = told(**counts)["mean"]
    assert (mean.value, mean.low, mean.high) == (4, None, None)


def test_the_sipas_figures_are_those_of_the_oracle():
    case = oracle("sipas_item_pooled")
    official = zip(FACTORS, case.inputs["factors_satisfied_valid"].items(), strict=True)
    counts, satisfied, answered = Counts.of(cn=160), 0, 0
    for name, (theirs, (good, valid)) in official:
        counts += Counts.of(**{f"{name}5": good, f"{name}2": valid - good})
        satisfied, answered = satisfied + good, answered + valid
        rate = INDICATORS[f"factor.{name}"].estimate(Evidence(counts))
        assert rate.value == pytest.approx(case.expected["factor_pct"][theirs] / 100, abs=6e-9)
    found = measure(Evidence(counts + Counts.of(ca=satisfied, cb=answered)))

    pooled, by_factor = found["sipas_pooled"], found["sipas_factors"]
    assert pooled.value == pytest.approx(case.expected["pooled_pct"] / 100, abs=6e-9)
    assert by_factor.value == pytest.approx(
        case.expected["simple_mean_of_factors_pct"] / 100, abs=6e-9
    )
    assert (pooled.n, pooled.count) == (160, satisfied)
    assert (by_factor.n, by_factor.count, by_factor.low) == (160, None, None)


def test_pooled_answers_of_three_people_are_a_sample_of_three():
    """(a, b) = (2, 2), (1, 3), (0, 1): r = 1/2, interval by hand, wider than of six answers."""
    people = [(5, 4, None, 0, None), (4, 1, 3, None, None), (None, 2, None, None, None)]
    counts = Counts.total(onehot(RESPONSE, 1, None, *factors) for factors in people)
    pooled = measure(Evidence(counts))["sipas_pooled"]

    reach = 1.959963984540054 * (3 / 2 * 1.5) ** 0.5 / 6
    assert (pooled.value, pooled.n, pooled.count) == (0.5, 3, 3)
    assert (pooled.low, pooled.high) == pytest.approx((0.5 - reach, 0.5 + reach))
    assert pooled.verdict == "too_few"


def test_a_factor_nobody_answered_does_not_weigh_in_the_mean_of_factors():
    counts = Counts.of(access5=3, access1=1, staff4=2, feedback0=8, cn=4)
    mean = INDICATORS["sipas_factors"].estimate(Evidence(counts))
    assert (mean.value, mean.n) == (0.875, 4)


def test_the_response_rate_counts_days_with_volumes_only_and_may_pass_one():
    rate = measure(Evidence(Counts.of(responses=500), (60, 50)))["response_rate"]
    assert (rate.value, rate.n, rate.count, rate.low, rate.high) == (1.2, 50, 60, None, None)


def test_without_volumes_the_response_rate_says_nothing_and_no_figure_is_weighted():
    found = told(o5=40)
    assert found["response_rate"].verdict == "none"
    assert "satisfaction_weighted" not in found


def test_services_weigh_as_many_transactions_as_they_closed():
    case = oracle("poststratified_by_volume")
    strata = [
        Stratum(Counts.of(o5=s["satisfied"], o1=s["responses"] - s["satisfied"]), s["volume"])
        for s in case.inputs["strata"]
    ]
    counts = Counts.total(stratum.counts for stratum in strata)
    found = measure(Evidence(counts, (300, 10000), strata))
    weighted, expected = found["satisfaction_weighted"], case.expected

    assert found["satisfaction"].value == pytest.approx(expected["raw_pct"] / 100)
    assert weighted.value == pytest.approx(expected["weighted_pct"] / 100)
    assert (weighted.low, weighted.high) == pytest.approx(expected["ci95_normal"], abs=6e-7)
    assert weighted.effective == pytest.approx(expected["kish_neff"], abs=6e-7)
    assert weighted.n / weighted.effective == pytest.approx(expected["kish_deff"], abs=6e-7)
    assert (weighted.n, weighted.count) == (300, None)
    assert found["response_rate"].value == pytest.approx(expected["overall_response_rate"])


def weight(*strata: Stratum) -> Estimate | None:
    return INDICATORS["satisfaction_weighted"].estimate(Evidence(Counts.zero(), None, strata))


def test_services_with_few_or_no_answers_join_the_next_smallest():
    alone, silent = Stratum(Counts.of(o5=4, o1=1), 50), Stratum(Counts.zero(), 50)
    joined = Stratum(Counts.of(o5=4 + 19, o1=1 + 1), 200)
    assert weight(*SERVICES, alone, silent) == weight(joined, SERVICES[1])


def test_answers_without_a_known_volume_weigh_their_share_of_answers():
    whole = weight(*SERVICES, Stratum(Counts.of(o5=10), None))
    # 40 of 50 answers carry 400 transactions, so the other ten stand for 100 more.
    assert whole == weight(*SERVICES, Stratum(Counts.of(o5=10), 100))


def test_too_many_answers_without_a_known_volume_leave_no_weighted_figure():
    assert weight(*SERVICES, Stratum(Counts.of(o5=11), None)) is None
    assert why_not([*SERVICES, Stratum(Counts.of(o5=11), None)]) == "services_unknown"
    assert why_not([*SERVICES, Stratum(Counts.of(o5=10), None)]) is None
    assert why_not([Stratum(Counts.of(o5=99), None)]) == why_not([]) == "no_volumes"


def test_one_satisfied_person_makes_no_weighted_interval():
    one = weight(Stratum(Counts.of(o5=1), 30))
    assert one is not None
    assert (one.value, one.low, one.high, one.n, one.verdict) == (1, None, None, 1, "too_few")


def test_facts_are_told_apart_from_satisfaction():
    found = told(responses=50, unfinished=5, t1=10, t2=26, t3=4, t4=9, v0=2, v1=6, v2=1, v3=1)
    assert (found["could_not_finish"].value, found["could_not_finish"].n) == (0.1, 50)
    assert (found["on_time"].value, found["on_time"].n) == (0.9, 40)
    assert (found["visits"].value, found["visits"].n, found["visits"].count) == (1.1, 10, None)
    assert found["satisfaction"].verdict == "none"


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "none"), (1, "too_few"), (9, "too_few"), (10, "few"), (29, "few"), (30, "ok")],
)
def test_the_verdict_follows_the_number_of_answers(n: int, expected: str):
    assert verdict(n) == expected


def test_replies_have_their_days_and_the_citizens_verdict():
    said = Replies(Counter({0: 2, 3: 5, 10: 3}), Counter({5: 6, 4: 2, 1: 2}))
    found = measure(Evidence(Counts.zero(), replies=said))
    waited, satisfied = found["reply_days"], found["answered_satisfied"]
    assert (waited.value, waited.n, waited.count) == (4.5, 10, None)
    assert waited.low is not None
    assert 0 <= waited.low < 4.5
    assert (satisfied.value, satisfied.n, satisfied.count) == (0.8, 10, 8)
    assert "reply_days" not in told(o5=3)
