"""What could be raised: each rule over what was read of all units, less what was told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from analytics.numbers.usual import monthly
from analytics.numbers.vigil import UNSATISFIED, Days, tallies, watch_over
from analytics.quality.watching import evidence, wording
from analytics.quality.watching.changes import Change, Told, by_month, is_told, joined
from analytics.quality.watching.charts import BEYOND, DRIFT
from analytics.quality.watching.kept import Kept
from analytics.quality.watching.quiet import Silent, by_unit
from analytics.quality.watching.sudden import Burst, Month, perfect
from surveys.days import Period
from surveys.register import Register

RULES_OF_CHANGE: Final = (BEYOND, DRIFT)
PERFECT, SILENT, BURST = "perfect", "silent", "burst"

NEWS: Final = timedelta(days=100)
"""A change that was over for longer when it was first seen is history: it is drawn, not raised."""

LATELY: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is to be raised, unless it was; ``say`` says it in the language spoken."""

    unit_id: int
    subject: str
    rule: str
    span: Period
    evidence: evidence.Evidence
    say: Callable[[], str]
    indicator: str | None = None
    touchpoint_id: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that a look at all units read, in one snapshot.

    Attributes:
        days: of each unit, those before ``today``.
        usual: of each unit its baselines in force, by series, in the order of importance.
    """

    register: Register
    today: date
    seal: int
    days: Mapping[int, Days]
    usual: Mapping[int, Mapping[str, Kept]]
    told: Mapping[int, Sequence[Told]]
    silent: Sequence[Silent]
    bursts: Sequence[Burst]


def all_of(seen: Seen) -> Iterator[Candidate]:
    """Everything that is news."""
    yield from changes(seen)
    yield from perfections(seen)
    yield from silences(seen)
    yield from burst_days(seen)


def changes(seen: Seen) -> Iterator[Candidate]:
    """One candidate for each change of each unit."""
    for unit_id, kept in seen.usual.items():
        watched = watch_over(seen.days[unit_id], seen.today, {s: k.usual for s, k in kept.items()})
        found = [
            Change(one.series, alarm)
            for one in watched
            for alarm in one.alarms
            if alarm.period.end > seen.today - NEWS
        ]
        told = [one for one in seen.told.get(unit_id, ()) if one.rule in RULES_OF_CHANGE]
        for group in joined(found):
            if not is_told(group, told):
                yield _changed(seen, unit_id, group, kept[group[0].series])


def _changed(seen: Seen, unit_id: int, group: list[Change], kept: Kept) -> Candidate:
    first, unit = group[0], seen.register.slug_of(unit_id)
    months = by_month(seen.days[unit_id], seen.today)
    return Candidate(
        *(unit_id, first.series, first.alarm.rule, first.span),
        evidence=evidence.of_change(group, months, kept, unit, seen.seal),
        say=partial(wording.fall, group),
        indicator=first.series,
    )


def perfections(seen: Seen) -> Iterator[Candidate]:
    """One for each unit whose last month is suddenly perfect."""
    for unit_id, days in seen.days.items():
        months = _whole(days, seen.today)
        found = perfect(months)
        if found is None or found.month.end <= seen.today - NEWS:
            continue
        known = [one.span.end for one in seen.told.get(unit_id, ()) if one.rule == PERFECT]
        # A perfect month after a perfect month is no news.
        if any(end >= found.month.start for end in known):
            continue
        unit = seen.register.slug_of(unit_id)
        yield Candidate(
            *(unit_id, UNSATISFIED, PERFECT, found.month),
            evidence=evidence.of_perfection(found, months, unit, seen.seal),
            say=partial(wording.perfection, found),
            indicator=UNSATISFIED,
        )


def _whole(days: Days, until: date) -> list[Month]:
    return [month for month in monthly(tallies(days, UNSATISFIED)) if month[0].end <= until]


def silences(seen: Seen) -> Iterator[Candidate]:
    """One for each unit with collectors that fell silent.

    Slow ones are missed later than quick ones: what was silent already when an open signal of
    silence was raised is part of it.
    """
    for unit_id, some in by_unit(seen.silent).items():
        told = seen.told.get(unit_id, ())
        known = {pair for one in told for pair in one.touchpoints}
        open_ = [one.span.end for one in told if one.rule == SILENT and one.open]
        until = max(open_, default=date.min)
        news = [
            one
            for one in some
            if (one.place.id, one.last.isoformat()) not in known and one.last >= until
        ]
        if not news:
            continue
        span = Period(min(one.last for one in news) + timedelta(days=1), seen.today)
        unit = seen.register.slug_of(unit_id)
        yield Candidate(
            *(unit_id, _subject([one.place.id for one in news]), SILENT, span),
            evidence=evidence.of_silence(news, unit, span, seen.seal),
            say=partial(wording.silence, news, seen.register),
            touchpoint_id=news[0].place.id if len(news) == 1 else None,
        )


def burst_days(seen: Seen) -> Iterator[Candidate]:
    """One for each touchpoint with a burst, at most one in a week."""
    for found in seen.bursts:
        subject = _subject([found.touchpoint_id])
        known = [
            told.span
            for told in seen.told.get(found.unit_id, ())
            if told.rule == BURST and (found.touchpoint_id, "") in told.touchpoints
        ]
        if any(span.end > found.start - LATELY for span in known):
            continue
        unit = seen.register.slug_of(found.unit_id)
        code = seen.register.code_of(found.touchpoint_id)
        yield Candidate(
            *(found.unit_id, subject, BURST, Period(found.start, found.end)),
            evidence=evidence.of_burst(found, unit, code, seen.seal),
            say=partial(wording.burst, found, seen.register),
            touchpoint_id=found.touchpoint_id,
        )


def _subject(touchpoints: Sequence[int]) -> str:
    return ("touchpoint " + ",".join(map(str, touchpoints)))[:120]
