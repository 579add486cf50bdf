"""A made-up crowd: who comes where and when, and what they say, as columns of the ledger.

The rhythm of the week and the marks are those of the demonstration; what differs is the number, so
whatever can be drawn for many at once is.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from portal.demo import opinions, rhythm
from surveys import days, screening
from surveys.counts import FACTORS, RESPONSE
from surveys.masking import clean
from surveys.places import LEVELS
from surveys.register import Place, Register
from surveys.responses import FACTS
from surveys.sealing import encoding

# Of all responses, those that mark factors, those with a comment, those in doubt.
MARKING, WRITING, DOUBTED = 1 / 4, 1 / 12, 1 / 100
# Different ways to mark the factors, for each overall mark.
_WAYS = 40
_HOURS, _BUSY = list(rhythm.HOURS), list(rhythm.HOURS.values())
_MARKS = (1, 2, 3, 4, 5)
_NOT_MARKED: tuple[None, ...] = (None,) * len(FACTORS)

Columns = dict[str, list[Any]]


class Counter(NamedTuple):
    """A touchpoint with its share of all visitors, and how content they are."""

    place: Place
    weight: float
    satisfied: float
    neutral: float


@dataclass(slots=True)
class Many:
    """Responses as columns, ids left out; comments, and why some are doubted, by their place."""

    columns: Columns
    comments: dict[int, tuple[str, bytes]]
    doubted: dict[int, int]

    def __len__(self) -> int:
        return len(self.columns["key"])


def empty() -> Many:
    """None yet."""
    columns: Columns = {name: [] for name in encoding.COLUMNS if name not in ("id", "response_id")}
    return Many(columns, {}, {})


class City:
    """The register with a history to be made up for it.

    Args:
        offers: the services of each level of government.
        opened: the day on which a unit began, None for ever.
    """

    def __init__(
        self,
        known: Register,
        offers: Mapping[str, list[int]],
        opened: Mapping[int, date | None],
        seed: int,
    ) -> None:
        self._known, self._offers, self._opened = known, offers, opened
        chance = Random(seed)
        open_ones = [place for place in known.places.values() if place.state == "open"]
        character = {
            unit: (chance.lognormvariate(0, 0.5), chance.uniform(0.78, 0.93))
            for unit in sorted({place.unit_id for place in open_ones})
        }
        self.counters = [
            Counter(place, character[place.unit_id][0], character[place.unit_id][1], 0.08)
            for place in sorted(open_ones, key=lambda place: place.id)
        ]

    def weights(self, day: date) -> list[tuple[Counter, float]]:
        """The counters that are open on a day, with their expected share of all visits."""
        busy = rhythm.busyness(day)
        noon = days.start_of(day) + 43_200_000
        found = []
        for counter in self.counters if busy else ():
            opened = self._opened.get(counter.place.unit_at(noon))
            if opened is None or opened <= day:
                found.append((counter, busy * counter.weight))
        return found

    def services(self, place: Place, unit_id: int) -> list[int]:
        """What is asked for at a counter: its own service, or all that its level offers."""
        level = LEVELS[self._known.kinds[unit_id]]
        return [place.service_id] if place.service_id else self._offers[level]

    def locate(self, place: Place, day: date) -> Any:
        """Where that day's responses count."""
        return self._known.locate(place, days.start_of(day) + 43_200_000)


class Opinions:
    """Ways to mark and to write, drawn once, so that millions can share them."""

    def __init__(self, chance: Random) -> None:
        self._texts = opinions.load_comments()
        self.cleaned = {text: clean(text) for some in self._texts.values() for text in some}
        self.ways: dict[int, list[tuple[int | None, ...]]] = defaultdict(list)
        for mark in _MARKS:
            for _ in range(_WAYS):
                marks = opinions.factor_marks(chance, mark)
                self.ways[mark].append(tuple(marks[factor] for factor in FACTORS))

    def comment(self, chance: Random, mark: int) -> str:
        """A comment that fits the mark."""
        return self.cleaned[opinions.comment(chance, self._texts, mark)]


def speak(
    city: City, said: Opinions, chance: Random, counter: Counter, day: date, many: int, into: Many
) -> None:
    """Add what the visitors of one counter say on one day."""
    spot, place = city.locate(counter.place, day), counter.place
    same = {
        "kind": RESPONSE,
        "sign": 1,
        "touchpoint_id": place.id,
        "unit_id": spot.unit_id,
        "path_id": spot.path_id,
        "survey_version_id": place.survey_version_id,
        "channel": place.channel,
        "locale": "vi",
        "day": spot.day,
        **dict.fromkeys((*FACTS, "unfinished", "extra", "commitment")),
        "prior_a": 0,
        "prior_b": 0,
        "simulated": True,
    }
    first, columns = len(into), into.columns
    for name, value in same.items():
        columns[name] += [value] * many
    given = _times(chance, day, many)
    columns["given_ms"] += given
    columns["received_ms"] += [at + 700 for at in given]
    services = city.services(place, spot.unit_id)
    columns["service_id"] += _services(chance, services, many)
    marks = chance.choices(_MARKS, _shares(counter), k=many)
    columns["overall"] += marks
    for factor, column in zip(FACTORS, _factors(said, chance, marks), strict=True):
        columns[factor] += column
    keys = chance.randbytes(16 * many).hex()
    columns["key"] += [keys[start : start + 32] for start in range(0, 32 * many, 32)]
    _write(said, chance, marks, first, into)


def _shares(counter: Counter) -> tuple[float, ...]:
    left = 1 - counter.satisfied - counter.neutral
    high = counter.satisfied
    return left * 0.35, left * 0.65, counter.neutral, high * 0.55, high * 0.45


def _times(chance: Random, day: date, many: int) -> list[int]:
    midnight = days.start_of(day)
    hours = chance.choices(_HOURS, _BUSY, k=many)
    return [midnight + hour * 3_600_000 + int(chance.random() * 3_600_000) for hour in hours]


def _services(chance: Random, services: list[int], many: int) -> list[int | None]:
    if len(services) == 1:
        return [services[0]] * many
    # Few services make most of the business, and one citizen in five names none.
    share = [0.8 * math.exp(-0.35 * place) for place in range(len(services))]
    return chance.choices([*services, None], [*share, 0.25 * sum(share) or 1], k=many)


def _factors(said: Opinions, chance: Random, marks: list[int]) -> Iterable[tuple[Any, ...]]:
    rows = [
        said.ways[mark][int(draw / MARKING * _WAYS)] if draw < MARKING else _NOT_MARKED
        for mark, draw in ((mark, chance.random()) for mark in marks)
    ]
    return zip(*rows, strict=True)


def _write(said: Opinions, chance: Random, marks: list[int], first: int, into: Many) -> None:
    for place, mark in enumerate(marks, first):
        draw = chance.random()
        if draw < WRITING:
            text, salt = said.comment(chance, mark), chance.randbytes(16)
            into.comments[place] = text, salt
            into.columns["commitment"][place] = encoding.commitment(salt, text)
        elif draw > 1 - DOUBTED:
            into.doubted[place] = screening.HASTE


def plan(city: City, responses: int, months: int, until: date) -> Iterator[tuple[date, list[int]]]:
    """How many come to each counter on each day, so that there are ``responses`` in all.

    Yields:
        The day, and the numbers in the order of ``City.weights``.
    """
    start = _months_before(until, months)
    span = [start + timedelta(n) for n in range((until - start).days + 1)]
    weights = {day: [weight for _, weight in city.weights(day)] for day in span}
    whole = sum(map(sum, weights.values()))
    # Whole numbers by carrying on what was cut off.
    owed = made = 0.0
    for day, some in weights.items():
        counts = []
        for weight in some:
            owed += weight * responses / whole
            counts.append(round(owed) - round(made))
            made = owed
        if counts:
            yield day, counts


def _months_before(day: date, months: int) -> date:
    first = day.year * 12 + day.month - 1 - months
    return date(first // 12, first % 12 + 1, 1)
