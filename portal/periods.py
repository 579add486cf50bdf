"""What periods are called on a page."""

from datetime import timedelta

from surveys.days import Period
from translations import day, mark, month_name
from translations import gettext as _

QUARTERS = (
    mark("Q1 of %(year)s"),
    mark("Q2 of %(year)s"),
    mark("Q3 of %(year)s"),
    mark("Q4 of %(year)s"),
)


def period_name(period: Period) -> str:
    """A period as a sentence says it: quý II năm 2025, tháng 5/2025, năm 2025, or its days."""
    if period.kind == "quarter":
        return _(QUARTERS[period.start.month // 3], year=period.start.year)
    if period.kind == "month":
        return month_name(period.start)
    if period.kind == "week":
        week = period.start.isocalendar().week
        return _("week %(week)s, %(days)s", week=week, days=period_days(period))
    if period.kind == "year":
        return _("the year %(year)s", year=period.start.year)
    return period_days(period)


def period_title(period: Period) -> str:
    """The same where it stands alone."""
    name = period_name(period)
    return name[:1].upper() + name[1:]


def period_days(period: Period) -> str:
    """The first and the last day of a period, as a sentence says them."""
    last = period.end - timedelta(days=1)
    if last <= period.start:
        return day(period.start)
    return _("from %(first)s to %(last)s", first=day(period.start), last=day(last))


def short_name(period: Period) -> str:
    """A period as an axis has room for it: 5/2025, Q2/2025, W18, 31/5, 2025."""
    if period.kind == "year":
        return str(period.start.year)
    if period.kind == "week":
        return _("W%(week)s", week=period.start.isocalendar().week)
    if period.kind == "day":
        return _("%(day)s/%(month)s", day=period.start.day, month=period.start.month)
    if period.kind == "quarter":
        quarter = period.start.month // 3 + 1
        return _("Q%(quarter)s/%(year)s", quarter=quarter, year=period.start.year)
    return _("%(month)s/%(year)s", month=period.start.month, year=period.start.year)
