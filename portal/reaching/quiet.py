"""Quiet hours: nobody is written to at night or on a day on which offices are closed."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from surveys import days
from surveys.working_days import is_working_day

_HOUR_MS = 3_600_000


class Quiet(NamedTuple):
    """From one hour of the office's clock to another, over midnight where ``start`` is later."""

    start: int
    end: int

    def covers(self, hour: int) -> bool:
        """Whether this hour is quiet."""
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


def read_quiet(text: str) -> Quiet:
    """Read ``20-7``; ``0-0`` is never.

    Raises:
        ValueError: anything else.
    """
    start, end = (int(part) for part in text.split("-"))
    if not (0 <= start < 24 and 0 <= end < 24):
        raise ValueError(text)
    return Quiet(start, end)


def next_loud(quiet: Quiet, now_ms: int) -> int:
    """The first millisecond from now on at which somebody may be written to."""
    if quiet == (0, 0):
        return now_ms
    wall = days.office_time(now_ms)
    while quiet.covers(wall.hour) or not is_working_day(wall.date()):
        wall = wall.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(now_ms, days.to_ms(wall))
