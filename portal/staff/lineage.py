"""Where a figure comes from: how it is reckoned, from what, and the command that does it again."""

from dataclasses import dataclass, replace
from datetime import timedelta

from analytics.numbers.asks import ROW_DAYS
from analytics.numbers.standing import Standing, View
from analytics.quality.pack.lineage import Command
from analytics.quality.watching.charts import Chart
from portal.periods import period_days, period_title
from portal.staff.drawings import name_of_service
from surveys import days
from surveys.days import Kind, Period
from surveys.folding import fold
from surveys.register import Register
from surveys.words import words_for
from translations import gettext as _
from translations import mark, spoken

SATISFIED = mark(
    "Ratings of 4 or 5 among all ratings (ISO 10004:2018, top two of five levels). "
    "Interval: Wilson, 95%."
)
FACTORS = mark(
    "Of those who answered: marks of 4 or 5 for each factor of SIPAS (Decision "
    "2640/QĐ-BNV); “does not apply” is left out. Interval: Wilson, 95%."
)
SERVICES = mark(
    "Ratings of 4 or 5 by the service that the citizen named, whatever service is "
    "chosen above. Interval: Wilson, 95%."
)
UNLIMITED = mark(
    "Ratings of 3 or lower among all ratings. Upright lines: Wilson, 95%. Limits need "
    "12 months with at least 60 ratings."
)


@dataclass(frozen=True, slots=True)
class Row:
    """What is told on its own: its words, its days, and its view where that is another."""

    words: str
    span: Period
    bucket: Kind | None = None
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """What stands under "How this is reckoned"; texts come ready to be read.

    Attributes:
        n: responses it rests on; None where each row says its own.
        surveys: what was asked, with the version.
        commands: what each one tells, "" where it needs no words, and the command.
        flagged, excluded: responses in doubt, which count, and those taken out, which do not.
        parted: whether a figure is the sum of what several commands tell.
    """

    formula: str
    n: int | None
    filters: str
    surveys: str
    seal: int
    commands: tuple[tuple[str, str], ...]
    flagged: int = 0
    excluded: int = 0
    parted: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """What all figures of one page have in common."""

    view: View
    filters: str
    surveys: str
    seal: int
    flagged: int = 0
    excluded: int = 0

    def of(self, formula: str, n: int | None = None, *rows: Row) -> Lineage:
        """The lineage of one figure, or of the rows of a table.

        Args:
            rows: of a table; one without words and of the whole view where there are none.
        """
        told = [
            (row.words, commands_of(row.view or self.view, row.span, self.seal, row.bucket))
            for row in rows or (Row("", self.view.period),)
        ]
        lines = tuple((words, str(command)) for words, some in told for command in some)
        parted = any(len(some) > 1 and not some[0].bucket for _words, some in told)
        whole = self.flagged, self.excluded
        return Lineage(formula, n, self.filters, self.surveys, self.seal, lines, *whole, parted)


def commands_of(view: View, span: Period, seal: int, bucket: Kind | None = None) -> list[Command]:
    """The commands that tell the same, as of the same seal.

    A span of more days than can be read as of a seal comes apart into its calendar years.
    """
    end = min(span.end, days.office_day(days.now_ms()))
    end = max(end, span.start + timedelta(days=1))
    spans = [Period(span.start, end)]
    if spans[0].days > ROW_DAYS:
        spans = list(days.buckets(span.start, end, "year"))
    return [
        Command(view.unit, view.scope, one.start, one.end, seal, bucket, view.service, view.channel)
        for one in spans
    ]


def surveys_of(register: Register, unit_ids: set[int]) -> str:
    """The surveys that these units ask now, with their versions."""
    asked = {p.survey_version_id for p in register.places.values() if p.unit_id in unit_ids}
    return ", ".join(
        _(
            "%(survey)s, version %(version)s",
            survey=words_for(register.definitions[version].names, spoken()),
            version=register.definitions[version].version,
        )
        for version in sorted(asked)
    )


def lineages(
    origin: Origin, standing: Standing, told: Chart, register: Register
) -> dict[str, Lineage]:
    """How each part of an overview is reckoned."""
    months = [
        Row("", Period(first.period.start, last.period.end), told.kind)
        for first, last in zip(told.drawn[:1], told.drawn[-1:], strict=True)
    ]
    now, before = origin.view.period, origin.view.before
    difference = _(
        "The share of satisfied ratings now, less that of the time before: %(days)s. "
        "Interval of the difference: Newcombe, method 10, 95%%.",
        days=period_days(before),
    )
    both = [Row(period_title(period), period) for period in (before, now)]
    n = standing.indicators["satisfaction"].n
    return {
        "satisfaction": origin.of(_(SATISFIED), n),
        "change": origin.of(difference, standing.before.n, *both),
        "trend": origin.of(_watching(told), None, *months),
        "factors": origin.of(_(FACTORS)),
        "services": origin.of(_(SERVICES), None, *_by_service(origin.view, standing, register)),
    }


def _by_service(view: View, standing: Standing, register: Register) -> list[Row]:
    """A row for each service that was named, in the order of names."""
    rows = [
        Row(
            name_of_service(register, id_),
            view.period,
            view=replace(view, service=register.service_slugs[id_]),
        )
        for id_ in standing.services
        if id_
    ]
    return sorted(rows, key=lambda row: fold(row.words))


def _watching(told: Chart) -> str:
    if told.usual is None:
        return _(UNLIMITED)
    return _(
        "Ratings of 3 or lower among all ratings. Limit: so many come by chance once in 740 "
        "months, what 12 months leave open counted in (beta-binomial, wider where months vary by "
        "themselves). Baseline, frozen: %(days)s.",
        days=period_days(told.usual.period),
    )
