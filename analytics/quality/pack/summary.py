"""The summary: how it stands, whether it changed, what stands out, in three sentences."""

from collections.abc import Iterator
from typing import Final

from analytics.numbers.watch import Watch, Watched
from analytics.quality.pack.contents import Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Ratings, Said, Share, Value
from analytics.quality.pack.subject import Subject
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
_FEWER: Final = mark("Fewer ratings than usual were not satisfied: %(periods)s.")


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
    watch, span = subject.watch, subject.covered
    standing_out = watch.signals(span)
    for words, side in ((_MORE, "above"), (_FEWER, "below")):
        periods = [one.period for one in standing_out if one.signals[0].side == side]
        if periods:
            yield Said(words, {"periods": tuple(sorted(periods))})
    if not standing_out:
        yield Said(_quiet(watch, span))


def _quiet(watch: Watch, span: Period) -> str:
    if any(_charted(one, span) for one in watch.watched):
        return mark("Nothing in this period stands out from what is usual here.")
    return mark("What is usual here cannot be said yet: there are too few ratings.")


def _charted(one: Watched, span: Period) -> bool:
    return one.point is not None and one.period.start < span.end and one.period.end > span.start
