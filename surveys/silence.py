"""Touchpoints from which nothing is heard: a poster torn off, a tablet without power."""

from datetime import date, timedelta

from sqlalchemy import Connection, select

from surveys import days
from surveys.cells import TOUCHPOINT
from surveys.kiosks import Tablet, list_kiosks
from surveys.responses import Pending
from surveys.touchpoints import Touchpoint

# Shorter silences are usual at a small office.
_QUIET = timedelta(days=14)


def silent_touchpoints(connection: Connection, today: date) -> list[str]:
    """The codes of open touchpoints through which nothing came lately, in their order.

    Lately is this month; in its first 14 days also the month before. So a silence is seen after 14
    to 45 days, from a few cells instead of from all ratings.
    """
    since = days.first_day(today - _QUIET, "month")
    heard = select(TOUCHPOINT.c.touchpoint_id).where(
        TOUCHPOINT.c.month >= since, TOUCHPOINT.c.responses > 0
    )
    waiting = select(Pending.touchpoint_id)
    open_long = days.moment(days.start_of(today - _QUIET))
    return list(
        connection.scalars(
            select(Touchpoint.code)
            .where(
                Touchpoint.state == "open",
                Touchpoint.opened_at < open_long,
                Touchpoint.id.not_in(heard),
                Touchpoint.id.not_in(waiting),
            )
            .order_by(Touchpoint.id)
        )
    )


def silent_tablets(connection: Connection, now_ms: int) -> list[Tablet]:
    """The paired tablets that should be heard by their hours and are not, by name."""
    return [one for one in list_kiosks(connection) if one.state(now_ms) == "away"]


def heard_ever(connection: Connection) -> bool:
    """Whether anything ever came through a touchpoint, sealed or waiting."""
    counted = select(TOUCHPOINT.c.touchpoint_id).where(TOUCHPOINT.c.responses > 0)
    found = (select(Pending.id), counted)
    return any(connection.execute(one.limit(1)).first() for one in found)
