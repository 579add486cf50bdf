"""Points and classes that rules of others give."""

from datetime import date
from typing import Any

from stats_check.figures import Found, check

from analytics.numbers.scoring import STAFF_2018, class_2018, index_2018, scoring_on

THE_DAY = date(2026, 9, 1)


@check("qd766_satisfaction_group")
def satisfaction(given: Any) -> Found:
    table = scoring_on(THE_DAY)
    assert table
    points = [
        table.score(
            one["dossiers"],
            one["bad_or_overdue_or_complained"],
            tuple(one["pakn_on_time"]),
            tuple(one["pakn_satisfied"]),
        )
        for one in given["cases"]
    ]
    return {
        "dossier_rate": [one.rate for one in points],
        "score_dossier": [one.dossiers for one in points],
        "score_on_time": [one.on_time for one in points],
        "score_pakn_sat": [one.answers for one in points],
        "group_total": [one.total for one in points],
    }


@check("haiphong_766_2025")
def adds_up(given: Any) -> Found:
    return {"total": sum(given.values())}


@check("circ01_2018_rating")
def classes(given: Any) -> Found:
    return {"class": [class_2018(points) for points in given["totals"]]}


@check("circ01_2018_dossier_average")
def averages(given: Any) -> Found:
    return {name.removesuffix("_scores"): index_2018(scores) for name, scores in given.items()}


@check("circ01_2018_staff_class")
def staff(given: Any) -> Found:
    return {"class": [class_2018(points, STAFF_2018) for points in given["totals"]]}
