"""What tests of series need: a ward of a city, two services, and what befalls its responses."""

import random
from datetime import date, timedelta
from typing import Any

from makers import load, make_responses, make_touchpoint, make_unit, make_volumes, seal
from sqlalchemy import Engine, insert, select

from analytics.numbers.series import series
from surveys.counts import ADDITION, FACTORS
from surveys.database import reading, writing
from surveys.responses import ITEMS, SAID, Entry, Pending
from surveys.sealing import corrections
from surveys.services import Service, ServiceCode, ServiceGroup

MAY = date(2023, 5, 1)
JUNE = date(2023, 6, 1)


def make_ward(engine: Engine) -> str:
    """A ward of the city; the code of its counter."""
    make_unit(engine, "city", kind="city")
    make_unit(engine, "ward", parent="city")
    return make_touchpoint(engine, "ward")


def make_services(engine: Engine) -> list[int]:
    """Two services of two groups."""
    with writing(engine) as connection:
        for group in (1, 2):
            connection.execute(
                insert(ServiceGroup).values(id=group, slug=f"group-{group}", position=group)
            )
            common = {"domain": "d", "agency": "a", "general": False, "group_id": group}
            connection.execute(insert(Service).values(id=group, slug=f"service-{group}", **common))
        code = {"service_id": 2, "code": "1.000200", "valid_from": MAY}
        connection.execute(insert(ServiceCode).values(**code))
    return [1, 2]


def told(engine: Engine, unit: str = "ward", start: date = MAY, end: date = JUNE, **ask: Any):
    with reading(engine) as connection:
        return series(connection, load(engine), unit, start, end, **ask)


def add(engine: Engine, key: str, table: Any = Pending, **said: Any) -> None:
    """What the citizen of a response adds to it, waiting."""
    with writing(engine) as connection:
        of = connection.execute(select(table.__table__).where(table.key == key)).first()
        assert of is not None
        fresh = {name: getattr(of, name) for name in SAID} | dict.fromkeys(ITEMS)
        fresh |= {"kind": ADDITION, "service_id": None, "settles_ms": 0, "flags": 0}
        connection.execute(insert(Pending).values(**fresh | said))


def exclude(engine: Engine, key: str) -> None:
    """Take a sealed response back."""
    with writing(engine) as connection:
        entry = select(Entry.response_id).where(Entry.key == key).limit(1)
        corrections.exclude(connection, connection.execute(entry).scalar_one(), "tester", "test")


def scatter(engine: Engine, codes: list[str], seed: int) -> None:
    """Rows of every kind, some sealed or excluded, some waiting, with additions to all."""
    dice = random.Random(seed)
    for _ in range(6):
        keys = []
        for _ in range(8):
            day = MAY + timedelta(days=dice.randrange(70))
            said: dict[str, Any] = {f: dice.choice([None, 0, 1, 4, 5]) for f in FACTORS}
            said |= {"visits": dice.choice([None, 0, 3]), "on_time": dice.choice([None, 1, 4])}
            said |= {"flags": dice.choice([0, 0, 1]), "service_id": dice.choice([None, 1, 2])}
            said["channel"] = dice.choice(["qr", "web", "kiosk", "phone", "assisted"])
            mark = dice.choice([None, 1, 3, 4, 5])
            said["unfinished"] = None if mark else 2
            keys += make_responses(engine, dice.choice(codes), [mark], day, **said)
        if dice.random() < 0.5:
            seal(engine)
            exclude(engine, keys[0])
        for key in [keys[0], *dice.sample(keys[1:], 4)]:
            said = {f: dice.choice([None, 0, 2, 5]) for f in FACTORS}
            said |= {"service_id": dice.choice([None, 1, 2]), "overall": dice.choice([None, 1])}
            waits = waiting_here(engine, key)
            add(engine, key, Pending if waits else Entry, **said)
        if dice.random() < 0.3:
            seal(engine)


def waiting_here(engine: Engine, key: str) -> bool:
    with reading(engine) as connection:
        return connection.scalar(select(Pending.id).where(Pending.key == key)) is not None


def put_volumes(engine: Engine) -> None:
    """Volumes on three days, for both services and for none."""
    ward = load(engine).find_unit("ward")
    rows = [
        {"unit_id": ward, "day": MAY + timedelta(days=day), "service_id": service, "closed": closed}
        for day, service, closed in ((0, 1, 30), (0, 2, 10), (3, 1, 20), (20, 0, 40), (65, 2, 50))
    ]
    make_volumes(engine, *rows)
