"""Giving, changing and taking back accounts; each act is recorded and ends the sessions it must."""

import re
import unicodedata
from typing import Any

from sqlalchemy import Connection, insert, update

from portal.staff.accounts import Account, StaffAccount, account_or_none, find_account, fold_name
from portal.staff.log import Who, record
from portal.staff.passwords import Password
from portal.staff.rights import Role
from portal.staff.sessions import end_all
from surveys import days

_NAME = re.compile(r"[^\W_][\w.@-]{1,58}[^\W_]")


class NameTaken(ValueError):
    """An account of this name exists, perhaps in other letters."""


class BadName(ValueError):
    """Not 3 to 60 letters, digits, dots, dashes or at signs."""


def add_account(
    connection: Connection,
    name: str,
    role: Role,
    unit_id: int,
    password: Password,
    by: Who,
    *,
    demo: bool = False,
) -> None:
    """Make an account that is valid from today.

    Args:
        password: from ``passwords.one_time``, drawn before the transaction; its owner has to change
            it first of all. That of a demonstration stays.

    Raises:
        BadName, NameTaken: the name will not do.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not _NAME.fullmatch(name):
        raise BadName(name)
    if account_or_none(connection, name):
        raise NameTaken(name)
    now_ms = days.now_ms()
    connection.execute(
        insert(StaffAccount).values(
            name=name,
            folded=fold_name(name),
            password_hash=password.hashed,
            role=role,
            unit_id=unit_id,
            valid_from=days.office_day(now_ms),
            created_at=days.moment(now_ms),
            must_change=not demo,
            demo=demo,
        )
    )
    record(connection, "account added", by, {"name": name, "role": role, "unit": unit_id})


def disable(connection: Connection, name: str, by: Who) -> None:
    """Close an account; whoever is signed in with it is out at once.

    Raises:
        UnknownAccount: there is none.
    """
    account = find_account(connection, name)
    _change(connection, account, disabled_at=account.disabled_at or days.now())
    record(connection, "account disabled", by, {"name": account.name})


def reset(connection: Connection, name: str, password: Password, by: Who) -> None:
    """Give a one-time password in place of a lost one; it also opens a disabled account again.

    Raises:
        UnknownAccount: there is none.
    """
    account = find_account(connection, name)
    reopened = account.disabled_at is not None
    _change(
        connection,
        account,
        password_hash=password.hashed,
        must_change=not account.demo,
        disabled_at=None,
    )
    record(connection, "password reset", by, {"name": account.name, "reopened": reopened})


def change_password(connection: Connection, account: Account, password: Password, by: Who) -> None:
    """Keep a password that its owner chose and ``passwords.judge`` let pass."""
    _change(connection, account, password_hash=password.hashed, must_change=False)
    record(connection, "password changed", by, {"name": account.name})


def _change(connection: Connection, account: Account, **values: Any) -> None:
    changed = update(StaffAccount).where(StaffAccount.id == account.id).values(**values)
    connection.execute(changed)
    end_all(connection, account.id)
