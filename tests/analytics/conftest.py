"""What the tests of numbers share."""

import editions
import pytest
import ward
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
