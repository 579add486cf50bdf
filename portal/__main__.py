"""The command ``portal``: finds the command that was asked for and reports how it ended."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from portal.commands import (
    Refused,
    clock,
    demo,
    doctor,
    files,
    indicators,
    integrity,
    jobs,
    key,
    method,
    notify,
    official,
    posters,
    register,
    review,
    serve,
    settings,
    signals,
    slips,
    staff,
    text,
)
from portal.settings import BadSettings

COMMANDS = (
    register,
    posters,
    slips,
    demo,
    serve,
    indicators,
    signals,
    notify,
    review,
    integrity,
    files,
    staff,
    key,
    clock,
    method,
    official,
    jobs,
    text,
    settings,
    doctor,
)

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what follows ``portal``; those of the process when not given.

    Returns:
        The exit status: 0 done, 1 failed, 2 refused, 130 interrupted.
    """
    trace = False
    try:
        asked = _parser().parse_args(arguments)
        trace = asked.trace
        status = asked.run(asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does; the interpreter must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as failure:
        return _report(failure, trace=trace)
    return int(status or 0)


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, as every other failure is told."""

    def error(self, message: str) -> NoReturn:
        """Refuse the request."""
        raise Refused(f"{message} (see `{self.prog} --help`)")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="portal", description="Hài Lòng: citizens rate public services.")
    parser.add_argument("--trace", action="store_true", help="show where a failure happened")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for family in COMMANDS:
        family.add_to(subparsers)
    return parser


def _report(failure: Exception, *, trace: bool) -> int:
    """Say on stderr what failed, and answer the exit status."""
    if trace:
        traceback.print_exception(failure)
    for line in _lines(failure):
        print(f"portal: {line}", file=sys.stderr)
    if isinstance(failure, Refused):
        return failure.status
    return 2 if isinstance(failure, BadSettings) else 1


def _lines(failure: Exception) -> list[str]:
    if isinstance(failure, Refused | BadSettings):
        return str(failure).splitlines()
    # A database error wraps the driver's own words, whose first line is the clear one.
    cause = getattr(failure, "orig", None) or failure
    said = str(cause).strip().partition("\n")[0]
    if isinstance(failure, OSError) and failure.filename:
        return [f"{failure.filename}: {failure.strerror}"]
    return [f"{type(cause).__name__}: {said}" if said else type(cause).__name__]


if __name__ == "__main__":
    sys.exit(main())
