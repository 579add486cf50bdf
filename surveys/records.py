"""Each touchpoint's busiest hour: the record from which its budget of ratings grows."""

from datetime import timedelta

from sqlalchemy import Connection, Engine, func, select, update

from surveys import days, register
from surveys.counts import RESPONSE
from surveys.database import reading, writing
from surveys.places import Unit
from surveys.responses import CHANNELS, Entry, Screening
from surveys.touchpoints import Touchpoint

# A server that was off for a week-end still learns what was sealed meanwhile.
_LOOK_BACK = timedelta(days=7)
# Only here does the hour say how fast citizens came; paper is typed in at one go.
_PACED = [CHANNELS[name] for name in ("qr", "web", "kiosk")]
_HOUR_MS = 3_600_000


def learn_busiest_hours(engine: Engine) -> int:
    """Raise the record of every touchpoint that lately had a busier hour; how many it were.

    Doubted responses are left out, so whoever floods a touchpoint does not widen its budget.
    """
    with reading(engine) as connection:
        broken = _broken(connection)
    if broken:
        with writing(engine) as connection:
            for touchpoint_id, count in broken.items():
                mine = Touchpoint.id == touchpoint_id, Touchpoint.busiest_hour < count
                connection.execute(update(Touchpoint).where(*mine).values(busiest_hour=count))
            register.touch(connection)
    return len(broken)


def _broken(connection: Connection) -> dict[int, int]:
    since = days.office_day(days.now_ms()) - _LOOK_BACK
    hour = Entry.given_ms // _HOUR_MS
    hours = (
        select(Entry.touchpoint_id, func.count().label("count"))
        .where(
            Entry.unit_id.in_(select(Unit.id)),
            Entry.day >= since,
            Entry.kind == RESPONSE,
            Entry.channel.in_(_PACED),
            Entry.id.not_in(select(Screening.response_id)),
        )
        .group_by(Entry.touchpoint_id, hour)
        .subquery()
    )
    busiest = func.max(hours.c.count)
    rows = connection.execute(
        select(hours.c.touchpoint_id, busiest)
        .join(Touchpoint, Touchpoint.id == hours.c.touchpoint_id)
        .group_by(hours.c.touchpoint_id, Touchpoint.busiest_hour)
        .having(busiest > Touchpoint.busiest_hour)
    )
    return {row.touchpoint_id: row[1] for row in rows}
