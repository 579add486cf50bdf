"""What tests of the ledger share: additions as citizens make them, a verification, a tampering."""

from typing import Any

from sqlalchemy import Engine, func, select, text, update

from surveys import additions, codes, days
from surveys.cells import DAY
from surveys.database import reading, writing
from surveys.responses import Entry, KnownKey, Pending
from surveys.sealing.verify import Findings, verify

_SECRET = b"the secret of receipts, 32 bytes"


def receipt_for(engine: Engine, key: str) -> str:
    """The receipt of a response that was made without one."""
    receipt = codes.receipt(_SECRET, key)
    with writing(engine) as connection:
        known = update(KnownKey).where(KnownKey.key == key)
        connection.execute(known.values(receipt=additions.hash_of(receipt)))
    return receipt


def add(
    engine: Engine,
    key: str,
    comment: str | None = None,
    service_id: int | None = None,
    settle_ms: int = 0,
    **items: int | None,
) -> None:
    """What the citizen of a response of today adds to it."""
    receipt = receipt_for(engine, key)
    with writing(engine) as connection:
        given = additions.find(connection, receipt, days.now_ms())
        additions.record(connection, given, items, comment, service_id, settle_ms)


def verified(engine: Engine, held: dict[str, Any] | None = None) -> Findings:
    """What a verification finds."""
    with reading(engine) as connection:
        return verify(connection, held)


def tamper(engine: Engine, statement: str, **values: Any) -> None:
    """What somebody with the database's password could do."""
    with writing(engine) as connection:
        assert connection.execute(text(statement), values).rowcount


def found_after(engine: Engine, *statements: str) -> str:
    """What a verification finds once the statements were carried out; then they are undone."""
    with engine.connect() as connection, connection.begin() as transaction:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount
        found = verify(connection).difference
        transaction.rollback()
    return found or "nothing"


def entries(engine: Engine) -> list[Any]:
    """All of the ledger, oldest first."""
    with reading(engine) as connection:
        return list(connection.execute(select(Entry.__table__).order_by(Entry.id)))


def counted(engine: Engine, *names: str, scope: str = "own") -> list[int]:
    """What the cells of a scope count in all."""
    with reading(engine) as connection:
        sums = (func.coalesce(func.sum(DAY.c[name]), 0) for name in names)
        return list(connection.execute(select(*sums).where(DAY.c.scope == scope)).one())


def waiting(engine: Engine) -> int:
    """How many rows are not sealed yet."""
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(Pending)) or 0
