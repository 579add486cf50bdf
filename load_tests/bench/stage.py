"""The databases of the bench: migrated, seeded, their touchpoints known to be busy; tickets."""

import random
import secrets
import subprocess
import time
from collections.abc import Iterator

from sqlalchemy import Engine, func, select, update

from load_tests.bench.servers import SECRET, portal
from portal.keys import derive
from surveys import days, register, tickets
from surveys.database import make_engine, reading, writing
from surveys.register import Register
from surveys.responses import KnownKey, Pending
from surveys.touchpoints import Touchpoint

# What the busiest hour of a touchpoint was: with it the budget of abuse control is never spent,
# though it is kept and looked at with every rating.
BUSIEST_HOUR = 5_000_000
_DRAIN_SECONDS = 120


def prepare(database_url: str) -> Engine:
    """Migrate and seed a database; open."""
    portal(database_url, "migrate")
    try:
        portal(database_url, "seed", "city")
    except subprocess.CalledProcessError:  # a release without the city's register
        portal(database_url, "seed", "pilot")
    engine = make_engine(database_url)
    with writing(engine) as connection:
        connection.execute(update(Touchpoint).values(busiest_hour=BUSIEST_HOUR))
        register.touch(connection)
    return engine


def load_register(engine: Engine) -> Register:
    """The register of a database."""
    with reading(engine) as connection:
        return register.load(connection)


def taps(known: Register, many: int) -> Iterator[tuple[str, str]]:
    """Paths and forms, each with a ticket of its own, as the pages of all touchpoints send them."""
    key, codes = derive(SECRET, "ticket"), list(known.places)
    # Pages are read before they are answered: a tap in the same moment would be doubted.
    opened_ms = days.now_ms() - 5000
    for number in range(many):
        code = codes[number % len(codes)]
        mark = random.choices((1, 2, 3, 4, 5), (2, 2, 6, 40, 50))[0]
        ticket = tickets.issue(key, code, opened_ms)
        # One in a hundred fills what people cannot see, so that doubts are stored and sealed too.
        trap = "x" if number % 100 == 0 else ""
        yield f"/r/{code}?lang=vi", f"nonce={ticket}&website={trap}&overall={mark}"


def pages(known: Register) -> list[tuple[str, str]]:
    """The path of each touchpoint's page."""
    return [(f"/r/{code}", "") for code in known.places]


def stored(engine: Engine) -> int:
    """How many keys are known, so how many taps were ever stored."""
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(KnownKey)) or 0


def waiting(engine: Engine) -> int:
    """How many rows wait to be sealed."""
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(Pending)) or 0


def drain(engine: Engine) -> None:
    """Return once everything is sealed.

    Raises:
        TimeoutError: it took longer than two minutes.
    """
    until = time.monotonic() + _DRAIN_SECONDS
    while waiting(engine):
        if time.monotonic() > until:
            raise TimeoutError(f"{waiting(engine)} ratings are not sealed after {_DRAIN_SECONDS} s")
        time.sleep(0.1)


def new_key() -> str:
    """A key as a ticket's random part makes it."""
    return secrets.token_hex(16)
