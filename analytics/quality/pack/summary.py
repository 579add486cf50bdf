"""The summary: how it stands, whether it changed, what stands out, in three sentences."""

from collections.abc import Iterator
from typing import Final

from analytics.quality.pack.contents import Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Ratings, Said, Share, Value
from analytics.quality.pack.subject import Subject
from analytics.quality.watching.charts import BEYOND, DRIFT, Chart
from surveys.days import Period
from translations import mark

# Less than half of one in a hundred is said as nothing.
_SAYABLE: Final = 0.005

_LEVELS: Final = {
    "few": mark(
        "About %(value)s of 100 ratings were satisfied, between %(low)s and %(high)s, "
        "from %(ratings)s; that is few."
    ),
    "ok": mark(
        "About %(value)s of 100 ratings were satisfied, between %(low)s and %(high)s, "
        "from %(ratings)s."
    ),
}
_CHANGES: Final = {
    "up": (
        mark("That is about %(size)s in 100 more than in %(before)s, at least %(least)s more."),
        mark("That is about %(size)s in 100 more than in %(before)s."),
    ),
    "down": (
        mark("That is about %(size)s in 100 fewer than in %(before)s, at least %(least)s fewer."),
        mark("That is about %(size)s in 100 fewer than in %(before)s."),
    ),
}
_MORE: Final = mark("More ratings than usual were not satisfied: %(periods)s.")
_RISE: Final = mark("A slow rise of ratings that were not satisfied was found: %(periods)s.")


@section("summary", title=mark("Summary"))
def summary(subject: Subject) -> Iterator[Text]:
    """Three facts in words."""
    yield Text((_level(subject), _change(subject), *_watched(subject)), listed=True)


def _level(subject: Subject) -> Said:
    told = subject.now.indicators["satisfaction"]
    if told.n == 0:
        return Said(mark("Nobody gave an overall mark in this period."))
    if told.verdict == "too_few" or told.value is None:
        return Said(
            mark("There were only %(ratings)s: too few for a figure."), {"ratings": Ratings(told.n)}
        )
    values: dict[str, Value] = {
        "value": Share(told.value),
        "low": Share(told.low or 0.0),
        "high": Share(told.high or 0.0),
        "ratings": Ratings(told.n),
    }
    return Said(_LEVELS[told.verdict], values)


def _change(subject: Subject) -> Said:
    change, before = subject.change, subject.earlier
    if change is None:
        return Said(
            mark("Nothing can be said about a change since %(before)s: too few ratings."),
            {"before": before},
        )
    if change.direction == "unclear":
        return Said(
            mark("No clear change since %(before)s; what there is may be chance."),
            {"before": before},
        )
    sure, vague = _CHANGES[change.direction]
    size: dict[str, Value] = {"size": Share(abs(change.value)), "before": before}
    if change.least < _SAYABLE:
        return Said(vague, size)
    return Said(sure, size | {"least": Share(change.least)})


def _watched(subject: Subject) -> Iterator[Said]:
    chart, span = subject.chart, subject.covered
    standing_out = chart.found(span)
    for words, rule in ((_MORE, BEYOND), (_RISE, DRIFT)):
        periods = [one.period for one in standing_out if rule in one.rules]
        if periods:
            yield Said(words, {"periods": tuple(sorted(periods))})
    if not standing_out:
        yield Said(_quiet(chart, span))


def _quiet(chart: Chart, span: Period) -> str:
    if chart.limited(span):
        return mark("Nothing in this period stands out from what is usual here.")
    return mark("What is usual here cannot be said yet: there are too few ratings.")
