"""How fast ratings come: what makes one doubtful, and the far limit beyond which none is taken.

A ward lobby shares one address, and its busiest hour is honest. So nothing here compares an office
with others: a touchpoint is measured by the busiest hour it ever had, and what goes beyond is
flagged, not refused. All of it is counted in memory, by each process for itself, and forgotten when
it ends; none of it is stored but the flags.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from surveys import screening
from surveys.register import Place
from surveys.tickets import TAPS_PER_TICKET, Ticket

K = TypeVar("K")
V = TypeVar("V")
_HOUR, _MINUTE, _SECOND = 3_600_000, 60_000, 1000
# Nobody reads a question and five answers in less. Source: our own rule, as all below.
HASTE_MS = 600
# In an hour a touchpoint may have this many, or three times its record: offices grow.
CROWD, CROWD_TIMES = 120, 3
# A sender is a network and a browser's name, which hundreds of honest phones may share.
SENDER = 300
# In ten seconds a touchpoint may have this many, or twelve times what its record hour had.
BURST, BURST_SECONDS, BURST_SHARE = 20, 10, 30
# One mark, this many times, each within a quarter of the usual gap and never over 15 seconds.
RUN, RUN_GAP_MS = 15, 15 * _SECOND
# Only here is a rating refused: it would take twenty of the busiest hours at once.
FLOOD, FLOOD_TIMES = 10_000, 20
# Tickets and senders that are held in mind; older ones start anew, which harms no rating.
_TICKETS, _SENDERS = 50_000, 20_000


class Spent(Exception):
    """A ticket that has carried as many ratings as one phone may."""


class Flood(Exception):
    """Far more ratings within the hour than this touchpoint ever had."""


class Rolling:
    """How many came within the last ``span`` steps of ``step`` milliseconds."""

    __slots__ = ("_counts", "_span", "_step", "_total")

    def __init__(self, step: int, span: int) -> None:
        self._step, self._span = step, span
        self._counts: deque[list[int]] = deque()
        self._total = 0

    def at(self, now_ms: int) -> int:
        """How many there are now."""
        counts, now = self._counts, now_ms // self._step
        if counts and counts[-1][0] > now:
            # The clock was set back. It all happened just now, so that it grows old from here on
            # and not from a time that is yet to come.
            counts.clear()
            counts.append([now, self._total])
        while counts and counts[0][0] <= now - self._span:
            self._total -= counts.popleft()[1]
        return self._total

    def add(self, now_ms: int) -> int:
        """Count one more; how many there are with it."""
        self.at(now_ms)
        counts, now = self._counts, now_ms // self._step
        if counts and counts[-1][0] == now:
            counts[-1][1] += 1
        else:
            counts.append([now, 1])
        self._total += 1
        return self._total


def _of_an_hour() -> Rolling:
    return Rolling(_MINUTE, 60)


@dataclass(slots=True)
class _Pace:
    """What came through one touchpoint lately."""

    hour: Rolling = field(default_factory=_of_an_hour)
    seconds: Rolling = field(default_factory=lambda: Rolling(_SECOND, BURST_SECONDS))
    last_ms: int = 0
    last_mark: int = 0
    run: int = 0

    def doubts(self, mark: int, now_ms: int, record: int) -> int:
        """Count one more, and say what is doubtful about its time."""
        flags = 0
        if self.hour.add(now_ms) > max(CROWD, CROWD_TIMES * record):
            flags |= screening.CROWD
        if self.seconds.add(now_ms) > max(BURST, record // BURST_SHARE):
            flags |= screening.BURST
        if self.runs(mark, now_ms, record) >= RUN:
            flags |= screening.RUN
        return flags

    def runs(self, mark: int, now_ms: int, record: int) -> int:
        """How often this mark has now come in a row without the usual gaps between."""
        gap_ms = min(RUN_GAP_MS, _HOUR // (4 * record) if record else RUN_GAP_MS)
        follows = mark == self.last_mark and now_ms - self.last_ms < gap_ms
        self.run = self.run + 1 if follows else 1
        self.last_mark, self.last_ms = mark, now_ms
        return self.run


class Tempo:
    """What one process has seen come in."""

    def __init__(self) -> None:
        self._paces: defaultdict[int, _Pace] = defaultdict(_Pace)
        self._tablets: dict[int, _Pace] = {}
        self._tickets: OrderedDict[str, dict[str, int]] = OrderedDict()
        self._senders: OrderedDict[bytes, Rolling] = OrderedDict()

    def judge(
        self, place: Place, ticket: Ticket, key: str, mark: int, now_ms: int, sender: bytes | None
    ) -> int:
        """Count a rating, and say in flags what is doubtful about its time.

        A repeated key is counted and judged once.

        Args:
            sender: what stands for a network and a browser's name today; None where many people
                share one device.

        Raises:
            Spent, Flood: it must not be taken, and was not counted.
        """
        keys = _held(self._tickets, ticket.random, _TICKETS, dict)
        flags = keys.get(key)
        if flags is None:
            if len(keys) >= TAPS_PER_TICKET:
                raise Spent
            flags = self._doubts(place, mark, now_ms, sender)
            if now_ms - ticket.issued_ms < HASTE_MS:
                flags |= screening.HASTE
            keys[key] = flags
        return flags

    def judge_tablet(self, tablet: int, record: int, mark: int, given_ms: int) -> int:
        """Count what a tablet delivers, once, in the order in which it was given there.

        It may come hours later and all at once, so the time it was given is what counts. One that
        lies before those that were counted starts anew.

        Args:
            record: the most that its touchpoint ever had within an hour.
        """
        pace = self._tablets.get(tablet)
        if pace is None or given_ms < pace.last_ms:
            pace = self._tablets[tablet] = _Pace()
        return pace.doubts(mark, given_ms, record)

    def _doubts(self, place: Place, mark: int, now_ms: int, sender: bytes | None) -> int:
        pace, record = self._paces[place.id], place.busiest_hour
        if pace.hour.at(now_ms) >= max(FLOOD, FLOOD_TIMES * record):
            raise Flood
        flags = pace.doubts(mark, now_ms, record)
        if sender is not None:
            sent = _held(self._senders, sender, _SENDERS, _of_an_hour)
            if sent.add(now_ms) > max(SENDER, CROWD, CROWD_TIMES * record):
                flags |= screening.SENDER
        return flags


def _held(held: OrderedDict[K, V], key: K, most: int, make: Callable[[], V]) -> V:
    """What is held under a key, made when it is new; the oldest gives way."""
    value = held.get(key)
    if value is None:
        value = held[key] = make()
        if len(held) > most:
            held.popitem(last=False)
    return value
