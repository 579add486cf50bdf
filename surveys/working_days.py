"""Which days offices work, and deadlines counted in such days.

Saturdays and Sundays are free, public holidays too, with the days that they move to; a Saturday
that makes up for a bridging day is worked.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays


class _Year(NamedTuple):
    off: frozenset[date]
    made_up: frozenset[date]


@lru_cache(maxsize=64)
def _year(year: int) -> _Year:
    """The holidays of a year; a year that is not announced yet has them by the lunar calendar."""
    known = holidays.country_holidays("VN", years=year, expand=False)
    made_up = (day for day in known.weekend_workdays if day.year == year)
    return _Year(frozenset(known), frozenset(made_up))


def is_working_day(day: date) -> bool:
    """Whether offices work on a day.

    Source: Labour Code 2019 (45/2019/QH14), articles 111 and 112, as the ``holidays`` package keeps
    them with the days that the government moved each year.
    """
    year = _year(day.year)
    return day in year.made_up or (day.weekday() < 5 and day not in year.off)


def working_days_after(day: date, number: int) -> date:
    """The last day of a deadline of so many working days, the day after ``day`` being the first.

    Args:
        day: on which the clock starts, itself not counted.
        number: 0 or more; 0 is ``day`` itself, or the next working day where it is none.

    Source: Civil Code 2015 (91/2015/QH13), articles 147 and 148: the first day is not counted, and
    a deadline that would end on a day off ends on the next working day.
    """
    if number == 0:
        return next_working_day(day)
    for _ in range(number):
        day = next_working_day(day + timedelta(days=1))
    return day


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie in [start, end); 0 where ``end`` is not after ``start``."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    weekdays = 5 * weeks + sum((start.weekday() + ahead) % 7 < 5 for ahead in range(rest))
    years = map(_year, range(start.year, end.year + 1))
    odd = {day for year in years for day in year.off | year.made_up if start <= day < end}
    # A list of years of overdue records is counted at each look at it: not day by day.
    return weekdays + sum(is_working_day(day) - (day.weekday() < 5) for day in odd)
