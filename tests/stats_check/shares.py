"""Shares, means and the samples behind them."""

from math import ceil, sqrt
from statistics import median
from typing import Any

from stats_check.figures import Found, check

from analytics.numbers import samples
from analytics.numbers.estimates import Estimate, Evidence, Stratum
from analytics.numbers.indicators import INDICATORS, measure
from analytics.numbers.intervals import Z95, agresti_coull, clopper_pearson, jeffreys, wilson
from analytics.numbers.nets import net
from analytics.numbers.rounding import percent
from analytics.numbers.targets import decide
from surveys.counts import FACTORS, Counts


@check("ci_")
def intervals(given: Any) -> Found:
    x, n = given["x"], given["n"]
    return {
        "p": x / n,
        "wilson95": wilson(x, n),
        "jeffreys95_boundary_rule": jeffreys(x, n),
        "clopper_pearson95": clopper_pearson(x, n),
        "agresti_coull95": agresti_coull(x, n),
    }


@check("five_point_basic")
def five_points(given: Any) -> Found:
    counts = Counts.of(**{f"o{mark}": times for mark, times in given["counts"].items()})
    told = measure(Evidence(counts))
    satisfied, bad, mean = told["satisfaction"], told["dissatisfaction"], told["mean"]
    assert mean.value
    assert mean.low
    assert satisfied.count is not None
    assert bad.count is not None
    marks = [mark for mark, times in enumerate(counts.marks, 1) for _ in range(times)]
    spread = sum((mark - mean.value) ** 2 for mark in marks) / (len(marks) - 1)
    return {
        "n": satisfied.n,
        "top2_box": satisfied.value,
        "bottom2_box": bad.value,
        "neutral": told["neutral"].value,
        "net_satisfaction_top2_minus_bottom2": net(satisfied.count, bad.count, mean.n).value,
        "mean": mean.value,
        "sd_sample": sqrt(spread),
        "se": sqrt(spread / mean.n),
        "mean_ci95_t": _ends(mean),
        "score_0_100": (mean.value - 1) * 25,
        "median": float(median(marks)),
        "dissatisfied_wilson95": _ends(bad),
    }


def _ends(estimate: Estimate) -> list[float | None]:
    return [estimate.low, estimate.high]


@check("sipas_item_pooled")
def sipas(given: Any) -> Found:
    theirs = given["factors_satisfied_valid"]
    named = list(zip(theirs, FACTORS, strict=True))
    satisfied = {ours: theirs[name][0] for name, ours in named}
    answered = {ours: theirs[name][1] for name, ours in named}
    counts = Counts.of(
        cn=max(answered.values()), ca=sum(satisfied.values()), cb=sum(answered.values())
    )
    for ours in FACTORS:
        counts += Counts.of(
            **{f"{ours}5": satisfied[ours], f"{ours}1": answered[ours] - satisfied[ours]}
        )
    told = measure(Evidence(counts))
    values = {id: 100 * (one.value or 0) for id, one in told.items()}
    return {
        "factor_pct": {name: values[f"factor.{ours}"] for name, ours in named},
        "pooled_pct": values["sipas_pooled"],
        "simple_mean_of_factors_pct": values["sipas_factors"],
    }


@check("sample_size_")
def sizes(given: Any) -> Found:
    population, margin = given["N"], given["e"]
    return {
        "yamane": samples.yamane(population, margin),
        "cochran_n0": samples.cochran(margin),
        "cochran_n0_ceil": ceil(samples.cochran(margin)),
        "cochran_fpc": samples.cochran_finite(population, margin),
    }


@check("fpc_se")
def finite(given: Any) -> Found:
    share, n = given["p"], given["n"]
    error = samples.finite_error(share, n, given["N"])
    return {"se_srs": sqrt(share * (1 - share) / n), "se_fpc": error, "moe95_fpc": Z95 * error}


@check("poststratified_by_volume")
def weighted(given: Any) -> Found:
    strata, rates, volumes = [], {}, 0
    for one in given["strata"]:
        unhappy = one["responses"] - one["satisfied"]
        strata.append(Stratum(Counts.of(o5=one["satisfied"], o1=unhappy), one["volume"]))
        rates[one["service"]] = one["responses"] / one["volume"]
        volumes += one["volume"]
    counts = Counts.total(one.counts for one in strata)
    answers = sum(counts.marks)
    told = INDICATORS["satisfaction_weighted"].estimate(Evidence(counts, None, strata))
    assert told
    assert told.value
    assert told.high
    assert told.effective
    return {
        "raw_pct": 100 * (measure(Evidence(counts))["satisfaction"].value or 0),
        "weighted_pct": 100 * told.value,
        "se": (told.high - told.value) / Z95,
        "ci95_normal": _ends(told),
        "kish_deff": told.n / told.effective,
        "kish_neff": told.effective,
        "response_rate_by_stratum": rates,
        "overall_response_rate": answers / volumes,
    }


@check("nps")
def recommend(given: Any) -> Found:
    counts = {int(score): times for score, times in given["counts"].items()}
    n = sum(counts.values())
    up = sum(times for score, times in counts.items() if score >= 9)
    down = sum(times for score, times in counts.items() if score <= 6)
    told = net(up, down, n)
    return {
        "n": n,
        "promoters": up / n,
        "detractors": down / n,
        "nps": 100 * told.value,
        "se_points": 100 * told.error,
        "ci95": [100 * end for end in told.interval],
    }


@check("nonresponse_bounds")
def silent(given: Any) -> Found:
    satisfied, answered, all_ = given["satisfied"], given["responded"], given["eligible"]
    bounds = samples.silent_bounds(satisfied, answered, all_)
    assert bounds
    supposed = samples.all_if(satisfied, answered, all_, 0.8)
    return {
        "respondent_rate": satisfied / answered,
        "response_rate": answered / all_,
        "bound_low": bounds.low,
        "bound_high": bounds.high,
        "rate_if_nonrespondents_80pct": supposed,
        "bias_if_nonrespondents_80pct": satisfied / answered - supposed,
    }


@check("rounding")
def rounding(given: Any) -> Found:
    # 9996 of 10000 is told as >99.9, which the case asks for in words.
    told = [percent(x, n) for x, n in given["x_n"]]
    return {
        "pct_1dp": [
            "100.0" if one.beyond and n == 10000 else f"{one.share * 100:.1f}"
            for one, (_x, n) in zip(told, given["x_n"], strict=True)
        ]
    }


@check("targets")
def targets(given: Any) -> Found:
    asked = given["cases"]
    return {
        "decision": [decide(x, n, 0.9) for x, n in asked],
        "wilson": [wilson(x, n) for x, n in asked],
    }
