"""The two tables: false signals per unit and year, and how often a fall is found in time."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from analytics.numbers.alarms import Alarm
from analytics.numbers.simulated import FALL, MOST_FALSE, SEEN
from analytics.numbers.vigil import UNSATISFIED, baselines, watch_over
from load_tests.alarms.offices import FIRST, Office

QUIET_MONTHS, YEARS = 48, 3
"""Twelve months of baseline, then three years of watching."""

FALSE_AT = (30, 60, 200, 1000)
SEEN_AT = (30, 60, 100, 300)
FALLS = (0.75, 0.80, 0.85)
PROMISED_AT = (30, 60, 200)
THREE_MONTHS = timedelta(days=91)


def false_signals(office: Office, times: int, dice: Random) -> dict[str, float]:
    """Per unit and year, by series; factors together, whichever was the weakest."""
    told = {"unsatisfied": 0, "could_not_finish": 0, "factor": 0}
    for _ in range(times):
        days = office.days(dice, QUIET_MONTHS)
        end = date(FIRST.year + QUIET_MONTHS // 12, 1, 1)
        for watched in watch_over(days, end, baselines(days, end)):
            told[watched.series.partition(".")[0]] += len(watched.alarms)
    each = {series: count / times / YEARS for series, count in told.items()}
    return each | {"all": sum(each.values())}


def found(monthly: float, fallen: float, times: int, dice: Random, wanders: bool = False) -> float:
    """How often a fall that begins on some day of the second year is found within three months."""
    seen = 0
    for _ in range(times):
        falls = date(FIRST.year + 1, 1, 1) + timedelta(days=dice.randrange(365))
        office = Office(monthly, falls, fallen, wanders)
        days, end = office.days(dice, 28, factors=False), falls + THREE_MONTHS
        known = baselines(days, date(FIRST.year + 1, 1, 1))
        watched = [one for one in watch_over(days, end, known) if one.series == UNSATISFIED]
        seen += any(_after(alarm, falls) for one in watched for alarm in one.alarms)
    return seen / times


def _after(alarm: Alarm, day: date) -> bool:
    return alarm.period.end > day


def table(times: int, seed: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Both tables, each row told as soon as it is known."""
    dice = Random(seed)
    quiet, falls = [], []
    for wanders in (False, True):
        for monthly in FALSE_AT:
            row = false_signals(Office(monthly, wanders=wanders), times, dice)
            quiet.append({"monthly": monthly, "wanders": wanders} | row)
            tell(f"false signals: {_line(quiet[-1])}")
    for fallen in FALLS:
        for monthly in SEEN_AT:
            share = found(monthly, 1 - fallen, times, dice)
            falls.append({"monthly": monthly, "to": fallen, "found": share})
            tell(f"a fall from {FALL[0]} found: {_line(falls[-1])}")
    return {"false": quiet, "found": falls}


def _line(row: dict[str, Any]) -> str:
    return "  ".join(f"{k} {round(v, 3) if isinstance(v, float) else v}" for k, v in row.items())


def broken(told: dict[str, Any]) -> list[str]:
    """The promises that the tables do not hold."""
    loud = [
        f"{row['all']:.3f} false signals at {row['monthly']} a month"
        for row in told["false"]
        if row["monthly"] in PROMISED_AT and not row["wanders"] and row["all"] > MOST_FALSE
    ]
    blind = [
        f"a fall is found with {row['found']:.3f} at {row['monthly']} a month"
        for row in told["found"]
        if row["to"] == FALL[1] and row["found"] < SEEN.get(row["monthly"], 0)
    ]
    return loud + blind
