"""Whether pages stay as quick when ten times as much was said: one unit's, and the whole city's."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Engine, func, select

from load_tests.bench import stage
from load_tests.bench.servers import portal, portal_server
from load_tests.bench.targets import Row
from load_tests.bench.visitor import Visitor
from load_tests.plausible.history import make
from load_tests.plausible.ledger import open_for_bulk
from portal.jobs.leases import JobLease
from surveys import days
from surveys.cells import DAY, OWN
from surveys.database import reading
from surveys.places import Unit

ROUNDS, LEAST, WARM = 25, 5, 3
# No round begins after this: what is slow has been seen by then.
_SECONDS = 40.0
_QUIET_SECONDS = 300
Say = Callable[[str], None]


@dataclass(slots=True)
class Page:
    """A page on the small and on the large database, with the milliseconds of each reading."""

    row: str
    path: str
    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)

    def figures(self) -> Row:
        """The large one's median against the small one's."""
        before, after = median(self.small), median(self.large)
        return {
            "ratio": after / before,
            "median": after,
            "floor": before,
            "p99_ms": quantiles(self.large, n=100, method="inclusive")[98],
        }


def measure(folder: Path, responses: int, say: Say) -> dict[str, Row]:
    """The growth of the pages from a tenth of the responses to all of them."""
    with ExitStack() as stack:
        small, engine = _city(stack, folder / "small.db", responses // 10, say)
        large, _ = _city(stack, folder / "large.db", responses, say)
        size = (folder / "large.db").stat().st_size
        pages = _pages(engine)
        say("reading pages")
        _read(pages, small, large)
    rows = {page.row: page.figures() for page in pages}
    for page in pages:
        row = rows[page.row]
        say(f"{page.row}: {row['floor']:.1f} ms, then {row['median']:.1f} ms")
    return rows | {"bytes_per_response": {"median": size / responses}}


def _city(stack: ExitStack, file: Path, responses: int, say: Say) -> tuple[Visitor, Engine]:
    """A portal on so many responses, everything of its start behind it, and its leader."""
    url = f"sqlite:///{file}"
    engine = stage.prepare(url)
    begun = time.monotonic()
    bulk = open_for_bulk(url)
    told = [0]

    def progress(done: int, of: int) -> None:
        if (tenth := done * 10 // of) > told[0]:
            told[0] = tenth
            say(f"made {done:,} of {of:,} responses")

    make(bulk, responses, progress)
    bulk.dispose()
    say(f"{responses:,} responses were made in {time.monotonic() - begun:.0f} s")
    city = _slug_of_city(engine)
    hired = portal(url, "staff", "add", "bench.leader", "--role", "leader", "--unit", city)
    server = stack.enter_context(portal_server(url))
    _quiet(engine)
    visitor = Visitor(server.url)
    visitor.sign_in("bench.leader", hired.split()[-1])
    say(f"a portal serves {responses:,} responses, published")
    return visitor, engine


def _quiet(engine: Engine) -> None:
    """Return once the jobs of the start are done, among them publishing.

    Raises:
        TimeoutError: they are not after five minutes.
    """
    until = time.monotonic() + _QUIET_SECONDS
    while time.monotonic() < until:
        with reading(engine) as connection:
            jobs = connection.execute(select(JobLease.__table__)).all()
        now_ms = days.now_ms()
        busy = [job for job in jobs if job.lease_until_ms > now_ms]
        begun = any(job.name == "publish" and job.due_ms > now_ms for job in jobs)
        if begun and not busy:
            return
        time.sleep(0.5)
    raise TimeoutError("the portal's jobs do not come to rest")


def _slug_of_city(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.scalar(select(Unit.slug).where(Unit.kind == "city")))


def _pages(engine: Engine) -> list[Page]:
    """The dashboards of the busiest unit and of the city, and what the public sees of them."""
    with reading(engine) as connection:
        unit = connection.scalar(
            select(Unit.slug)
            .join(DAY, DAY.c.unit_id == Unit.id)
            .where(DAY.c.scope == OWN)
            .group_by(Unit.slug)
            .order_by(func.sum(DAY.c.responses).desc())
            .limit(1)
        )
    city = _slug_of_city(engine)
    return [
        Page("unit_page_growth", f"/staff/units/{unit}"),
        Page("city_page_growth", f"/staff/units/{city}"),
        Page("public_unit_page_growth", f"/units/{unit}"),
        Page("public_city_page_growth", f"/units/{city}"),
    ]


def _read(pages: list[Page], small: Visitor, large: Visitor) -> None:
    until = time.monotonic() + _SECONDS
    for number in range(WARM + ROUNDS):
        if number >= WARM + LEAST and time.monotonic() > until:
            return
        for page in pages:
            before, after = small.milliseconds(page.path), large.milliseconds(page.path)
            if number >= WARM:
                page.small.append(before)
                page.large.append(after)
