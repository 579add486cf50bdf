"""Interleaved rounds: in each, every contender has its turn, so that a noisy minute hits them all.

A contender that takes ratings is judged afterwards: what it thanked for has to be stored.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from load_tests.bench import stage
from load_tests.bench.servers import Server
from load_tests.bench.wrk import CONNECTIONS, Burst, burst, write_requests

# A generous guess of the fastest answer anybody gives, in requests a second.
_FASTEST = 45_000
Lines = Callable[[int], Iterable[tuple[str, str]]]


class Lost(RuntimeError):
    """Ratings that were thanked for and are not there, or are there without a request."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One burst, with the seconds of processor time that it cost.

    ``cpu`` is the server's during the burst; ``whole_cpu`` that of the server and its database
    until everything was sealed.
    """

    burst: Burst
    cpu: float
    whole_cpu: float


@dataclass(slots=True)
class Contender:
    """A server with what is asked of it.

    Attributes:
        lines: so many requests, to be sent once each.
        path: sent to instead of the lines' own paths.
        engine: of the database that keeps its ratings; they are counted after each burst.
        count: how many ratings it has stored.
        seals: whether the burst is over only when all is sealed.
    """

    name: str
    server: Server
    lines: Lines
    path: str | None = None
    engine: Engine | None = None
    count: Callable[[Engine], int] = stage.stored
    seals: bool = False
    turns: list[Turn] = field(default_factory=list)

    def play(self, folder: Path, seconds: float) -> None:
        """Have one turn.

        Raises:
            Failed, Lost: the turn means nothing.
        """
        file = folder / "requests.txt"
        many = int(_FASTEST * seconds) if self.engine else 1000
        lines = ((self.path or path, form) for path, form in self.lines(many))
        write_requests(file, lines)
        before = self.count(self.engine) if self.engine else 0
        cpu, behind = self.server.cpu(), self.server.cpu_behind()
        seen = burst(self.server.url, file, seconds)
        cpu_after = self.server.cpu()
        if self.seals and self.engine:
            stage.drain(self.engine)
        if self.engine:
            self._check(self.count(self.engine) - before, seen.requests)
        whole = self.server.cpu() - cpu + self.server.cpu_behind() - behind
        self.turns.append(Turn(seen, cpu_after - cpu, whole))

    def _check(self, kept: int, thanked: int) -> None:
        # What was on its way when wrk stopped is stored and was answered, but not counted by it.
        if not thanked <= kept <= thanked + CONNECTIONS:
            raise Lost(f"{self.name}: {thanked} answers, {kept} ratings stored")

    @property
    def rate(self) -> float:
        """Requests a second, the median of the turns."""
        return median(turn.burst.rate for turn in self.turns)

    @property
    def p99_ms(self) -> float:
        """The median of the turns' 99th percentiles."""
        return median(turn.burst.p99_ms for turn in self.turns)

    @property
    def cpu_us(self) -> float:
        """Microseconds of the server's processor time for a request."""
        return median(turn.cpu / turn.burst.requests * 1e6 for turn in self.turns)

    @property
    def whole_cpu_us(self) -> float:
        """The same with the database's, until all was sealed."""
        return median(turn.whole_cpu / turn.burst.requests * 1e6 for turn in self.turns)

    @property
    def bytes(self) -> float:
        """Bytes of an answer, headers included."""
        return median(turn.burst.bytes / turn.burst.requests for turn in self.turns)


def play(
    contenders: list[Contender],
    rounds: int,
    seconds: float,
    folder: Path,
    say: Callable[[str], None],
) -> None:
    """Play the rounds, every other one backwards."""
    for number in range(rounds):
        order = contenders if number % 2 == 0 else contenders[::-1]
        for contender in order:
            contender.play(folder, seconds)
            last = contender.turns[-1]
            say(
                f"round {number + 1}/{rounds} {contender.name}: {last.burst.rate:,.0f}/s,"
                f" p99 {last.burst.p99_ms:.1f} ms"
            )
