"""The worked cases of statistics against our code, figure by figure.

`make stats-check` runs all of them, `make stats-check ORACLES=FILE` those of another file of the
same form. A check is a function from a case's inputs to our figures, under the names that the
case expects; what is not computed on purpose stands in ``ON_PURPOSE`` with the reason.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Found = dict[str, Any]
Check = Callable[[Any], Found]

CHECKS: dict[str, Check] = {}
ON_PURPOSE = {
    "wald95_do_not_use": "claims certainty at 0 and n",
    "sigma_z_sample_sd_variant": "the variant that is not Laney's",
    "overdispersed_test_needed": "a rule in words",
    "must_not_show_100": "a rule in words",
    "ipa_quadrant_rule": "a rule in words",
    "reason_D": "a reason in words",
    "publish_as": "withheld instead of coarsened",
    "max_total": "a constant of the decision",
}


class Figure(NamedTuple):
    """One figure of a case: ours, what was expected, and how far it may be off."""

    case: str
    name: str
    ours: Any
    expected: Any
    tolerance: float

    @property
    def holds(self) -> bool:
        if isinstance(self.expected, int | float) and not isinstance(self.expected, bool):
            number = isinstance(self.ours, int | float)
            # Expected figures are rounded in their sixth digit.
            return number and abs(self.ours - self.expected) <= self.tolerance + 6e-7
        return bool(self.ours == self.expected)

    def __str__(self) -> str:
        verdict = "ok  " if self.holds else "MISS"
        figure = f"{self.ours!s:>22}  of {self.expected} ± {self.tolerance:g}"
        return f"{verdict} {self.case:32} {self.name:40} {figure}"


def check(*ids: str) -> Callable[[Check], Check]:
    """Enter a function for the cases whose id begins so."""

    def enter(function: Check) -> Check:
        CHECKS.update(dict.fromkeys(ids, function))
        return function

    return enter


def figures(case: dict[str, Any]) -> Iterator[Figure]:
    """Every figure that a case expects.

    Raises:
        LookupError: nothing checks cases of this id.
    """
    id = case["id"]
    found = next((of for begins, of in CHECKS.items() if id.startswith(begins)), None)
    if found is None:
        raise LookupError(id)
    ours, tolerance = found(case["inputs"]), case["tolerance"]
    for name, expected in case["expected"].items():
        if name not in ON_PURPOSE:
            yield from _apart(id, name, ours.get(name), expected, tolerance)


def _apart(id: str, name: str, ours: Any, expected: Any, tolerance: float) -> Iterator[Figure]:
    if isinstance(expected, dict):
        for key, value in expected.items():
            mine = ours.get(key) if isinstance(ours, dict) else None
            yield from _apart(id, f"{name}.{key}", mine, value, tolerance)
    elif isinstance(expected, list):
        mine = list(ours) if isinstance(ours, list | tuple) else []
        if len(mine) != len(expected):
            yield Figure(id, name, ours, expected, tolerance)
            return
        for place, (one, value) in enumerate(zip(mine, expected, strict=True)):
            yield from _apart(id, f"{name}[{place}]", one, value, tolerance)
    else:
        yield Figure(id, name, ours, expected, tolerance)


def all_checks(rows: dict[str, Any]) -> None:
    """Enter every check; some cases say "the same rows as" another, so they are told all."""
    from stats_check import change, scores, shares, small, units

    for room in (change, scores, shares, small, units):
        if hear := getattr(room, "same_rows", None):
            hear(rows)


def cases(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["oracles"]
    return found
