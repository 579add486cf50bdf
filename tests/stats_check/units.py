"""Units beside each other, and the days and codes they had."""

from datetime import date, datetime
from typing import Any

from stats_check.figures import Found, check

from analytics.numbers import comparison, standardising, together
from analytics.numbers.comparison import Placed
from analytics.numbers.tails import chi_square_quantile
from surveys import days
from surveys.seeds import read_seed


@check("simpson_paradox")
def simpson(given: Any) -> Found:
    units = {name: {s: tuple(v) for s, v in mix.items()} for name, mix in given.items()}
    services = list(next(iter(units.values())))
    volumes = {s: sum(mix[s][1] for mix in units.values()) for s in services}
    common = {s: volume / sum(volumes.values()) for s, volume in volumes.items()}
    told: Found = {"directly_standardised_equal_volume_weights": {}}
    for name, mix in units.items():
        overall = sum(x for x, _ in mix.values()) / sum(n for _, n in mix.values())
        told[name] = {s: x / n for s, (x, n) in mix.items()} | {"overall": overall}
        found = standardising.direct(mix, common)
        assert found
        told["directly_standardised_equal_volume_weights"][name] = found.share
    return told | {"direct_weights_pooled": {f"w_{s}": w for s, w in common.items()}}


@check("funnel")
def funnel(given: Any) -> Found:
    units = {name: (x, n) for name, (n, x) in given["units"].items()}
    found = comparison.funnel(units)
    placed = list(found.units.values())
    ps = [one.p for one in placed]
    adjusted = {
        "bonferroni": together.bonferroni(ps),
        "holm": [one.p_holm for one in placed],
        "fdr_bh": [one.p_fdr for one in placed],
    }
    told: Found = {
        "theta": found.target,
        "rates": [one.counted / one.n for one in placed],
        "z": [one.z for one in placed],
        "limits95": [one.near for one in placed],
        "limits998": [one.far for one in placed],
        "outside95": [name for name, one in found.units.items() if _outside(one, 0)],
        "outside998": [name for name, one in found.units.items() if _outside(one, 1)],
        "phi_winsorised10": found.dispersion,
        "chi2_stat": sum(one.z**2 for one in placed),
        "chi2_crit_df_k_minus_1": chi_square_quantile(0.95, len(placed) - 1),
        "p_raw": ps,
    }
    for way, values in adjusted.items():
        told[f"p_adj_{way}"] = values
        told[f"reject_{way}"] = [u for u, p in zip(units, values, strict=True) if p < 0.05]
    return told


def _outside(placed: Placed, which: int) -> bool:
    low, high = (placed.near, placed.far)[which]
    return not low <= placed.counted / placed.n <= high


@check("shrinkage")
def shrinkage(given: Any) -> Found:
    units = given["units"].items()
    return {
        "shrunk": {u: standardising.shrunk(x, n, given["theta"], given["K"]) for u, (n, x) in units}
    }


@check("period_bucketing_vn_tz")
def office_days(given: Any) -> Found:
    moments = [datetime.fromisoformat(utc) for utc in given["utc"]]
    local = [days.office_day(days.to_ms(moment)) for moment in moments]
    return {
        "local_date": [day.isoformat() for day in local],
        "quarter": [days.period_of(day, "quarter").label for day in local],
        "unit_for_code_11413": [_unit_of("11413", day) for day in local],
    }


def _unit_of(code: str, day: date) -> str:
    """Whose code it was, by the register of the city that every database is seeded with."""
    return next(
        unit["names"]["vi"]
        for unit in read_seed("city")["units"]
        for one in unit["codes"]
        if one["code"] == code
        and (one["valid_from"] or "") <= day.isoformat() < (one["valid_to"] or "9999")
    )
