"""Staff accounts: a name, a role, and the unit from which downward it holds."""

import unicodedata
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.staff.rights import Role, read_role
from surveys.database import Base


class StaffAccount(Base):
    """Someone who may sign in. The dates are office days; ``valid_to`` is excluded."""

    __tablename__ = "staff_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    # The name as it is compared: letter case and composition do not matter.
    folded: Mapped[str] = mapped_column(String(180), unique=True)
    password_hash: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    # The password was chosen by someone else; nothing but changing it is allowed.
    must_change: Mapped[bool]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    # The last time step a code was accepted for, so that no code works twice.
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    demo: Mapped[bool]


class UnknownAccount(LookupError):
    """No account has this name."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it was read."""

    id: int
    name: str
    password_hash: str
    role: Role
    unit_id: int
    valid_from: date
    valid_to: date | None
    disabled_at: datetime | None
    must_change: bool
    demo: bool

    def works_on(self, day: date) -> bool:
        """Whether one may sign in with it on that day."""
        begun = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return begun and self.disabled_at is None


_NAMES = tuple(field.name for field in fields(Account))
# What ``read_account`` reads, also for queries that join other tables.
COLUMNS = tuple(getattr(StaffAccount, name) for name in _NAMES)


def fold_name(name: str) -> str:
    """The name as it is compared with others."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def read_account(row: Any) -> Account:
    """An account from a row that begins with ``COLUMNS``."""
    found = dict(zip(_NAMES, row, strict=False))
    return Account(**found | {"role": read_role(found["role"])})


def account_or_none(connection: Connection, name: str) -> Account | None:
    """The account of this name, in whatever letter case."""
    row = connection.execute(select(*COLUMNS).where(StaffAccount.folded == fold_name(name))).first()
    return read_account(row) if row else None


def find_account(connection: Connection, name: str) -> Account:
    """The account of this name, in whatever letter case.

    Raises:
        UnknownAccount: there is none.
    """
    account = account_or_none(connection, name)
    if account is None:
        raise UnknownAccount(name)
    return account


def list_accounts(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    rows = connection.execute(select(*COLUMNS).order_by(StaffAccount.folded))
    return [read_account(row) for row in rows]
