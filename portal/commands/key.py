"""``portal key``: keys of other systems that bring ratings in or read figures."""

import argparse
from typing import TYPE_CHECKING

from portal.commands.staff import answering, find_unit, here, known_database

if TYPE_CHECKING:
    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal key add | list | revoke``."""
    key = subparsers.add_parser("key", help="API keys")
    acts = key.add_subparsers(title="acts", metavar="ACT", required=True)
    adding = acts.add_parser("add", help="make a key; prints it once")
    adding.add_argument("--scope", choices=("collect", "read"), required=True)
    adding.add_argument("--unit", metavar="SLUG", help="for it and those below it alone")
    adding.set_defaults(run=run_add)
    acts.add_parser("list", help="all keys by their beginnings").set_defaults(run=run_list)
    revoking = acts.add_parser("revoke", help="make a key worthless")
    revoking.add_argument("prefix", metavar="BEGINNING", help="as `portal key list` shows it")
    revoking.set_defaults(run=run_revoke)


def run_add(arguments: argparse.Namespace) -> None:
    """Make a key."""
    from portal.staff.keys import add_key
    from surveys.database import writing

    with known_database() as engine, answering(), writing(engine) as connection:
        unit_id = find_unit(connection, arguments.unit) if arguments.unit else None
        made = add_key(connection, arguments.scope, unit_id, here())
    print(f"Key, shown only now; send it as `Authorization: Bearer KEY`: {made}")


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each key: beginning, scope, unit, state."""
    from portal.staff.keys import list_keys
    from surveys import register
    from surveys.database import reading

    with known_database() as engine, reading(engine) as connection:
        units, found = register.load(connection), list_keys(connection)
    for key in found:
        unit = units.slug_of(key.unit_id) if key.unit_id else "every unit"
        used = f"last used {key.used_at:%Y-%m-%d}" if key.used_at else "never used"
        print(f"{key.prefix:12} {key.scope:8} {unit:28} {'revoked' if key.revoked_at else used}")


def run_revoke(arguments: argparse.Namespace) -> None:
    """Make a key worthless."""
    from portal.staff.keys import revoke_key
    from surveys.database import writing

    with known_database() as engine, answering(), writing(engine) as connection:
        revoke_key(connection, arguments.prefix, here())
    print(f"{arguments.prefix} is revoked.")
