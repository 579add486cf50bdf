"""The rating path over HTTP: the portal on both databases, the floors, and the ORM rival."""

import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from load_tests.bench import stage
from load_tests.bench.rounds import Contender, play
from load_tests.bench.servers import module_server, portal_server
from load_tests.bench.targets import Row
from surveys.register import Register
from tests.cluster import Cluster, running

HERE = Path(__file__).parent
# As a small server is set up: durable, with memory for what is hot.
DURABLE = {"max_connections": "60", "shared_buffers": "256MB", "max_wal_size": "4GB"}
Say = Callable[[str], None]


def slow_flush(folder: Path) -> dict[str, str]:
    """Build the shim; the variables under which every flush takes a millisecond more."""
    library = folder / "slow_flush.so"
    command = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(HERE / "slow_flush.c")]
    subprocess.run([*command, "-ldl"], check=True)
    library.chmod(0o755)
    return {"LD_PRELOAD": str(library)}


class Ground:
    """Databases and servers that stay for the whole of the rounds."""

    def __init__(self, stack: ExitStack, folder: Path, shim: dict[str, str] | None = None) -> None:
        self._stack, self._folder, self._shim = stack, folder, shim
        self._slow = "slow_" if shim else ""
        cluster: Cluster = stack.enter_context(running(DURABLE, shim))
        self.cluster = cluster

    def sqlite(self, name: str) -> tuple[str, Engine]:
        """A new prepared file."""
        url = f"sqlite:///{self._folder / f'{self._slow}{name}.db'}"
        return url, stage.prepare(url)

    def postgresql(self, name: str) -> tuple[str, Engine]:
        """A new prepared database."""
        self.cluster.create(name)
        return self.cluster.url(name), stage.prepare(self.cluster.url(name))

    def portals(self) -> list[Contender]:
        """The portal on SQLite and on PostgreSQL, taking ratings."""
        found = []
        for kind in ("sqlite", "postgresql"):
            url, engine = (self.sqlite if kind == "sqlite" else self.postgresql)("portal")
            behind = self.cluster.pid if kind == "postgresql" else None
            server = self._stack.enter_context(portal_server(url, behind, self._shim))
            lines = partial(stage.taps, stage.load_register(engine))
            found.append(Contender(f"post_{kind}", server, lines, engine=engine, seals=True))
        return found

    def rivals(self) -> list[Contender]:
        """The same by one ORM commit per request."""
        found = []
        for kind in ("sqlite", "postgresql"):
            url, engine = (self.sqlite if kind == "sqlite" else self.postgresql)("orm")
            server = self._stack.enter_context(module_server("load_tests.bench.orm", url))
            lines = partial(stage.taps, stage.load_register(engine))
            found.append(
                Contender(f"orm_{kind}", server, lines, engine=engine, count=stage.waiting)
            )
        return found

    def floors(self, known: Register) -> list[Contender]:
        """Litestar saying hello, and Litestar sending a form back."""
        server = self._stack.enter_context(module_server("load_tests.bench.floors", "sqlite:///x"))
        hello = Contender("plaintext", server, lambda _many: [("/plaintext", "")])
        echo = Contender("form_echo", server, partial(stage.taps, known), path="/echo")
        return [hello, echo]


def measure(folder: Path, rounds: int, seconds: float, say: Say) -> dict[str, Row]:
    """Play the rounds on this disk, then those of the portal on a slower one."""
    with ExitStack() as stack:
        ground = Ground(stack, folder)
        lite, postgres = ground.portals()
        known = stage.load_register(lite.engine) if lite.engine else None
        if known is None:
            raise RuntimeError("the portal has no database")
        hello, echo = ground.floors(known)
        page = Contender("get_page", lite.server, lambda _many: stage.pages(known))
        orm_lite, orm_postgres = ground.rivals()
        contenders = [hello, page, echo, lite, postgres, orm_lite, orm_postgres]
        play(contenders, rounds, seconds, folder, say)
    with ExitStack() as stack:
        slow = Ground(stack, folder, slow_flush(folder)).portals()
        play(slow, rounds, seconds, folder, lambda said: say(f"+1 ms flush, {said}"))
    return _rows(hello, echo, page, (lite, orm_lite, slow[0]), (postgres, orm_postgres, slow[1]))


Trio = tuple[Contender, Contender, Contender]


def _rows(
    hello: Contender, echo: Contender, page: Contender, lite: Trio, postgres: Trio
) -> dict[str, Row]:
    rows = {
        "plaintext": _row(hello),
        "form_echo": _row(echo),
        "get_page": _row(page, hello),
    }
    for kind, (portal, orm, slow) in (("postgresql", postgres), ("sqlite", lite)):
        p99_slow = {"p99_ms_slow_flush": slow.p99_ms}
        rows[f"post_{kind}"] = _row(portal, echo) | p99_slow
        rows[f"post_vs_orm_{kind}"] = _row(portal, orm) | p99_slow
        rows[f"orm_{kind}"] = _row(orm, echo)
        rows[f"post_{kind}_slow_flush"] = _row(slow)
    dearer = max(lite[0].whole_cpu_us, postgres[0].whole_cpu_us)
    rows["cpu_per_rating"] = {"cpu_us": page.cpu_us + dearer}
    rows["page_bytes"] = {"median": page.bytes}
    return rows


def _row(contender: Contender, floor: Contender | None = None) -> Row:
    row: Row = {
        "median": contender.rate,
        "p99_ms": contender.p99_ms,
        "cpu_us": contender.cpu_us,
    }
    if floor:
        row |= {"ratio": contender.rate / floor.rate, "floor": floor.rate}
    return row
