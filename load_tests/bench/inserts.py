"""What sealing costs: storing taps as the writer does, and the same with sealing right behind."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from statistics import median

from sqlalchemy import Engine

from load_tests.bench import stage
from load_tests.bench.targets import Row
from surveys import additions, days
from surveys.intake import Tap, open_store
from surveys.register import Register
from surveys.sealing.sealer import seal_all

BATCH = 1000
Say = Callable[[str], None]


def measure(
    name: str, prepared: Callable[[str], tuple[str, Engine]], rounds: int, many: int, say: Say
) -> Row:
    """Rows a second with sealing, and against those without, in rounds that take turns.

    Args:
        prepared: makes a database of this name.
        many: taps in each round.
    """
    raw, sealed = prepared("raw")[1], prepared("sealed")[1]
    known = stage.load_register(raw)
    bare, whole = [], []
    for number in range(rounds):
        bare.append(many / _seconds(raw, known, many, seal=False))
        whole.append(many / _seconds(sealed, known, many, seal=True))
        say(f"round {number + 1}/{rounds} {name}: {whole[-1]:,.0f}/s of {bare[-1]:,.0f}/s")
    if stage.waiting(sealed) or stage.stored(sealed) != rounds * many:
        raise RuntimeError(f"{name}: not everything was sealed")
    rate, floor = median(whole), median(bare)
    return {"ratio": rate / floor, "median": rate, "floor": floor}


def _seconds(engine: Engine, known: Register, many: int, *, seal: bool) -> float:
    batches = list(_batches(known, many))
    store = open_store(engine)
    begun = time.perf_counter()
    for batch in batches:
        store.store(batch)
    if seal:
        seal_all(engine)
    spent = time.perf_counter() - begun
    store.close()
    return spent


def _batches(known: Register, many: int) -> Iterator[list[Tap]]:
    taps = _taps(known, many)
    while batch := list(islice(taps, BATCH)):
        yield batch


def _taps(known: Register, many: int) -> Iterator[Tap]:
    places = list(known.places.values())
    now_ms = days.now_ms() - 60_000
    until = additions.remembered_until(days.office_day(now_ms) + timedelta(days=1))
    for number in range(many):
        place = places[number % len(places)]
        spot = known.locate(place, now_ms)
        yield Tap(
            key=stage.new_key(),
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
            overall=number % 5 + 1,
            unfinished=None,
            settles_ms=now_ms,
            until=until,
        )
