"""Effect checks that were computed: before and after with their intervals, beside the others.

Source: ISO 9001:2015, 9.3.2 a and 10.2.1 d.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from analytics.numbers.asks import ROW_DAYS
from analytics.numbers.estimates import TOO_FEW_UNDER, Estimate, share
from analytics.numbers.registry import INDICATORS
from analytics.quality.baselines import Baseline
from analytics.quality.pack.contents import Block, Column, Figures, Row, Table
from analytics.quality.pack.effects import told
from analytics.quality.pack.lineage import Command
from analytics.quality.pack.sayings import Figure, Points, Said, Share, Value, written
from analytics.quality.pack.subject import Subject
from surveys.days import Period
from translations import mark

REACHED: Final = {
    "met": mark("%(target)s of 100: met"),
    "missed": mark("%(target)s of 100: missed"),
    "undecided": mark("%(target)s of 100: not yet decidable"),
}
_SATISFIED: Final = ("satisfaction", "factor.")
_COLUMNS: Final = (
    Column(mark("No.")),
    Column(mark("Change here")),
    Column(mark("In the rest of the city")),
    Column(mark("Difference, 95% interval")),
    Column(mark("Target")),
    Column(mark("Measured effect")),
)


def checked(subject: Subject, records: Collection[Any], checks: dict[int, Any]) -> Iterator[Block]:
    """What was measured of those records whose check was computed; nothing where none was."""
    done = [(one, checks[one.id]) for one in records if _has_figures(checks.get(one.id))]
    if not done:
        return
    before = _baselines(subject, [check.baseline_id for _record, check in done])
    rows = (row for one, check in done for row in _sides(subject, one, check, before))
    caption = mark("Before and after the actions whose effect was checked")
    # A band is drawn of so many satisfied of 100: other shares stand in the same table without.
    banded = all(check.indicator.startswith(_SATISFIED) for _record, check in done)
    yield Figures(caption, mark("Record"), tuple(rows), banded=banded)
    caption = mark("The change, less that of the same services in the rest of the city")
    yield Table(caption, _COLUMNS, tuple(_difference(one, check) for one, check in done))


def _has_figures(check: Any) -> bool:
    """Whether it was decided, and by enough answers to be told."""
    if check is None or check.verdict in (None, "too_little") or not check.result:
        return False
    return all(check.result[side]["n"] >= TOO_FEW_UNDER for side in ("before", "after"))


def _baselines(subject: Subject, ids: Collection[int]) -> dict[int, Any]:
    row = Baseline.__table__.c
    asked = select(row.id, row.unit_id, row.start, row.end, row.seal_id).where(row.id.in_(ids))
    return {one.id: one for one in subject.connection.execute(asked)}


def _sides(subject: Subject, record: Any, check: Any, before: dict[int, Any]) -> Iterator[Row]:
    """Before, as it was frozen, and after, each as of the block up to which it was counted."""
    frozen = before[check.baseline_id]
    slug = subject.register.slug_of(frozen.unit_id)
    start, end = map(date.fromisoformat, check.result["days"])
    for side, words, span, seal in (
        ("before", _BEFORE, Period(frozen.start, frozen.end), frozen.seal_id),
        ("after", _AFTER, Period(start, end), check.seal_id),
    ):
        told_ = check.result[side]
        estimate = Estimate.of(share(told_["counted"], told_["n"]), "wilson95", 0.0, 1.0)
        service = subject.register.service_slugs[check.service_id] if check.service_id else None
        command = Command(slug, check.scope, span.start, span.end, seal, service=service)
        values: dict[str, Value] = {"record": written(record.number), "days": span}
        values["what"] = _what(subject, check)
        # More days of rows are not read for one answer.
        found = command if span.days <= ROW_DAYS else None
        yield Row(Said(words, values), Figure(check.indicator, span, estimate, found))


_BEFORE: Final = mark("%(record)s before: %(what)s, %(days)s")
_AFTER: Final = mark("%(record)s after: %(what)s, %(days)s")


def _what(subject: Subject, check: Any) -> Value:
    what = Said(INDICATORS[check.indicator].title)
    if not check.service_id:
        return what
    service = subject.service_name(check.service_id)
    return Said(mark("%(what)s (%(service)s)"), {"what": what, "service": service})


def _difference(record: Any, check: Any) -> tuple[Value, ...]:
    found = check.result
    before, after = (found[side]["counted"] / found[side]["n"] for side in ("before", "after"))
    beside, moved = found["beside"], found["difference"]
    ends = {name: Points(moved[name]) for name in ("value", "low", "high")}
    elsewhere: Value = Said(mark("too few answers"))
    if beside:
        elsewhere = Points(beside["after"]["value"] - beside["before"]["value"])
    return (
        written(record.number),
        Points(after - before),
        elsewhere,
        Said(mark("%(value)s, between %(low)s and %(high)s"), ends),
        Said(REACHED[found["reached"]], {"target": Share(check.target)}),
        told(check),
    )
