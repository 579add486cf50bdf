"""The made-up history: the same for the same seed, and counted by the same code as real ratings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from portal.demo import opinions, rhythm
from surveys import days, properties, register, seeding
from surveys.counts import RESPONSE
from surveys.database import reading, writing
from surveys.masking import clean
from surveys.places import LEVELS
from surveys.register import Place, Register
from surveys.responses import ITEMS, Entry, Pending
from surveys.services import offered
from surveys.transfer.alone import alone
from surveys.transfer.staging import staging
from surveys.volumes import Volume

PORTION = 500
# About this share of the transactions is rated.
ANSWERED = 0.12
# One office falls in the 17th month and recovers after the 20th.
FALLS, FALL_FROM, FALL_UNTIL, FALLEN = "phuong-dang-lam", 17, 20, 0.66

# Ratings in an ordinary month, shares of satisfied and of neutral visitors.
OFFICES = {
    "quan-hong-bang": (130, 0.90, 0.06),
    "quan-ngo-quyen": (110, 0.87, 0.08),
    "quan-hai-an": (95, 0.88, 0.07),
    "huyen-thuy-nguyen": (120, 0.85, 0.10),
    "huyen-kien-thuy": (60, 0.83, 0.11),
    "huyen-tien-lang": (45, 0.86, 0.09),
    "phuong-dang-lam": (75, 0.88, 0.07),
    "phuong-hoang-van-thu": (50, 0.91, 0.05),
    "phuong-cau-tre": (35, 0.84, 0.12),
    "xa-thuy-son": (24, 0.89, 0.07),
    "xa-tu-cuong": (9, 0.86, 0.09),
    "xa-du-le": (6, 0.88, 0.08),
}


class HoldsRealResponses(RuntimeError):
    """The database has responses of real citizens; nothing made up may join them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: months up to a day, how many ratings in all (None: as offices have them)."""

    months: int = 26
    until: date = date(2025, 6, 30)
    ratings: int | None = None
    seed: int = 1

    @property
    def start(self) -> date:
        """The first day."""
        first = self.until.replace(day=1)
        back = first.year * 12 + first.month - self.months
        return date(back // 12, back % 12 + 1, 1)

    def month_of(self, day: date) -> int:
        """Which month of the history a day is in, from 1."""
        return (day.year - self.start.year) * 12 + day.month - self.start.month + 1


Progress = Callable[[int, int], None]


def make(engine: Engine, plan: Plan, progress: Progress = lambda _done, _all: None) -> int:
    """Make the history; it still has to be sealed and published.

    Returns:
        How many ratings were made; 0 when the history was there already.

    Raises:
        HoldsRealResponses: nothing was changed.
    """
    with writing(engine) as connection:
        if properties.is_demo(connection):
            return 0
        if _real(connection):
            raise HoldsRealResponses
        seeding.seed_pilot(connection)
        # First the label, then the rows: killed half way, the database still says what it is.
        properties.write(connection, properties.DEMO, f"{plan}")
        register.touch(connection)
    with reading(engine) as connection:
        here, offers = register.load(connection), _offers(connection, plan)
    made = 0
    for done, rows in _portions(here, offers, plan, Random(plan.seed)):  # noqa: S311 - made up
        with writing(engine) as connection:
            if rows:
                connection.execute(insert(Pending), rows)
        made += len(rows)
        progress(done, plan.months)
    _volumes(engine)
    return made


def _real(connection: Connection) -> bool:
    # What is not said by anybody (a checkpoint) is neither real nor made up.
    real = (
        select(table.id).where(table.simulated.is_(False), table.kind == RESPONSE).limit(1)
        for table in (Entry, Pending)
    )
    return any(connection.scalar(query) is not None for query in real)


def _offers(connection: Connection, plan: Plan) -> dict[str, list[int]]:
    return {
        level: [service_id for _slug, service_id, _group in offered(connection, level, plan.until)]
        for level in set(LEVELS.values())
    }


def _portions(
    here: Register, offers: dict[str, list[int]], plan: Plan, chance: Random
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Rows to store, a few hundred at a time, with the number of months that are done."""
    comments, rows, day = opinions.load_comments(), list[dict[str, Any]](), plan.start
    scale = _scale(plan)
    while day <= plan.until:
        for slug, (monthly, satisfied, neutral) in OFFICES.items():
            mean = scale * monthly / 22 * rhythm.busyness(day)
            fallen = slug == FALLS and FALL_FROM <= plan.month_of(day) <= FALL_UNTIL
            office = (slug, FALLEN if fallen else satisfied, 0.16 if fallen else neutral)
            for _ in range(rhythm.visitors(chance, mean)):
                rows.append(_row(here, offers, chance, comments, office, day))
        if len(rows) >= PORTION:
            yield plan.month_of(day) - 1, rows
            rows = []
        day += timedelta(1)
    yield plan.months, rows


def _scale(plan: Plan) -> float:
    if plan.ratings is None:
        return 1.0
    span = ((plan.until - plan.start).days + 1) / 30.4
    return plan.ratings / (span * sum(monthly for monthly, *_ in OFFICES.values()))


def _row(
    here: Register,
    offers: dict[str, list[int]],
    chance: Random,
    comments: dict[str, list[str]],
    office: tuple[str, float, float],
    day: date,
) -> dict[str, Any]:
    """One made-up rating as it waits to be sealed."""
    slug, satisfied, neutral = office
    unit_id = here.find_unit(slug)
    # Where the reform was carried out already, a poster of the office leads to its successor.
    place = chance.choice([p for p in here.places.values() if p.units[0] == unit_id])
    given_ms = days.to_ms(datetime.combine(day, time(*rhythm.hour_of_visit(chance)), days.OFFICE))
    overall = opinions.overall_mark(chance, satisfied, neutral)
    row: dict[str, Any] = dict.fromkeys(ITEMS) | _where(here, place, given_ms) | {"comment": None}
    row |= {"overall": overall, "key": f"{chance.getrandbits(128):032x}"}
    row["service_id"] = place.service_id or _service(chance, offers[LEVELS[here.kinds[unit_id]]])
    if chance.random() < opinions.SAY_MORE:
        row |= opinions.factor_marks(chance, overall)
        if chance.random() < opinions.WRITE:
            row["comment"] = clean(opinions.comment(chance, comments, overall))
    return row


def _where(here: Register, place: Place, given_ms: int) -> dict[str, Any]:
    spot = here.locate(place, given_ms)
    return {
        "kind": RESPONSE,
        "touchpoint_id": place.id,
        "unit_id": spot.unit_id,
        "path_id": spot.path_id,
        "survey_version_id": place.survey_version_id,
        "channel": place.channel,
        "locale": "vi",
        "given_ms": given_ms,
        "received_ms": given_ms,
        "day": spot.day,
        "settles_ms": 0,
        "flags": 0,
        "simulated": True,
        "extra": None,
    }


def _service(chance: Random, offered_ids: list[int]) -> int | None:
    """The service a citizen names at a counter for everything; one in five names none."""
    if chance.random() < 0.2:
        return None
    # Few services make most of the business: the chance falls with the place in the list.
    return offered_ids[min(len(offered_ids) - 1, int(chance.expovariate(0.35)))]


def _volumes(engine: Engine) -> None:
    """Closed transactions that the ratings are about a tenth of."""
    with reading(engine) as connection:
        rated = connection.execute(select(Pending.unit_id, Pending.day, Pending.service_id)).all()
    closed: dict[tuple[int, date, int], float] = {}
    for unit_id, day, service_id in rated:
        cell = (unit_id, day, service_id or 0)
        closed[cell] = closed.get(cell, 0) + 1 / ANSWERED
    rows = [
        {"unit_id": unit, "day": day, "service_id": service, "closed": round(count)}
        for (unit, day, service), count in sorted(closed.items())
    ]
    with alone(engine, lambda: None), staging(engine, "volumes", "demo", "demo") as opened:
        for start in range(0, len(rows), PORTION):
            portion = [row | {"import_id": opened.id} for row in rows[start : start + PORTION]]
            opened.portion(partial(_insert, portion))
        opened.close()


def _insert(rows: list[dict[str, Any]], connection: Connection) -> int:
    connection.execute(insert(Volume), rows)
    return len(rows)
