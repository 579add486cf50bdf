"""``portal signals``: look at every unit now, or list what was raised."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from portal.commands import Refused, a_day
from portal.commands.staff import known_database
from portal.settings import read_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from analytics.quality.watching.handling import Raised
    from portal.commands import Subparsers
    from surveys.register import Register

_STATES = ("new", "in_work", "closed")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal signals list | run``."""
    signals = subparsers.add_parser("signals", help="figures that ask for somebody's eye")
    acts = signals.add_subparsers(title="acts", metavar="ACT", required=True)
    running = acts.add_parser("run", help="look at every unit now; what was raised stays as it is")
    running.add_argument(
        "--today", type=a_day, metavar="DAY", help="as if it were that day: of days before it"
    )
    running.set_defaults(run=run_now)
    listing = acts.add_parser("list", help="what was raised, newest first")
    listing.add_argument("--unit", metavar="SLUG", help="of it and the units below it")
    listing.add_argument("--state", choices=(*_STATES, "open", "all"), default="open")
    listing.set_defaults(run=run_list)
    for act in (running, listing):
        act.add_argument("--format", choices=("table", "json"), default="table")


def run_now(arguments: argparse.Namespace) -> None:
    """Raise what is news, and print it."""
    from analytics.quality.watching.handling import find_signal
    from analytics.quality.watching.raising import raise_signals
    from surveys import days
    from surveys.database import reading
    from translations import speak

    if arguments.today and arguments.today > days.office_day(days.now_ms()):
        raise Refused("--today lies in the future")
    with known_database() as engine, speak(read_settings().locale):
        numbers = raise_signals(engine, arguments.today)
        with reading(engine) as connection:
            found = [find_signal(connection, number) for number in numbers]
            _print(connection, found, arguments.format)


def run_list(arguments: argparse.Namespace) -> None:
    """Print what was raised."""
    from analytics.quality.watching.handling import OPEN, signals_of
    from surveys.database import reading
    from translations import speak

    states = {"open": OPEN, "all": _STATES}.get(arguments.state, (arguments.state,))
    with (
        known_database() as engine,
        speak(read_settings().locale),
        reading(engine) as connection,
    ):
        units = _units(connection, arguments.unit)
        _print(connection, signals_of(connection, units, states), arguments.format)


def _units(connection: "Connection", slug: str | None) -> list[int]:
    from surveys import days, register

    known = register.load(connection)
    if slug is None:
        return list(known.kinds)
    try:
        unit_id = known.find_unit(slug)
    except register.UnknownUnit:
        raise Refused(f"no unit has the slug {slug}") from None
    return [unit_id, *known.descendants(unit_id, days.office_day(days.now_ms()))]


def _print(connection: "Connection", found: list["Raised"], form: str) -> None:
    from surveys import register

    known = register.load(connection)
    if form == "json":
        print(json.dumps([_named(one, known) for one in found], ensure_ascii=False, indent=1))
    elif not found:
        print("no signals")
    for one in found if form == "table" else ():
        print(f"{one.id:6} {one.raised_on} {one.state:8} {known.slug_of(one.unit_id)}")
        print(f"       {one.sentence}")


def _named(one: "Raised", known: "Register") -> dict[str, Any]:
    return {
        "id": one.id,
        "unit": known.slug_of(one.unit_id),
        "indicator": one.indicator,
        "rule": one.rule,
        "from": one.span.start.isoformat(),
        "to": one.span.end.isoformat(),
        "raised": one.raised_at.isoformat(),
        "state": one.state,
        "owner": one.owner_name,
        "sentence": one.sentence,
        "evidence": one.evidence,
    }
