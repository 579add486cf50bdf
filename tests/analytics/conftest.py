"""What the tests of numbers share."""

from datetime import date

import editions
import pytest
import ward
from loop import FIXED, MAY, Calendar, City, months
from sqlalchemy import Engine


@pytest.fixture
def code(engine: Engine) -> str:
    """The counter of a ward of the city."""
    return ward.make_ward(engine)


@pytest.fixture
def services(engine: Engine) -> list[int]:
    """Two services of two groups."""
    return ward.make_services(engine)


@pytest.fixture
def codes(engine: Engine) -> dict[str, str]:
    """Counters of three wards of a city, and of an office that stands alone."""
    return editions.make_city(engine)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    calendar = Calendar(monkeypatch)
    calendar.put(FIXED)
    return calendar


@pytest.fixture
def city(engine: Engine, calendar: Calendar) -> City:
    """Six usual months, and a May that was bad in one ward."""
    city = City(engine)
    year = months(date(2024, 11, 1), 6)
    city.usual([*year, MAY], 60, 80)
    for month in year:
        city.rate("ward", month, 48, 80)
    city.rate("ward", MAY, 10, 40)
    city.seal()
    return city
