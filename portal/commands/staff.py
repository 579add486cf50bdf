"""``portal staff``: accounts of those who work with the results."""

import argparse
import getpass
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.commands import Refused
from portal.settings import read_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from portal.commands import Subparsers
    from portal.staff.accounts import Account
    from portal.staff.log import Who

ROLES = ("counter", "leader", "officer", "inspector", "auditor", "admin")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal staff add | list | disable | reset``."""
    staff = subparsers.add_parser("staff", help="staff accounts")
    acts = staff.add_subparsers(title="acts", metavar="ACT", required=True)
    adding = acts.add_parser("add", help="make an account; prints a one-time password once")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--role", choices=ROLES, required=True)
    adding.add_argument("--unit", metavar="SLUG", required=True, help="its rights hold downward")
    adding.set_defaults(run=run_add)
    acts.add_parser("list", help="all accounts").set_defaults(run=run_list)
    disabling = acts.add_parser("disable", help="close an account and end its sessions")
    disabling.add_argument("name", metavar="NAME")
    disabling.set_defaults(run=run_disable)
    resetting = acts.add_parser(
        "reset", help="a new one-time password; also opens a disabled account again"
    )
    resetting.add_argument("name", metavar="NAME")
    resetting.set_defaults(run=run_reset)


def run_add(arguments: argparse.Namespace) -> None:
    """Make an account."""
    from portal.staff import appointments, passwords
    from surveys.database import writing

    password = passwords.one_time()
    with known_database() as engine, answering(), writing(engine) as connection:
        unit_id = find_unit(connection, arguments.unit)
        appointments.add_account(
            connection, arguments.name, arguments.role, unit_id, password, here()
        )
    print(f"One-time password, shown only now: {password.text}")


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each account: name, role, unit, state."""
    from portal.staff.accounts import list_accounts
    from surveys import register
    from surveys.database import reading

    with known_database() as engine, reading(engine) as connection:
        units, accounts = register.load(connection), list_accounts(connection)
    for account in accounts:
        unit = units.slug_of(account.unit_id)
        print(f"{account.name:24} {account.role:10} {unit:28} {_state(account)}")


def _state(account: "Account") -> str:
    from surveys import days

    if account.disabled_at:
        return "disabled"
    if not account.works_on(days.office_day(days.now_ms())):
        return "not valid today"
    return "has to choose a password" if account.must_change else "works"


def run_disable(arguments: argparse.Namespace) -> None:
    """Close an account."""
    from portal.staff import appointments
    from surveys.database import writing

    with known_database() as engine, answering(), writing(engine) as connection:
        appointments.disable(connection, arguments.name, here())
    print(f"{arguments.name} is disabled and signed out everywhere.")


def run_reset(arguments: argparse.Namespace) -> None:
    """Give a new one-time password."""
    from portal.staff import appointments, passwords
    from surveys.database import writing

    password = passwords.one_time()
    with known_database() as engine, answering(), writing(engine) as connection:
        appointments.reset(connection, arguments.name, password, here())
    print(f"One-time password, shown only now: {password.text}")


def here() -> "Who":
    """Who acts on the command line, as the staff log names them."""
    from portal.staff.log import Who

    return Who(getpass.getuser(), "command line")


def find_unit(connection: "Connection", slug: str) -> int:
    """The id of a unit.

    Raises:
        UnknownUnit: there is none.
    """
    from surveys import register

    return register.load(connection).find_unit(slug)


@contextmanager
def known_database() -> "Generator[Engine]":
    """The database of the settings, for as long as the command runs; one that is migrated."""
    from portal.database import NotMigrated, require_migrated
    from surveys.database import make_engine

    engine = make_engine(read_settings().database_url)
    try:
        require_migrated(engine)
        yield engine
    except NotMigrated:
        raise Refused("the database is not this release's: run `portal migrate` first", 1) from None
    finally:
        engine.dispose()


@contextmanager
def answering() -> "Generator[None]":
    """Say in one line what cannot be done."""
    from portal.staff import accounts, appointments, keys
    from surveys import register

    try:
        yield
    except register.UnknownUnit as unknown:
        raise Refused(f"no such unit: {unknown}") from None
    except accounts.UnknownAccount as unknown:
        raise Refused(f"no such account: {unknown}") from None
    except appointments.NameTaken as taken:
        raise Refused(f"there is an account of this name: {taken}") from None
    except appointments.BadName as bad:
        raise Refused(f"not 3 to 60 letters, digits, dots, dashes or at signs: {bad}") from None
    except keys.UnknownKey as unknown:
        raise Refused(f"no key begins with: {unknown}") from None
