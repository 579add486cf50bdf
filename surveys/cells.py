"""Cells: the counts of what was said, kept so that a page reads a few hundred rows, never all.

Five cubes, whose number of cells does not grow with the number of responses. A cell of scope "own"
counts what was said of the unit itself, "below" what was said of all units under it; the two
together are its tree. By day and service at once only what was said below is kept: of a unit itself
there would be a cell for nearly each response, and its rows of a few weeks are few. Cells are sums
over ledger entries and nothing else: ``verify`` and ``rebuild`` make them again from the rows.
"""

from sqlalchemy import Boolean, Column, Date, Integer, SmallInteger, String, Table, text

from surveys.counts import COUNTERS
from surveys.database import Base

OWN, BELOW = "own", "below"


def _cube(name: str, *keys: Column[object]) -> Table:
    shared: tuple[Column[object], ...] = (
        _key("channel", SmallInteger),
        Column("flagged", Boolean, primary_key=True),
    )
    # A new cell names only the counters it needs.
    zero = text("0")
    counters = (Column(one, Integer, nullable=False, server_default=zero) for one in COUNTERS)
    return Table(name, Base.metadata, *keys, *shared, *counters)


def _key(name: str, kind: type) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _scope() -> Column[object]:
    return Column("scope", String(5), primary_key=True)


DAY = _cube("cell_day", _key("unit_id", Integer), _scope(), _key("day", Date))
SERVICE = _cube(
    "cell_service",
    _key("unit_id", Integer),
    _scope(),
    _key("month", Date),
    # 0 where nobody named a service
    _key("service_id", Integer),
)
HOUR = _cube(
    "cell_hour",
    _key("unit_id", Integer),
    _scope(),
    _key("quarter", Date),
    # Monday is 0
    _key("weekday", SmallInteger),
    _key("hour", SmallInteger),
)
SERVICE_DAY = _cube(
    "cell_service_day",
    _key("unit_id", Integer),
    _key("day", Date),
    _key("service_id", Integer),
)
TOUCHPOINT = _cube(
    "cell_touchpoint",
    _key("touchpoint_id", Integer),
    _key("unit_id", Integer),
    _key("month", Date),
)
CUBES = (DAY, SERVICE, SERVICE_DAY, HOUR, TOUCHPOINT)
