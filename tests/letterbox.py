"""A letterbox for tests: addressees, signals to be told, and what came."""

from datetime import date
from pathlib import Path
from typing import Any

from makers import at, load
from sqlalchemy import Engine, func, insert, select

from analytics.quality.signals import Signal, SignalSentence
from portal.reaching import composing, sending
from portal.reaching.addressees import add
from portal.reaching.hooks import Guard
from portal.reaching.tables import Delivery
from portal.settings import Settings
from portal.staff.log import Who
from surveys import days
from surveys.database import writing

BY = Who("quan tri", "admin")
# A Wednesday.
WEDNESDAY = date(2025, 5, 14)
NINE = at(WEDNESDAY)
D = Delivery.__table__.c


class Still:
    """The portal's clock, standing still until it is moved."""

    ms = NINE

    def __call__(self) -> int:
        return self.ms


def told(engine: Engine, settings: Settings, target: str, **more: Any) -> int:
    said = {"kind": "mail", "name": "Trần Văn Bình", "unit": "ward", "language": "en"} | more
    unit_id = load(engine).find_unit(said.pop("unit"))
    guard = Guard.of(settings.webhook_hosts)
    with writing(engine) as connection:
        return add(
            connection, guard, unit_id, said.pop("kind"), said.pop("name"), target, BY, **said
        )


def signal(engine: Engine, words: str = "Fewer were satisfied", unit: str = "ward") -> None:
    with writing(engine) as connection:
        nth = connection.scalar(select(func.count()).select_from(Signal)) or 0
        row = {"unit_id": load(engine).find_unit(unit), "subject": "x", "rule": f"beyond {nth}"}
        row |= {"start": WEDNESDAY, "end": WEDNESDAY, "evidence": {}, "seal_id": 0}
        row |= {"raised_at": days.now(), "state": "new"}
        (number,) = connection.execute(insert(Signal).values(row)).inserted_primary_key or (0,)
        said = {"signal_id": number, "language": "en", "sentence": words}
        connection.execute(insert(SignalSentence).values(said))


def letters(folder: str) -> list[str]:
    return [file.read_text("utf-8") for file in sorted(Path(folder).glob("*.eml"))]


def run(engine: Engine, settings: Settings) -> int:
    composing.compose(engine, settings)
    return sending.send_due(engine, settings)
