"""The worked cases of statistics against our code, figure by figure.

`make stats-check` runs all of them, `make stats-check ORACLES=FILE` those of another file of the
same form. A check is a function from a case's inputs to our figures, under the names that the
case expects; what is not computed on purpose stands in ``ON_PURPOSE`` with the reason.
"""

import json
from collections.abc import Callable, Iterator
from math import inf
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


class Unchecked(ValueError):
    """Nothing can be said of a case; carries the reason."""


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
        Unchecked: nothing checks cases of this id, or its inputs are not those of its kind.
    """
    id = case["id"]
    found = next((of for begins, of in CHECKS.items() if id.startswith(begins)), None)
    if found is None:
        raise Unchecked("no check is known for it")
    try:
        ours = found(case["inputs"])
    except Exception as error:
        raise Unchecked(f"its inputs cannot be reckoned with: {error!r}") from error
    tolerance = case["tolerance"]
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


class BadCases(ValueError):
    """A file holds no worked cases of our form; carries what is wrong with it."""


def cases(file: Path) -> list[dict[str, Any]]:
    """The cases of a file, at least one, each once and of our form.

    Raises:
        BadCases: they are not.
        OSError: the file cannot be read.
    """
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadCases("it is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadCases(f"it is not JSON: {error}") from None
    found = told.get("oracles") if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise BadCases('it has no list "oracles"')
    if not found:
        raise BadCases("it has no case")
    wrong = [place for place, case in enumerate(found, 1) if not _of_our_form(case)]
    if wrong:
        raise BadCases(
            f"case {wrong[0]} needs id (text), inputs, expected (members) and tolerance (a number)"
        )
    ids = [case["id"] for case in found]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise BadCases(f"the id {twice[0]} stands there twice")
    return found


def _of_our_form(case: Any) -> bool:
    if not isinstance(case, dict) or not isinstance(case.get("id"), str) or "inputs" not in case:
        return False
    tolerance, expected = case.get("tolerance"), case.get("expected")
    number = isinstance(tolerance, int | float) and not isinstance(tolerance, bool)
    return bool(number and 0 <= tolerance < inf and isinstance(expected, dict) and expected)
