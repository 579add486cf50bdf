"""What signals, their states and their rules are called on a page."""

from collections.abc import Sequence

from analytics.numbers.indicators import FACTOR_TITLES
from analytics.numbers.vigil import UNFINISHED
from analytics.quality.watching.around import OpenSignal
from analytics.quality.watching.candidates import BURST, PERFECT, SILENT
from analytics.quality.watching.handling import Raised
from analytics.quality.watching.wording import FACTOR
from translations import gettext as _
from translations import mark

STATES = {"new": mark("New"), "in_work": mark("In work"), "closed": mark("Closed")}
RULES = {
    "month": mark("above the limit"),
    "drift": mark("a rise piled up day by day"),
    "perfect": mark("all satisfied"),
}
_OTHERS = {
    SILENT: mark("Nothing comes in any more"),
    PERFECT: mark("Suddenly all are satisfied"),
    BURST: mark("Ratings came too fast"),
}
HOW = {
    SILENT: mark(
        "A collector is missed when at least 12 ratings could be expected from its own pace in the "
        "days since the last one, on at least 5 days. Days of Tết and outages do not count."
    ),
    PERFECT: mark(
        "At least 30 ratings in a month, all of 4 or 5, where chance makes that less than once in "
        "2,000 months: from the lower end of the interval (Wilson, 95%) of the year before."
    ),
    BURST: mark(
        "At least 10 ratings of one counter and day that were flagged for coming faster than its "
        "own record explains. They count in all figures until somebody excludes them."
    ),
}
OF_A_CHANGE = mark(
    "Marks of 3 or lower, or visits that could not be finished, among all, held against the first "
    "12 months, frozen. Month: so many come by chance once in 740 months, what 12 months leave "
    "open counted in. Drift: answer by answer the odds pile up that the level is worse (Bernoulli "
    "CUSUM). What shows in several series at once is one signal."
)


def title_of(signal: Raised | OpenSignal) -> str:
    """A signal in few words."""
    if signal.rule in _OTHERS:
        return _(_OTHERS[signal.rule])
    indicator = signal.indicator or ""
    if indicator == UNFINISHED:
        return _("More than usual could not finish")
    if indicator.startswith(FACTOR):
        factor = _(FACTOR_TITLES[indicator.removeprefix(FACTOR)])
        return _("%(factor)s: less satisfied than usual", factor=factor)
    return _("Less satisfied than usual")


def rule_words(rules: Sequence[str]) -> str | None:
    """The rules that held at a point; None where none did."""
    return (
        ", ".join(_(RULES[rule]) if rule in RULES else _("above the usual") for rule in rules)
        or None
    )


def formula_of(signal: Raised) -> str:
    """How it was found."""
    return _(HOW.get(signal.rule, OF_A_CHANGE))
