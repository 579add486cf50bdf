"""Real rows for tests: units, touchpoints and responses, stored the way the portal stores them."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert

from surveys import additions, codes, days, register, seeding
from surveys.counts import RESPONSE
from surveys.database import reading, writing
from surveys.folding import fold
from surveys.places import Unit, UnitName, UnitParent
from surveys.register import Register
from surveys.responses import CHANNELS, ITEMS, Import, KnownKey, Pending
from surveys.sealing.sealer import seal_all
from surveys.touchpoints import Touchpoint, TouchpointName, TouchpointUnit
from surveys.volumes import Volume


def seed_pilot(engine: Engine) -> Register:
    """The twelve units of the pilot, with everything that belongs to them."""
    with writing(engine) as connection:
        seeding.seed_pilot(connection)
    return load(engine)


def load(engine: Engine) -> Register:
    with reading(engine) as connection:
        return register.load(connection)


def make_unit(engine: Engine, slug: str, kind: str = "ward", parent: str | None = None) -> int:
    """A unit, under ``parent`` (a slug) since ever."""
    with writing(engine) as connection:
        unit_id = _insert(connection, Unit, slug=slug, kind=kind)
        name = slug.replace("-", " ").title()
        words = {"unit_id": unit_id, "language": "vi", "name": name, "folded": fold(name)}
        connection.execute(insert(UnitName).values(words))
        if parent:
            above = register.load(connection).find_unit(parent)
            span = {"unit_id": unit_id, "parent_id": above, "valid_from": register.ALWAYS}
            connection.execute(insert(UnitParent).values(span))
        register.touch(connection)
    return unit_id


def make_touchpoint(
    engine: Engine, unit: str, service_id: int | None = None, state: str = "open"
) -> str:
    """An open counter of a unit with the default survey; its code."""
    code = codes.new_code()
    with writing(engine) as connection:
        survey_id = seeding.seed_default(connection)
        touchpoint_id = _insert(
            connection,
            Touchpoint,
            code=code,
            service_id=service_id,
            survey_id=survey_id,
            channel=CHANNELS["qr"],
            state=state,
            opened_at=days.now(),
            busiest_hour=0,
        )
        where = {"touchpoint_id": touchpoint_id}
        name = {"language": "vi", "name": "Quầy 1"}
        connection.execute(insert(TouchpointName).values(**where, **name))
        unit_id = register.load(connection).find_unit(unit)
        connection.execute(insert(TouchpointUnit).values(**where, unit_id=unit_id, since_ms=0))
        register.touch(connection)
    return code


def _insert(connection: Connection, table: Any, **columns: Any) -> int:
    key = connection.execute(insert(table).values(**columns)).inserted_primary_key
    assert key is not None
    return int(key[0])


def at(day: date, hour: int = 9, minute: int = 0) -> int:
    """The milliseconds of a time on the office's clock."""
    return days.to_ms(datetime.combine(day, time(hour, minute), tzinfo=days.OFFICE))


def make_responses(
    engine: Engine,
    code: str,
    marks: Iterable[int | None],
    day: date,
    *,
    hour: int = 9,
    settled: bool = True,
    **said: Any,
) -> list[str]:
    """One waiting response for each overall mark; their keys.

    ``said`` are further columns of ``pending``: factors, ``comment``, ``service_id``, ``flags``,
    and ``channel`` by name. Unsettled ones stay open for an hour.
    """
    here = load(engine)
    place = here.find_place(code)
    given_ms = at(day, hour)
    spot = here.locate(place, given_ms)
    common = dict.fromkeys(ITEMS) | {
        "kind": RESPONSE,
        "touchpoint_id": place.id,
        "unit_id": spot.unit_id,
        "path_id": spot.path_id,
        "service_id": place.service_id,
        "survey_version_id": place.survey_version_id,
        "channel": place.channel,
        "locale": "vi",
        "given_ms": given_ms,
        "received_ms": given_ms,
        "day": spot.day,
        "settles_ms": 0 if settled else days.now_ms() + 3_600_000,
        "flags": 0,
    }
    if "channel" in said:
        said["channel"] = CHANNELS[said["channel"]]
    rows = [common | said | {"overall": mark, "key": secrets.token_hex(16)} for mark in marks]
    _store(engine, rows)
    return [row["key"] for row in rows]


def _store(engine: Engine, rows: list[dict[str, Any]]) -> None:
    known = [
        {"key": row["key"], "unit_id": row["unit_id"], "day": row["day"], "receipt": None}
        | {"until": row["day"] + timedelta(additions.REMEMBERED_DAYS)}
        for row in rows
    ]
    with writing(engine) as connection:
        connection.execute(insert(KnownKey), known)
        connection.execute(insert(Pending), rows)


def make_volumes(engine: Engine, *rows: dict[str, Any]) -> None:
    """Closed transactions, brought in just now by an import of their own.

    ``rows`` are columns of ``volume``: ``unit_id``, ``day``, ``closed``, and ``service_id``, which
    may be left out.
    """
    now = days.now()
    file = {"what": "volumes", "digest": secrets.token_hex(32), "name": "volumes.csv"}
    with writing(engine) as connection:
        import_id = _insert(
            connection, Import, **file, rows=len(rows), started_at=now, closed_at=now
        )
        told = [{"service_id": 0, **row, "import_id": import_id} for row in rows]
        connection.execute(insert(Volume), told)


def seal(engine: Engine) -> int:
    """Move all that has settled into the ledger."""
    return seal_all(engine)
