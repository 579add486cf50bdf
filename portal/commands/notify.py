"""``portal notify``: who is told of signals, overdue actions and the week, and what was sent."""

import argparse
from typing import TYPE_CHECKING

from portal.commands import Refused
from portal.commands.staff import answering, find_unit, here, known_database
from portal.settings import read_settings

if TYPE_CHECKING:
    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal notify mail | webhook | list | end | log``."""
    notify = subparsers.add_parser("notify", help="who is told of signals and overdue actions")
    acts = notify.add_subparsers(title="acts", metavar="ACT", required=True)
    for kind, target in (("mail", "ADDRESS"), ("webhook", "URL")):
        adding = acts.add_parser(kind, help=f"tell somebody by {kind}")
        adding.add_argument("unit", metavar="UNIT", help="the slug of a unit")
        adding.add_argument("name", metavar="NAME", help="as records name the owner")
        adding.add_argument("target", metavar=target)
        adding.add_argument("--language", default="vi", help="vi or en")
        adding.add_argument("--only", choices=("alerts", "digest"), help="not both")
        adding.set_defaults(run=run_add, kind=kind)
    acts.add_parser("list", help="everybody who is told").set_defaults(run=run_list)
    ending = acts.add_parser("end", help="tell somebody nothing more")
    ending.add_argument("number", type=int, metavar="NUMBER", help="as `portal notify list` shows")
    ending.set_defaults(run=run_end)
    acts.add_parser("log", help="the newest messages").set_defaults(run=run_log)


def run_add(arguments: argparse.Namespace) -> None:
    """Enter somebody; a webhook's secret is printed."""
    from portal.reaching.addressees import BadAddressee, add
    from portal.reaching.hooks import Guard, secret_of
    from surveys.database import writing

    settings = read_settings()
    guard = Guard.of(settings.webhook_hosts)
    wanted = {"alerts": arguments.only != "digest", "digest": arguments.only != "alerts"}
    with known_database() as engine, answering(), writing(engine) as connection:
        unit_id = find_unit(connection, arguments.unit)
        told = (unit_id, arguments.kind, arguments.name, arguments.target, here())
        try:
            number = add(connection, guard, *told, language=arguments.language, **wanted)
        except BadAddressee as bad:
            raise Refused(str(bad)) from None
    print(f"{number}: {arguments.name} is told by {arguments.kind}.")
    if arguments.kind == "webhook":
        secret = secret_of(settings.key("webhook")[0], number, arguments.target.strip())
        print(f"Its signatures are checked with this secret: {secret}")


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each: number, unit, name, kind, where, what."""
    from portal.reaching.addressees import list_addressees
    from surveys import register
    from surveys.database import reading

    with known_database() as engine, reading(engine) as connection:
        units, found = register.load(connection), list_addressees(connection)
    for one in found:
        what = " ".join(name for name in ("alerts", "digest") if getattr(one, name))
        unit = units.slug_of(one.unit_id)
        print(f"{one.id:4} {unit:28} {one.name:24} {one.kind:8} {one.target}  {what}")


def run_end(arguments: argparse.Namespace) -> None:
    """Tell somebody nothing more."""
    from portal.reaching.addressees import UnknownAddressee, end
    from surveys.database import writing

    with known_database() as engine, answering():
        try:
            with writing(engine) as connection:
                end(connection, arguments.number, here())
        except UnknownAddressee:
            raise Refused(f"nobody with the number {arguments.number} is told") from None
    print(f"{arguments.number} is told nothing more.")


def run_log(_arguments: argparse.Namespace) -> None:
    """Print one line for each message, newest first: when, to whom, how it went."""
    from portal.reaching.sending import list_deliveries
    from surveys.database import reading
    from surveys.days import OFFICE

    with known_database() as engine, reading(engine) as connection:
        found = list_deliveries(connection)
    for one in found:
        made = f"{one.made_at.astimezone(OFFICE):%Y-%m-%d %H:%M}"
        state = "on its way" if one.settled_at is None else "arrived"
        if one.last_error:
            state = f"{'given up' if one.settled_at else 'tried'}: {one.last_error}"
        print(f"{made}  {one.kind:8} {one.name:24} {one.subject}  {state} ({one.tries})")
