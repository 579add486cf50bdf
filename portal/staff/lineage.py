"""Where a figure comes from: how it is reckoned, from what, and the command that does it again."""

from dataclasses import dataclass
from datetime import timedelta

from analytics.numbers.asks import ROW_DAYS
from analytics.numbers.standing import View
from surveys import days
from surveys.days import Kind, Period
from surveys.register import Register
from surveys.words import words_for
from translations import gettext as _
from translations import spoken


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
