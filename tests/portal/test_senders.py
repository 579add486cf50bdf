"""Senders: one number for a network and a browser until midnight, and for nobody after it."""

from typing import cast

import pytest
from litestar.types import HTTPScope

from portal.citizen.senders import Senders

pytestmark = pytest.mark.fast

NOON = 1_700_024_400_000  # 12:00 at the office
HOUR = 3_600_000


def scope(address: str) -> HTTPScope:
    return cast("HTTPScope", {"client": (address, 5000)})


def test_one_network_is_one_sender_until_midnight() -> None:
    senders = Senders()
    first = senders.of(scope("203.0.113.7"), b"a browser", NOON)

    assert senders.of(scope("203.0.113.99"), b"a browser", NOON + 11 * HOUR) == first
    assert senders.of(scope("203.0.113.7"), b"another", NOON) != first
    assert senders.of(scope("203.0.113.7"), b"a browser", NOON + 13 * HOUR) != first


def test_a_clock_that_was_ahead_and_is_set_back_lengthens_no_key() -> None:
    senders = Senders()
    ahead = senders.of(scope("203.0.113.7"), b"a browser", NOON + 365 * 24 * HOUR)
    back = senders.of(scope("203.0.113.7"), b"a browser", NOON)

    assert back != ahead
    assert senders.of(scope("203.0.113.7"), b"a browser", NOON + 24 * HOUR) != back
