"""Closing a month of sealing with a checkpoint, so that one day its rows may be dropped.

The month before is proven again on the way: what the cells hold beyond the rows that came since
must be what the checkpoint before attests.
"""

from dataclasses import asdict

from sqlalchemy import Connection, Engine, func, select

from surveys import days
from surveys.database import reading, writing
from surveys.days import Period, parse_period, period_of
from surveys.responses import Entry, Seal
from surveys.sealing.attested import Attested, beginning, cells_hash, check_rest, checkpoints
from surveys.sealing.ledger import checkpoint
from surveys.sealing.recount import Recount, portions
from surveys.sealing.sealer import append, last_seal
from surveys.sealing.turn import be_alone


def close_months(engine: Engine) -> list[Attested]:
    """Close every month that is over and in which something was sealed, oldest first.

    Raises:
        Differs: the cells are not what the rows and the checkpoint before say; nothing was closed.
        UnknownPath: the ancestors of an entry are not known.
    """
    closed: list[Attested] = []
    while stated := _next(engine):
        with writing(engine) as connection:
            be_alone(connection)
            known = [one.month for one in checkpoints(connection).values()]
            if stated.month not in known:
                last = last_seal(connection)
                line = checkpoint(asdict(stated), last.last_id + 1, days.now_ms())
                append(connection, [line], last)
                closed.append(stated)
    return closed


def _next(engine: Engine) -> Attested | None:
    """What the checkpoint of the oldest open month has to state; None if no open month is over.

    What is sealed from now on changes nothing of it.
    """
    with reading(engine) as connection:
        before = next(reversed(checkpoints(connection).values()), None) or beginning(connection)
        month = _open_month(connection, before)
        return _stated(connection, before, month) if month else None


def _open_month(connection: Connection, before: Attested) -> Period | None:
    own = checkpoints(connection)
    sealed_ms = connection.scalar(
        select(Seal.sealed_ms)
        .where(Seal.id > before.seal, Seal.id.not_in(own))
        .order_by(Seal.id)
        .limit(1)
    )
    if sealed_ms is None:
        return None
    if before.month:  # a clock set back opens no month that was closed
        sealed_ms = max(sealed_ms, days.start_of(parse_period(before.month).end))
    month = period_of(days.office_day(sealed_ms), "month")
    return month if month.closed(days.office_day(days.now_ms())) else None


def _stated(connection: Connection, before: Attested, month: Period) -> Attested:
    end_ms = days.start_of(month.end)
    last = connection.execute(
        select(Seal.__table__).where(Seal.sealed_ms < end_ms).order_by(Seal.id.desc()).limit(1)
    ).one()
    newest = connection.scalar(select(func.max(Entry.id))) or 0
    recount = Recount(connection)
    for later in portions(connection, last.last_id + 1, newest):
        recount.add(later)
    cells = cells_hash(recount.rest())
    for within in portions(connection, before.entries + 1, last.last_id):
        recount.add(within)
    check_rest(recount.rest(), before)
    return Attested(month.label, last.id, last.hash.hex(), last.last_id, cells)
