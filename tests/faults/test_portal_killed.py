"""One of two portals behind the proxy dies under load: nobody in front of it notices."""

import pytest
from cluster import binary
from makers import make_touchpoint, make_unit
from sqlalchemy import Engine

from load_tests.drill.accounts import compare
from load_tests.drill.citizens import Citizens
from load_tests.drill.cluster import start_proxy
from load_tests.drill.portals import serve
from load_tests.drill.processes import wait
from load_tests.drill.rehearsal import tapping
from load_tests.drill.site import site

pytestmark = [pytest.mark.slow, pytest.mark.only("postgresql")]

MANY = 200


def test_a_portal_that_is_killed_is_missed_by_nobody(engine: Engine, database_url: str) -> None:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with site(0, 2, binary("initdb").parent) as ground:
        start_proxy(ground)
        portals = serve(ground, database_url)
        citizens = Citizens(ground.citizens, [code], many=40, reading=0.3)
        ledger = citizens.ledger
        with tapping(citizens):
            wait(30, "many are thanked", lambda: len(ledger.thanked) >= MANY)
            portals[0].kill()
            before = len(ledger.thanked)
            wait(30, "many more are", lambda: len(ledger.thanked) >= before + MANY)

    assert ledger.errors == []
    account = compare(ledger, database_url)
    assert (account.lost, account.twice, account.unasked) == (0, 0, 0)
    assert account.stored == account.thanked >= 2 * MANY
