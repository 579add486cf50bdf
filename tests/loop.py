"""A city in which one ward falls behind, for tests of the quality loop."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import makers
import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from analytics.quality.actions import checks, handling, planning
from analytics.quality.actions.opening import Source, open_record
from analytics.quality.actions.planning import Plan
from analytics.quality.actions.records import Record, find_record
from analytics.quality.signals import Signal, SignalSentence
from portal.jobs.duties import find_job
from portal.settings import read_settings
from surveys import days
from surveys.database import reading, writing
from surveys.places import Succession, Unit

LAN, MINH = "Nguyễn Thị Lan, Leader", "Trần Văn Minh, Quality officer"
MAY = date(2025, 5, 1)
FIXED = date(2025, 6, 9)
ACTED = date(2025, 6, 16)
CHECK_ON = date(2025, 9, 4)


@dataclass
class Calendar:
    """The portal's clock, put on a day by hand."""

    patch: pytest.MonkeyPatch

    def put(self, day: date, hour: int = 9) -> None:
        self.patch.setattr(days, "now_ms", lambda: makers.at(day, hour))


@dataclass
class City:
    """A city with a ward that falls behind and two beside it."""

    engine: Engine
    units: tuple[str, ...] = ("ward", "north", "south")
    codes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        makers.make_unit(self.engine, "city", "city")
        for slug in self.units:
            makers.make_unit(self.engine, slug, parent="city")
            self.codes[slug] = makers.make_touchpoint(self.engine, slug)

    def rate(self, slug: str, month: date, good: int, of: int) -> None:
        """So many of so many satisfied, on one day of a month."""
        marks = [5] * good + [2] * (of - good)
        makers.make_responses(self.engine, self.codes[slug], marks, month + timedelta(days=9))

    def seal(self) -> None:
        makers.seal(self.engine)

    def usual(self, months: list[date], good: int, of: int = 40) -> None:
        """The two other wards, the same every month."""
        for month in months:
            for slug in self.units[1:]:
                self.rate(slug, month, good, of)

    def signal(self, month: date = MAY, slug: str = "ward") -> int:
        """A signal of a month, as the watch raises it."""
        unit_id = makers.load(self.engine).find_unit(slug)
        end = days.next_start(month, "month")
        row = {"unit_id": unit_id, "subject": "satisfaction", "indicator": "satisfaction"}
        row |= {"rule": "beyond", "start": month, "end": end, "evidence": {"value": 0.4}}
        row |= {"seal_id": 1, "raised_at": days.now(), "state": "new"}
        with writing(self.engine) as connection:
            signal_id = makers._insert(connection, Signal, **row)
            for language, words in (("vi", "Tháng 5 thấp hơn thường lệ"), ("en", "May was low")):
                said = {"signal_id": signal_id, "language": language, "sentence": words}
                connection.execute(insert(SignalSentence).values(said))
        return signal_id

    def open(self, month: date = MAY, by: str = MINH) -> str:
        """A record opened from a signal; its number."""
        source = self.source(month)
        with writing(self.engine) as connection:
            return open_record(connection, source, "Waits are long", "major", by)

    def source(self, month: date = MAY) -> Source:
        signal_id, end = self.signal(month), days.next_start(month, "month")
        unit_id = makers.load(self.engine).find_unit("ward")
        points = {"from": str(month), "to": str(end)}
        return Source("signal", unit_id, signal_id, evidence=points)

    def record(self, number: str) -> Record:
        with reading(self.engine) as connection:
            return find_record(connection, number)

    def act(self, number: str, what: Any, *said: Any, **more: Any) -> None:
        """One act on a record, as it stands now."""
        with writing(self.engine) as connection:
            what(connection, find_record(connection, number), *said, **more)

    def plan(self, number: str, by: str = MINH, **other: Any) -> None:
        register = makers.load(self.engine)
        with writing(self.engine) as connection:
            record = find_record(connection, number)
            planning.plan(connection, register, record, a_plan(**other), by)

    def done(self, number: str, acted_on: date = ACTED, by: str = MINH) -> None:
        self.act(number, handling.report_done, acted_on, by)

    def state(self, number: str) -> str:
        with reading(self.engine) as connection:
            return str(find_record(connection, number).row.state)

    def signal_state(self) -> str:
        with reading(self.engine) as connection:
            return str(connection.scalar(select(Signal.state)))


def a_plan(**other: Any) -> Plan:
    said: dict[str, Any] = {
        "action": "Open a third counter on Monday mornings",
        "owner_name": "Trần Văn Minh",
        "owner_position": "Quality officer",
        "due_on": ACTED,
        "indicator": "satisfaction",
        "service_id": None,
        "before": "usual",
        "target": 0.9,
        "check_on": CHECK_ON,
    }
    return Plan(**said | other)


def months(first: date, number: int) -> list[date]:
    """So many months from one on."""
    found = [first]
    while len(found) < number:
        found.append(days.next_start(found[-1], "month"))
    return found


def merge(connection: Connection, unit_id: int, into: int, on: date) -> None:
    """One unit ends, another follows it whole."""
    connection.execute(update(Unit).where(Unit.id == unit_id).values(closed_on=on))
    follows = {"from_id": unit_id, "to_id": into, "effective_on": on, "share": "whole"}
    connection.execute(insert(Succession).values(**follows, performed_at=days.now()))


def compute(city: City) -> int:
    """Do what the job of each night does; how many checks there were."""
    with reading(city.engine) as connection:
        due = checks.list_due(connection)
    find_job("checks").run(city.engine, read_settings({"PORTAL_SECRET": "x" * 32}))
    return len(due)


def waiting(city: City) -> str:
    """A record whose action is done."""
    number = city.open()
    city.act(number, handling.contain, "A guide at the door", ["Two counters"], "place", MINH)
    city.plan(number)
    return number
