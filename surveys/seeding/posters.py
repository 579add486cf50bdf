"""Entering touchpoints, each with a code that is random at its first seeding."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, select

from surveys import codes, days
from surveys.places import Unit
from surveys.responses import CHANNELS
from surveys.seeding.rows import Seed, add, known_or_new, slugs
from surveys.services import Service
from surveys.touchpoints import Touchpoint, TouchpointName, TouchpointUnit


def of_each(units: Iterable[Seed], touchpoints: Iterable[Seed], day: date) -> Iterator[Seed]:
    """The same touchpoints for every unit that began on a day, each under a key of its own."""
    every = list(touchpoints)
    for unit in units:
        if unit.get("opened_on") == day.isoformat():
            slug = unit["slug"]
            yield from ({**t, "seed": f"{slug}/{t['seed']}", "unit": slug} for t in every)


def enter(
    connection: Connection, touchpoints: Iterable[Seed], survey_id: int, since_ms: int = 0
) -> None:
    """Enter the touchpoints of a seed that are not there; ``seed`` is the key of each.

    Args:
        since_ms: from when they stood at their counters; that nobody rated an office before is not
            counted as silence.
    """
    known = set(connection.scalars(select(Touchpoint.seed)))
    units, services = slugs(connection, Unit), slugs(connection, Service)
    for touchpoint in touchpoints:
        if touchpoint["seed"] in known:
            continue
        touchpoint_id = known_or_new(
            connection,
            Touchpoint,
            seed=touchpoint["seed"],
            code=codes.new_code(),
            service_id=services[touchpoint["service"]] if touchpoint["service"] else None,
            survey_id=survey_id,
            channel=CHANNELS[touchpoint["channel"]],
            state="open",
            opened_at=days.now(),
            busiest_hour=0,
        )
        of = {"touchpoint_id": touchpoint_id}
        names = touchpoint["names"].items()
        add(connection, TouchpointName, [of | {"language": code, "name": n} for code, n in names])
        lead = {"unit_id": units[touchpoint["unit"]], "since_ms": since_ms}
        add(connection, TouchpointUnit, [of | lead])
