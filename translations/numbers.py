"""Numbers as each language writes them."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from translations.voice import spoken


def rounded(value: float | Decimal, digits: int = 0) -> Decimal:
    """Round half up, as people do on paper; Python's ``round`` gives 2 for 2.5.

    Args:
        value: taken as it is printed, so that 0.285 is 285 thousandths.
        digits: how many stay after the mark.
    """
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def number(value: float | Decimal, digits: int = 0) -> str:
    """A number with the language's marks: 1.284,5 or 1,284.5."""
    # What rounds to nothing has no sign.
    return _written(rounded(value, digits) + 0, digits, spoken())


# A page of a leader writes five hundred numbers, most of them again and again.
@lru_cache(maxsize=8192)
def _written(value: Decimal, digits: int, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, _pattern(digits), language)


def share(value: float | Decimal, digits: int = 0) -> str:
    """A share of 1 in percent: 0.875 is 88%."""
    from babel.numbers import format_percent

    return format_percent(rounded(value, digits + 2), _pattern(digits) + "%", spoken())


def in_hundred(value: float | Decimal) -> str:
    """A share of 1 as whole ones in a hundred: 0.875 is 88."""
    return number(100 * rounded(value, 2))


def _pattern(digits: int) -> str:
    return "#,##0" + "." * bool(digits) + "0" * digits
