"""What could be raised: each rule over what was read of all units, less what was told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from analytics.quality.watching import evidence, wording
from analytics.quality.watching.changes import Episode, episodes, is_told, joined
from analytics.quality.watching.charts import Chart, chart
from analytics.quality.watching.freezing import Kept, in_force
from analytics.quality.watching.marked import Marked, breaks_of, concerning
from analytics.quality.watching.quiet import Silent, by_unit
from analytics.quality.watching.series import (
    BASELINE,
    FACTOR,
    UNFINISHED,
    UNSATISFIED,
    Months,
    counted,
    weakest,
)
from analytics.quality.watching.sudden import Burst, perfect
from surveys.counts import Counts
from surveys.days import Period
from surveys.register import Register

RULES_OF_CHANGE: Final = ("beyond", "run")
PERFECT, SILENT, BURST = "perfect", "silent", "burst"
NEWS: Final = timedelta(days=100)
"""A change that was over for longer when it was first seen is history: it is drawn, not raised."""

LATELY = timedelta(days=7)


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
class Told:
    """What was raised before, of one unit."""

    rule: str
    indicator: str | None
    span: Period
    touchpoints: frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that a look at all units read, in one snapshot."""

    register: Register
    today: date
    seal: int
    months: dict[int, Months]
    events: Sequence[Marked]
    kept: Kept
    told: dict[int, list[Told]]
    silent: Sequence[Silent]
    bursts: Sequence[Burst]

    def breaks(self, unit_id: int) -> list[date]:
        """The days with which the series of a unit begin anew."""
        return breaks_of(concerning(self.events, self.register, unit_id, self.today))


def watched(seen_kept: Kept, unit_id: int, months: Months, begins: date | None) -> list[str]:
    """The series of a unit, the most important first: the weakest factor stays what it was."""
    factors = [
        indicator
        for (unit, indicator), kept in seen_kept.items()
        if unit == unit_id and indicator.startswith(FACTOR) and in_force(kept, begins)
    ]
    if not factors:
        first = [counts for period, counts in months if begins is None or period.start >= begins]
        if len(first) >= BASELINE and (found := weakest(Counts.total(first[:BASELINE]))):
            factors = [found]
    return [UNSATISFIED, UNFINISHED, *factors[-1:]]


def all_of(seen: Seen) -> Iterator[Candidate]:
    """Everything that is news."""
    yield from changes(seen)
    yield from perfections(seen)
    yield from silences(seen)
    yield from burst_days(seen)


def changes(seen: Seen) -> Iterator[Candidate]:
    """One candidate for each change of each unit."""
    for unit_id, months in seen.months.items():
        breaks, charts = seen.breaks(unit_id), dict[str, Chart]()
        found: list[Episode] = []
        for indicator in watched(seen.kept, unit_id, months, max(breaks, default=None)):
            kept = seen.kept.get((unit_id, indicator), [])
            charts[indicator] = chart(counted(months, indicator), kept, breaks)
            found += episodes(indicator, charts[indicator])
        told = [(t.indicator, t.span) for t in seen.told[unit_id] if t.rule in RULES_OF_CHANGE]
        for group in joined(found):
            fresh = max(one.last for one in group) > seen.today - NEWS
            if fresh and not is_told(group, told):
                yield _changed(seen, unit_id, group, charts[group[0].indicator])


def _changed(seen: Seen, unit_id: int, group: list[Episode], drawn: Chart) -> Candidate:
    first = group[0]
    unit = seen.register.slug_of(unit_id)
    return Candidate(
        *(unit_id, first.indicator, first.finding.rule, first.span),
        evidence=evidence.of_change(group, drawn, unit, seen.seal),
        say=partial(wording.fall, group),
        indicator=first.indicator,
    )


def perfections(seen: Seen) -> Iterator[Candidate]:
    """One for each unit whose last month is suddenly perfect."""
    for unit_id, months in seen.months.items():
        points = counted(months, UNSATISFIED)
        found = perfect(points)
        if found is None or found.month.period.end <= seen.today - NEWS:
            continue
        span = found.month.period
        known = [t.span.end for t in seen.told[unit_id] if t.rule == PERFECT]
        # A perfect month after a perfect month is no news.
        if any(end >= span.start for end in known):
            continue
        unit = seen.register.slug_of(unit_id)
        yield Candidate(
            *(unit_id, UNSATISFIED, PERFECT, span),
            evidence=evidence.of_perfection(found, points, unit, seen.seal),
            say=partial(wording.perfection, found),
            indicator=UNSATISFIED,
        )


def silences(seen: Seen) -> Iterator[Candidate]:
    """One for each unit with collectors that fell silent."""
    for unit_id, some in by_unit(seen.silent).items():
        known = {pair for told in seen.told[unit_id] for pair in told.touchpoints}
        news = [one for one in some if (one.place.id, one.last.isoformat()) not in known]
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
            for told in seen.told[found.unit_id]
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
