"""Days and months as each language writes them."""

from datetime import date

from translations.voice import spoken
from translations.words import gettext as _


def day(value: date) -> str:
    """A day: 2/10/2023, or 2 Oct 2023."""
    # Translators: a day as a CLDR date pattern, such as d/M/y for 2/10/2023.
    return _written(value, _("d MMM y"))


def month_name(value: date) -> str:
    """The month of a day: tháng 5/2023, or May 2023."""
    # Translators: a month as a CLDR date pattern, such as 'tháng' M/y for tháng 5/2023.
    return _written(value, _("MMMM y"))


def _written(value: date, pattern: str) -> str:
    from babel.dates import format_date

    return format_date(value, pattern, spoken())
