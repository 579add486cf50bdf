"""Where a figure comes from: how it is reckoned, from what, and the command that does it again."""

from dataclasses import dataclass
from datetime import timedelta

from analytics.numbers.asks import ROW_DAYS
from analytics.numbers.standing import Standing, View
from analytics.numbers.watch import Method, Watch
from portal.periods import period_days
from surveys import days
from surveys.days import Kind, Period
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
    "12 months or quarters with at least 5 such ratings expected."
)
CHARTS: dict[Method, str] = {
    "p": mark("p chart, ISO 7870-2, limits of three sigma"),
    "laney": mark(
        "p′ chart of Laney, limits of three sigma, wider because months vary by themselves"
    ),
}


@dataclass(frozen=True, slots=True)
class Lineage:
    """What stands under "How this is reckoned"; texts come ready to be read.

    Attributes:
        n: responses it rests on; None where each row says its own.
        surveys: what was asked, with the version.
    """

    formula: str
    n: int | None
    filters: str
    surveys: str
    seal: int
    command: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What all figures of one page have in common."""

    view: View
    filters: str
    surveys: str
    seal: int

    def of(
        self,
        formula: str,
        n: int | None = None,
        span: Period | None = None,
        bucket: Kind | None = None,
    ) -> Lineage:
        """The lineage of one figure.

        Args:
            span: its days where they are not those of the view.
            bucket: of a series.
        """
        command = command_of(self.view, span or self.view.period, self.seal, bucket)
        return Lineage(formula, n, self.filters, self.surveys, self.seal, command)


def command_of(view: View, span: Period, seal: int, bucket: Kind | None = None) -> str:
    """The command that tells the same, as of the same seal where rows can still tell it."""
    end = min(span.end, days.office_day(days.now_ms()))
    end = max(end, span.start + timedelta(days=1))
    said = ["portal indicators", f"--unit {view.unit}", f"--from {span.start}", f"--to {end}"]
    told = {
        "--scope": view.scope if view.scope != "own" else None,
        "--service": view.service,
        "--channel": view.channel,
        "--bucket": bucket,
        "--as-of": seal if (end - span.start).days <= ROW_DAYS else None,
    }
    return " ".join([*said, *(f"{name} {value}" for name, value in told.items() if value)])


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


def lineages(origin: Origin, standing: Standing) -> dict[str, Lineage]:
    """How each part of an overview is reckoned."""
    watched = standing.watch.watched
    months = Period(watched[0].period.start, watched[-1].period.end) if watched else None
    before = origin.view.before
    difference = _(
        "The share of satisfied ratings now, less that of the time before: %(days)s. "
        "Interval of the difference: Newcombe, method 10, 95%%.",
        days=period_days(before),
    )
    n = standing.indicators["satisfaction"].n
    return {
        "satisfaction": origin.of(_(SATISFIED), n),
        "change": origin.of(difference, standing.before.n, span=before),
        "trend": origin.of(_watching(standing.watch), span=months, bucket=standing.watch.kind),
        "factors": origin.of(_(FACTORS)),
        "services": origin.of(_(SERVICES)),
    }


def _watching(watch: Watch) -> str:
    method = watch.method
    if watch.baseline is None or method is None:
        return _(UNLIMITED)
    return _(
        "Ratings of 3 or lower among all ratings. %(chart)s. Baseline, frozen: %(days)s. Without "
        "limits: where fewer than 5 such ratings are expected.",
        chart=_(CHARTS[method]),
        days=period_days(watch.baseline),
    )
