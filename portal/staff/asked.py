"""What someone asks of an overview: whose figures, which days, which service, which channel.

All of it stands in the address, so that a view can be kept, sent and gone back to.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from analytics.numbers.asks import Scope
from analytics.numbers.standing import Bearings, View
from surveys import days
from surveys.days import BadPeriod, Kind, Period
from surveys.register import Register
from surveys.responses import CHANNELS
from translations import mark

TOO_MANY = mark("Too many to draw: choose larger pieces or a shorter time.")
_MOST_PIECES: Final = 100

LAST_YEAR: Final = "last-12-months"
OWN_DAYS: Final = "days"
MAPPED: Final = "mapped"
_SCOPES: Final[dict[str | None, Scope]] = {"own": "own", "tree": "tree"}
# A quarter that has only just begun says little: the one before it is shown at first.
_ENOUGH = timedelta(days=30)

NOT_A_DAY = mark("Choose the first and the last day.")
WRONG_WAY = mark("The last day lies before the first.")
NOT_OVER = mark("Figures are of whole past days: choose a first day before today.")


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, read.

    Attributes:
        choice: as the form says it: 2025-Q2, 2025-05, 2025, or one of the two names above.
        first, through: the days typed, the last one included; "" unless ``choice`` is own days.
        problems: what could not be read, ready to be translated, by field.
    """

    view: View
    choice: str
    first: str = ""
    through: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    def query(self, **changed: str) -> str:
        """The same view as a query string; what is as usual is left out."""
        told = {
            "period": self.choice,
            "from": self.first,
            "through": self.through,
            "scope": self.view.scope,
            "service": self.view.service or "",
            "channel": self.view.channel or "",
            "by": self.view.by or "",
            "past": MAPPED if self.view.ancestry else "",
        } | changed
        return urlencode({name: value for name, value in told.items() if value})


def read_asked(
    query: Mapping[str, str], register: Register, slug: str, scope: Scope, bearings: Bearings
) -> Asked:
    """Read an address; what is missing or makes no sense is as usual.

    Units that became this one are added by whoever knows them (``with_past``).

    Args:
        query: the parameters.
        scope: from ``scope_of``, for which the bearings were found.
    """
    choice = query.get("period", "")
    first, through = query.get("from", "").strip(), query.get("through", "").strip()
    problems: dict[str, str] = {}
    period = None
    if choice == OWN_DAYS:
        period, problems = _own_days(first, through)
    else:
        first = through = ""
        period = _calendar(choice, bearings)
    if period is None:
        period = usual_period(bearings)
        choice = choice if problems else period.label
    by = _by(query.get("by"))
    if by and not problems and len(list(days.buckets(*_told(period), by))) > _MOST_PIECES:
        problems["by"], by = TOO_MANY, None
    then = year_before(period)
    view = View(
        *(slug, scope, period, before(period), _service(query, register), _channel(query)),
        year_ago=then if then != before(period) else None,
        by=by,
    )
    return Asked(view, choice, first, through, problems)


def scope_of(query: Mapping[str, str], register: Register, unit_id: int) -> Scope:
    """Own figures or those of the whole tree; by default the tree where the unit serves nobody."""
    if not has_units(register, unit_id):
        return "own"
    wished = query.get("scope")
    if wished in _SCOPES:
        return _SCOPES[wished]
    serves = any(place.unit_id == unit_id for place in register.places.values())
    return "own" if serves else "tree"


def has_units(register: Register, unit_id: int) -> bool:
    """Whether units stand below it today."""
    return bool(register.descendants(unit_id, today()))


def usual_period(bearings: Bearings) -> Period:
    """The newest quarter that tells something."""
    first, last = bearings.first, bearings.last
    if first is None or last is None:
        return days.period_of(today(), "quarter")
    return days.period_of(max(first, last - _ENOUGH), "quarter")


def before(period: Period) -> Period:
    """The time to compare with: the calendar period before, else as many days before.

    A period that still runs is compared with as many days as it has had.
    """
    if period.kind and period.closed(today()):
        return days.period_of(period.start - timedelta(days=1), period.kind)
    start, end = _told(period)
    return Period(start - (end - start), start)


def year_before(period: Period) -> Period:
    """The same time a year ago; of weeks the one of the same weekdays, 52 weeks ago."""
    start, end = _told(period)
    if period.kind == "week":
        return Period(start - timedelta(weeks=52), end - timedelta(weeks=52))
    if period.kind and period.closed(today()):
        return days.period_of(_a_year_before(start), period.kind)
    return Period(_a_year_before(start), _a_year_before(start) + (end - start))


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if leap else day.day)


def _told(period: Period) -> tuple[date, date]:
    """The days of a period that are over, at least one."""
    return period.start, min(period.end, max(today(), period.start + timedelta(days=1)))


def choices(bearings: Bearings) -> dict[Kind, list[Period]]:
    """The calendar periods with ratings, newest first."""
    first, last = bearings.first, bearings.last
    if first is None or last is None:
        return {}
    end = last + timedelta(days=1)
    kinds: dict[Kind, int] = {"quarter": 8, "month": 14, "week": 8, "year": 10}
    every = {kind: list(days.buckets(first, end, kind)) for kind in kinds}
    return {
        kind: [days.period_of(period.start, kind) for period in reversed(every[kind][-most:])]
        for kind, most in kinds.items()
    }


def today() -> date:
    """The office's day."""
    return days.office_day(days.now_ms())


def _calendar(choice: str, bearings: Bearings) -> Period | None:
    if choice == LAST_YEAR:
        end = days.first_day((bearings.last or today()) + timedelta(days=1), "month")
        return Period(date(end.year - 1, end.month, 1), end)
    try:
        period = _week_or_day(choice) or days.parse_period(choice)
    except (BadPeriod, ValueError, OverflowError):
        return None
    return period if period.start < today() else None


def _week_or_day(choice: str) -> Period | None:
    """A week such as 2025-W18, or a day; ``ValueError`` where there is none."""
    if not re.fullmatch(r"[12]\d{3}-(W\d{2}|\d{2}-\d{2})", choice):
        return None
    day = date.fromisoformat(choice)
    return days.period_of(day, "week" if "W" in choice else "day")


def _by(name: str | None) -> Kind | None:
    return next((kind for kind in days.KINDS if kind == name), None)


def _own_days(first: str, through: str) -> tuple[Period | None, dict[str, str]]:
    try:
        start, last = date.fromisoformat(first), date.fromisoformat(through)
    except ValueError:
        return None, {"from": NOT_A_DAY}
    if last < start:
        return None, {"through": WRONG_WAY}
    if start >= today():
        return None, {"from": NOT_OVER}
    # Beyond that no date of ours can be reckoned with.
    if not 1990 <= start.year <= last.year <= 2200:
        return None, {"from": NOT_A_DAY}
    return Period(start, last + timedelta(days=1)), {}


def _service(query: Mapping[str, str], register: Register) -> str | None:
    slug = query.get("service", "")
    return slug if slug in register.service_slugs.values() else None


def _channel(query: Mapping[str, str]) -> str | None:
    name = query.get("channel", "")
    return name if name in CHANNELS else None
