"""A check as it is drawn: before, after, the rest of the city, and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analytics.numbers.estimates import TOO_FEW_UNDER, Estimate, share, verdict
from analytics.numbers.registry import INDICATORS
from analytics.quality.actions.effect import LESS_IS_BETTER
from portal.charts import IntervalBar, Scale, interval_bar, scale_of
from portal.periods import period_days
from portal.reviews.wording import points
from portal.staff.drawings import Row
from surveys.days import Period
from translations import gettext as _
from translations import in_hundred, mark

_LEAST_REACH: Final = 0.1

VERDICTS: Final[dict[str, str]] = {
    "better": mark("It worked"),
    "not_shown": mark("An effect is not shown"),
    "worse": mark("It got worse"),
    "too_little": mark("Too few answers yet"),
}
REACHED: Final[dict[str, str]] = {
    "met": mark("The target is met."),
    "missed": mark("The target is missed."),
    "undecided": mark("Whether the target is met cannot be told yet."),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A difference with its interval, as charts take an estimate."""

    value: float
    low: float
    high: float
    n: int
    verdict: str = "ok"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A computed check.

    Attributes:
        title: the verdict in words; ``says`` in a sentence with its numbers.
        rows: before, after and the rest of the city on one scale.
        difference: on a scale with zero in its middle; None where a side has under ten answers, for
            whoever knows the other side would know theirs.
        numbers: the difference in words.
        bad: the points that opened the record, in words, or "".
        reached: of the target, in words.
        alone: whether there was no rest of the city to compare with.
    """

    title: str
    says: str
    rows: list[Row]
    difference: IntervalBar | None
    numbers: str
    bad: str
    reached: str
    alone: bool


def estimate(tally: Mapping[str, int]) -> Estimate:
    """A kept tally with its interval."""
    return Estimate.of(share(tally["counted"], tally["n"]), "wilson95", 0.0, 1.0)


def draw(check: Any, before: Period, after: Period) -> Drawn:
    """Draw a check that was computed.

    Args:
        check: a row of ``effect_check``.
        before, after: the days that were compared.
    """
    told, gain = check.result, -1 if check.indicator in LESS_IS_BETTER else 1
    rows = [
        (_("Before, %(days)s", days=period_days(before)), estimate(told["before"]), None),
        (_("After, %(days)s", days=period_days(after)), estimate(told["after"]), None),
    ]
    for part, words in (("before", _BESIDE_BEFORE), ("after", _BESIDE_AFTER)):
        if told["beside"]:
            rows.append((_(words), _weighted(told["beside"][part]), None))
    scale = scale_of((one for _label, one, _link in rows), check.target)
    moved, state = _moved(told), told["reached"]
    return Drawn(
        title=_(VERDICTS[check.verdict]),
        says=_says(check.verdict, moved, gain),
        rows=[Row(label, interval_bar(one, scale, check.target)) for label, one, _link in rows],
        difference=_around_zero(moved) if moved else None,
        numbers=_numbers(moved) if moved else "",
        bad=_bad(told["bad"]),
        reached=_(REACHED[state]),
        alone=not told["beside"],
    )


_BESIDE_BEFORE = mark("The rest of the city before, the same services")
_BESIDE_AFTER = mark("The rest of the city after, the same services")


def _weighted(told: Mapping[str, Any]) -> Estimate:
    """Shares weighted by the unit's services: an interval, and no count of n."""
    ends = (max(0.0, told["low"]), min(1.0, told["high"]))
    n = int(told["n"])
    return Estimate(told["value"], *ends, n, None, "mover95", verdict(n))


def _moved(told: Mapping[str, Any]) -> Moved | None:
    found, n = told["difference"], min(told[side]["n"] for side in ("before", "after"))
    return Moved(**found, n=n) if found and n >= TOO_FEW_UNDER else None


def _around_zero(moved: Moved) -> IntervalBar:
    reach = max(_LEAST_REACH, -moved.low, moved.high)
    return interval_bar(moved, Scale(-reach, reach, reach), target=0.0)


def _numbers(moved: Moved) -> str:
    low, high = points(moved.low), points(moved.high)
    return _(
        "%(value)s, between %(low)s and %(high)s", value=points(moved.value), low=low, high=high
    )


def _says(verdict_: str, moved: Moved | None, gain: int) -> str:
    if verdict_ == "too_little":
        return _("There are too few answers to tell. The day of the check has moved.")
    if moved is None:
        return _("Too few answers to tell.")
    if verdict_ == "not_shown":
        return _("The interval of the difference holds zero: chance alone may explain it.")
    least = in_hundred(min(abs(moved.low), abs(moved.high)))
    value = in_hundred(abs(moved.value))
    if verdict_ == "better":
        return _(
            "A change for the better of about %(value)s in 100, at least %(least)s.",
            value=value,
            least=least,
        )
    return _(
        "A change for the worse of about %(value)s in 100, at least %(least)s.",
        value=value,
        least=least,
    )


def _bad(told: Mapping[str, int] | None) -> str:
    if told is None or told["n"] < TOO_FEW_UNDER:
        return ""
    value = in_hundred(told["counted"] / told["n"])
    return _("%(value)s of 100, from %(n)s answers", value=value, n=told["n"])


def indicator_name(id_: str) -> str:
    """An indicator as the page says it."""
    return _(INDICATORS[id_].title)
