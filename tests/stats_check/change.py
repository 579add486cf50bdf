"""Changes, charts over time, and what goes together."""

from collections import Counter
from typing import Any

from stats_check.figures import Found, check

from analytics.numbers import control, drift, drivers, samples, tails
from analytics.numbers.intervals import newcombe


@check("two_proportions")
def two(given: Any) -> Found:
    x1, n1, x2, n2 = (given[name] for name in ("x1", "n1", "x2", "n2"))
    z = tails.pooled_z(x1, n1, x2, n2)
    return {
        "diff": x2 / n2 - x1 / n1,
        "z": z,
        "p_two_sided": tails.two_sided(z),
        "newcombe95": newcombe(x1, n1, x2, n2),
        "fisher_p": tails.fisher(x1, n1, x2, n2),
    }


@check("n_per_group_detect")
def needed(given: Any) -> Found:
    return {"n_per_period": [samples.needed(*pair) for pair in given["pairs"]]}


@check("min_detectable_change")
def detectable(given: Any) -> Found:
    share, sizes = given["p"], given["n"]
    return {
        "mdc_80power": [samples.detectable(share, n) for n in sizes],
        "noise_band95": [samples.noise(share, n) for n in sizes],
    }


def _beyond(points: list[control.Point]) -> list[int]:
    return [one.at for one in control.signals(points) if one.rule == "beyond"]


@check("p_chart")
def p_chart(given: Any) -> Found:
    points = control.p_chart(given["x"], given["n"])
    return {
        "pbar": points[0].centre,
        "p": [point.value for point in points],
        "ucl": [point.high for point in points],
        "lcl": [point.low for point in points],
        "out_of_control_indexes_0based": _beyond(points),
    }


@check("laney_p_prime")
def laney(given: Any) -> Found:
    asked = (given["x"], given["n"])
    plain, wide = control.p_chart(*asked), control.laney_chart(*asked)
    return {
        "pbar": plain[0].centre,
        "sigma_z_MR": control.dispersion(*asked),
        "p_chart_flags": len(_beyond(plain)),
        "laney_flags": len(_beyond(wide)),
        "first_point_limits_p": [plain[0].low, plain[0].high],
        "first_point_limits_laney": [wide[0].low, wide[0].high],
    }


@check("xmr")
def individuals(given: Any) -> Found:
    chart = control.individuals_chart(given["y"])
    return {
        "mean": chart.points[0].centre,
        "mr_bar": chart.range_mean,
        "unpl": chart.points[0].high,
        "lnpl": chart.points[0].low,
        "mr_ucl": chart.range_high,
        "flag_indexes": _beyond(chart.points),
    }


@check("run_rule_8")
def run(given: Any) -> Found:
    points = [control.Point(value, given["centre"], 0.0, 1.0) for value in given["v"]]
    return {"flag_indexes": [one.at for one in control.signals(points)]}


@check("ewma_proportion")
def ewma(given: Any) -> Found:
    totals = [given["n"]] * len(given["x"])
    points = drift.ewma_chart(given["x"], totals, given["p0"], given["lambda"], given["L"])
    return {
        "ewma": [point.value for point in points],
        "ucl": [point.high for point in points],
        "lcl": [point.low for point in points],
        "first_alarm_index": _beyond(points)[0],
    }


@check("cusum_tabular")
def cusum(given: Any) -> Found:
    sums = drift.cusum(given["x"], [given["n"]] * len(given["x"]), given["p0"], given["k"])
    alarms = [i for i, one in enumerate(sums) if max(one) > given["h"]]
    return {
        "c_plus": [one.above for one in sums],
        "c_minus": [one.below for one in sums],
        "first_alarm_index": alarms[0],
    }


_rows: dict[str, Any] = {}


def same_rows(known: dict[str, Any]) -> None:
    """Cases that say "the same rows as" another need to know it."""
    _rows.update(known)


def _marks(given: Any) -> Counter[tuple[int, ...]]:
    if "same_rows_as" in given:
        given = _rows[given["same_rows_as"]]["inputs"]
    return Counter(map(tuple, given["rows"]))


@check("driver_relative_weights")
def weights(given: Any) -> Found:
    rows, names = _marks(given), given["columns"][:-1]
    table, raw = drivers.correlations(rows), drivers.relative_weights(rows)
    assert table
    assert raw
    parts = [weight / sum(raw) for weight in raw]
    good = [drivers.performance(rows, i) for i in range(len(names))]
    means = (sum(parts) / len(parts), sum(good) / len(good))
    return {
        "pearson": table[-1][:-1],
        "spearman": [drivers.spearman(rows, i) for i in range(len(names))],
        "relative_weights_raw": raw,
        "R2": sum(raw),
        "relative_weights_pct": [100 * part for part in parts],
        "performance_top2": good,
        "ipa": {
            name: drivers.quarter(part, means[0], share, means[1])
            for name, part, share in zip(names, parts, good, strict=True)
        },
    }


@check("cronbach_alpha")
def alpha(given: Any) -> Found:
    return {"alpha": drivers.cronbach(_marks(given))}
