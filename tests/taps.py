"""Taps as the rating path hands them to the writer, and a writer for the length of a block."""

import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import makers
from sqlalchemy import Engine, select

from surveys import additions, days
from surveys.database import reading
from surveys.intake import Tap, Writer, open_store
from surveys.intake.batch import Store
from surveys.responses import KnownKey, Pending

_numbers = itertools.count(1)
LATER = 3_600_000


def make_tap(engine: Engine, code: str, **changed: Any) -> Tap:
    """A tap of 4, given now, that settles in an hour; any column may be changed."""
    here = makers.load(engine)
    place, now_ms, number = here.find_place(code), days.now_ms(), next(_numbers)
    spot = here.locate(place, now_ms)
    plain = Tap(
        key=f"{number:032x}",
        receipt=number,
        touchpoint_id=place.id,
        unit_id=spot.unit_id,
        path_id=spot.path_id,
        service_id=place.service_id,
        survey_version_id=place.survey_version_id,
        channel=place.channel,
        locale="vi",
        given_ms=now_ms,
        received_ms=now_ms,
        day=spot.day,
        overall=4,
        unfinished=None,
        settles_ms=now_ms + LATER,
        until=additions.remembered_until(spot.day),
    )
    return plain._replace(**changed)


@asynccontextmanager
async def writing_taps(
    engine: Engine, store: Store | None = None, limit: int = 10_000
) -> AsyncGenerator[Writer]:
    """A writer that stores until the block ends."""
    writer = Writer(engine, store or open_store(engine), limit)
    writer.start()
    try:
        yield writer
    finally:
        await writer.close()


def stored(engine: Engine) -> dict[str, int | None]:
    """The mark of every key that waits to be sealed; each is known once."""
    with reading(engine) as connection:
        rows = connection.execute(select(Pending.key, Pending.overall)).all()
        known = connection.scalars(select(KnownKey.key)).all()
    assert len(rows) == len({row.key for row in rows})
    assert set(known) >= {row.key for row in rows}
    return {row.key: row.overall for row in rows}
