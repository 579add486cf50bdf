"""What time and what day it is, and the periods that figures are told by."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")
Kind = Literal["day", "week", "month", "quarter", "year"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "quarter", "year")


def now_ms() -> int:
    """Milliseconds since 1970 in UTC: the only clock of the portal."""
    return time.time_ns() // 1_000_000


def now() -> datetime:
    """The current time, aware, in UTC."""
    return moment(now_ms())


def moment(ms: int) -> datetime:
    """The aware UTC time of a number of milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware time."""
    return round(at.timestamp() * 1000)


def read_moment(text: str) -> int | None:
    """Milliseconds since 1970 of a written time, or None where it cannot be read.

    Takes digits (milliseconds) or ISO 8601; without an offset it is the office's clock.
    """
    if text.isascii() and text.isdigit() and len(text) > 8:
        return int(text) if len(text) < 16 else None
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=OFFICE)
    return to_ms(at) if 1970 < at.year < 9999 else None


def office_time(ms: int) -> datetime:
    """What the clock on the office wall shows."""
    return datetime.fromtimestamp(ms / 1000, OFFICE)


def office_day(ms: int) -> date:
    """The calendar day at the office; cutting UTC days would move early mornings a day back."""
    return date.fromordinal(_EPOCH + (ms + office_offset(ms // 900_000)) // 86_400_000)


_EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=4096)
def office_offset(quarter_hour: int) -> int:
    """Milliseconds that the office is ahead of UTC, looked up once for each quarter of an hour."""
    offset = datetime.fromtimestamp(quarter_hour * 900, OFFICE).utcoffset() or timedelta()
    return int(offset.total_seconds() * 1000)


def start_of(day: date) -> int:
    """The millisecond at which an office day begins."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=OFFICE))


class BadPeriod(ValueError):
    """A period that cannot be read; carries the text."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start``, included, to ``end``, excluded."""

    start: date
    end: date
    kind: Kind | None = None

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def closed(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.end <= today

    @property
    def label(self) -> str:
        """Its short name: 2023, 2023-Q2, 2023-05, 2023-W18, or a day."""
        if self.kind == "year":
            return f"{self.start.year}"
        if self.kind == "quarter":
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        if self.kind == "month":
            return f"{self.start:%Y-%m}"
        if self.kind == "week":
            return f"{self.start:%G-W%V}"
        return self.start.isoformat()


def period_of(day: date, kind: Kind) -> Period:
    """The period of that kind that holds the day; weeks begin on Monday (ISO 8601)."""
    start = first_day(day, kind)
    return Period(start, next_start(start, kind), kind)


def first_day(day: date, kind: Kind) -> date:
    """The first day of the period that holds ``day``."""
    if kind == "week":
        return day - timedelta(days=day.weekday())
    if kind == "month":
        return day.replace(day=1)
    if kind == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date(day.year, 1, 1) if kind == "year" else day


def next_start(start: date, kind: Kind) -> date:
    """The first day after the period that begins at ``start``."""
    if kind in ("day", "week"):
        return start + timedelta(days=1 if kind == "day" else 7)
    months = start.year * 12 + start.month - 1 + {"month": 1, "quarter": 3, "year": 12}[kind]
    return date(months // 12, months % 12 + 1, 1)


def buckets(start: date, end: date, kind: Kind) -> Iterator[Period]:
    """Every period of a kind that meets [start, end), cut to it, oldest first."""
    day = start
    while day < end:
        after = next_start(first_day(day, kind), kind)
        yield Period(day, min(after, end), kind)
        day = after


def whole_months(start: date, end: date) -> Period | None:
    """The whole months before ``end``, from the month of ``start`` on; None where there is none."""
    first, last = first_day(start, "month"), first_day(end, "month")
    return Period(first, last) if first < last else None


def parse_period(text: str) -> Period:
    """Read ``2023``, ``2023-Q2`` or ``2023-05``.

    Raises:
        BadPeriod: anything else.
    """
    found = re.fullmatch(r"([12]\d{3})(?:-(?:[Qq]([1-4])|(0[1-9]|1[0-2])))?", text.strip())
    if not found:
        raise BadPeriod(text)
    year, quarter, month = found.groups()
    if quarter:
        return period_of(date(int(year), int(quarter) * 3, 1), "quarter")
    if month:
        return period_of(date(int(year), int(month), 1), "month")
    return period_of(date(int(year), 1, 1), "year")
