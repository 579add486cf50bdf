"""A page asks the database as often for a city as for a ward, and never often."""

from collections.abc import Generator
from datetime import date
from typing import Any

import pytest
from desk import BEFORE, QUARTER, Desk, satisfied
from makers import make_volumes
from office import CITY, WARD
from sqlalchemy import Engine, event

AT_MOST = 12
# Opening and closing a transaction is no question; nor is the lock that the staff log waits for.
ASKS = {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.fixture
def desk(engine: Engine) -> Generator[Desk]:
    desk = Desk(engine)
    yield desk
    desk.close()


def fill(desk: Desk, times: int) -> None:
    """Ratings with comments, services and volumes; ``times`` as many of everything."""
    for nth in range(times):
        service = desk.service(f"service-{times}-{nth}", f"Loại việc {nth}")
        code = desk.touchpoint(service_id=service)
        for day in (BEFORE, QUARTER, date(2025, 4, 2 + nth)):
            desk.rate(code, satisfied(9, 12), day, comment="Chờ lâu")
        desk.rate(code, [3], QUARTER, flags=1)
        volume = {"unit_id": desk.app.state.rating.register.find_unit(WARD), "day": QUARTER}
        for closed in (8, 9):
            make_volumes(desk.engine, volume | {"service_id": service, "closed": closed})


def asked(desk: Desk, browser: Any, address: str) -> int:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "pg_advisory" not in statement:
            said.append(statement.split(maxsplit=1)[0].upper())

    event.listen(desk.engine, "before_cursor_execute", hear)
    reply = browser.get(address)
    event.remove(desk.engine, "before_cursor_execute", hear)
    assert reply.status_code == 200
    return sum(verb in ASKS for verb in said)


ADDRESSES = [
    f"/staff/units/{CITY}?period=2025-Q2&scope=tree",
    f"/staff/units/{WARD}?period=2025-Q2&service=service-1-0",
    f"/staff/units/{WARD}?period=days&from=2025-02-03&through=2025-05-20",
    f"/staff/units/{WARD}?period=days&from=2025-02-03&through=2025-05-20&service=service-1-0",
    f"/staff/units/{CITY}?period=days&from=2025-02-03&through=2025-05-20&scope=tree",
    f"/staff/units/{WARD}?period=2025-Q2&channel=qr",
    f"/staff/units/{WARD}/comments?period=2025-Q2",
    "/staff/units?period=2025-Q2",
    "/staff/city?period=2025-Q2",
    f"/staff/units/{WARD}?period=2025-Q2&by=week",
    f"/staff/units/{WARD}/detail?period=2025-Q2",
    f"/staff/units/{CITY}/detail?period=2025-Q2&scope=tree",
    f"/staff/units/{CITY}/signals",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_more_data_do_not_mean_more_queries(desk: Desk, address: str) -> None:
    browser = desk.browser(desk.hire("mai", unit=CITY))
    fill(desk, 1)
    small = asked(desk, browser, address)
    fill(desk, 4)

    # Fewer, where what was compared is remembered.
    assert asked(desk, browser, address) <= small
    assert small <= AT_MOST
