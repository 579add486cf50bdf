"""The satisfaction section: figures of the period, over time, by factor and by service."""

from collections.abc import Iterator
from typing import Final

from analytics.numbers.estimates import TOO_FEW_UNDER, Evidence
from analytics.numbers.indicators import measure
from analytics.numbers.registry import INDICATORS
from analytics.quality.pack.contents import Block, Figures, Row, Stretch, Text, Trend
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Figure, Ratings, Said, Share, Value, hidden
from analytics.quality.pack.subject import Subject
from surveys.counts import FACTORS
from translations import mark

SHOWN: Final = 18
"""So many months or quarters are drawn and tabled."""

OVERALL: Final = ("satisfaction", "neutral", "dissatisfaction", "mean", "satisfaction_weighted")
BY_FACTOR: Final = (*(f"factor.{name}" for name in FACTORS), "sipas_pooled")


@section("satisfaction", title=mark("Satisfaction"))
def satisfaction(subject: Subject) -> Iterator[Block]:
    """What citizens said, and how far it can be trusted."""
    yield _overall(subject)
    if shown := _over_time(subject):
        yield shown
    yield _by_factor(subject)
    yield from _by_service(subject)
    yield Text(tuple(_limits(subject)), listed=True, title=mark("Limits of these figures"))


def _overall(subject: Subject) -> Figures:
    rows = [_row(figure) for figure in subject.figures(OVERALL)]
    before = subject.before.indicators["satisfaction"]
    command = subject.command(subject.earlier)
    earlier = Figure("satisfaction", subject.earlier, hidden(before), command)
    rows.insert(1, Row(Said(mark("Satisfied, %(period)s"), {"period": subject.earlier}), earlier))
    rows += [_row(figure) for figure in subject.figures(["response_rate"]) if figure.estimate.n]
    # Of fewer it would tell what the doubted ones said.
    if _flagged(subject) >= TOO_FEW_UNDER:
        rows.insert(1, _without_flagged(subject))
    return Figures(mark("Overall"), mark("Figure"), tuple(rows))


def _row(figure: Figure) -> Row:
    return Row(Said(INDICATORS[figure.indicator].title), figure)


def _flagged(subject: Subject) -> int:
    return subject.now.counts["responses"] - subject.now.unflagged["responses"]


def _without_flagged(subject: Subject) -> Row:
    told = hidden(subject.now.satisfaction_unflagged)
    label = Said(mark("Satisfied, without ratings in doubt"))
    return Row(label, Figure("satisfaction", subject.covered, told, None))


def _over_time(subject: Subject) -> Trend | None:
    chart = subject.chart
    told = {one.period.start: (one, command) for one, command in subject.stretches}
    stretches = []
    for drawn in chart.drawn[-SHOWN:]:
        one, command = told[drawn.period.start]
        estimate = hidden(one.indicators["satisfaction"])
        stretches.append(Stretch(Figure("satisfaction", one.period, estimate, command), drawn))
    baseline = chart.usual.period if chart.usual else None
    return Trend(chart.kind, tuple(stretches), baseline) if stretches else None


def _by_factor(subject: Subject) -> Figures:
    rows = tuple(_row(figure) for figure in subject.figures(BY_FACTOR))
    return Figures(mark("By factor"), mark("Factor"), rows, banded=True)


def _by_service(subject: Subject) -> Iterator[Block]:
    rows = sorted(_services(subject), key=lambda row: -row.figure.estimate.n)
    told = tuple(row for row in rows if row.figure.estimate.value is not None)
    if told:
        yield Figures(mark("By service"), mark("Service"), told, banded=True, adds=True)
    few: list[Value] = [_small(row) for row in rows if row.figure.estimate.value is None]
    if few:
        words = mark("Too few ratings for a figure: %(services)s.")
        yield Text((Said(words, {"services": few}),))
    nameless = sum(subject.services[0].marks) if 0 in subject.services else 0
    if nameless:
        words = mark("%(ratings)s named no service and count in the total alone.")
        yield Text((Said(words, {"ratings": Ratings(nameless)}),))


def _small(row: Row) -> Said:
    return Said(mark("%(name)s (%(n)s)"), {"name": row.label, "n": row.figure.estimate.n})


def _services(subject: Subject) -> Iterator[Row]:
    for service_id, counts in subject.services.items():
        told = measure(Evidence(counts))["satisfaction"]
        if service_id and told.n:
            slug = subject.register.service_slugs[service_id]
            command = subject.command(subject.covered, service=slug)
            figure = Figure("satisfaction", subject.covered, hidden(told), command)
            yield Row(subject.service_name(service_id), figure)


def _limits(subject: Subject) -> Iterator[Said]:
    """The statement of limits."""
    rate = subject.now.indicators["response_rate"]
    yield Said(mark("Those who rate choose to; they are no random sample of those who came."))
    if rate.n and rate.value is not None:
        yield Said(
            mark("On days with known transactions about %(rate)s of 100 were rated."),
            {"rate": Share(rate.value)},
        )
    else:
        yield Said(mark("How many of all transactions were rated is not known."))
    yield Said(
        mark(
            "The interval holds the play of chance (95%), "
            "not the silence of those who did not rate."
        )
    )
    yield Said(
        mark(
            "Under 10 ratings only their number is told; from 10 to 29 the figure is marked as "
            "resting on few."
        )
    )
    yield Said(mark("These figures may not be compared with SIPAS or with the index of 766."))
