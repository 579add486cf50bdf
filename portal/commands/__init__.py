"""The command line: one file for each family of commands, each with ``add_to(subparsers)``.

A command is a function that takes the parsed arguments and returns nothing, or the exit status.
Import what is heavy inside it: ``portal --help`` must be quick.
"""

import argparse
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


class Refused(Exception):
    """What was asked for cannot be done; the text is the one clear line on stderr.

    Args:
        why: one line, or several that each name a mistake.
        status: the exit status, 1 for a failed check, 2 for a request that makes no sense.
    """

    def __init__(self, why: str, status: int = 2) -> None:
        super().__init__(why)
        self.status = status


# Nothing was rated before, and nobody plans beyond.
_YEARS = range(1900, 2200)


def a_day(text: str) -> date:
    """Read a day of an option, for argparse's ``type``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2023-05-31") from None
    if day.year not in _YEARS:
        raise argparse.ArgumentTypeError(f"{text} lies outside {_YEARS[0]} to {_YEARS[-1]}")
    return day
