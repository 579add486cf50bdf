"""The primary dies under load, its last words unheard: nobody had been thanked for them."""

import time

import pytest
from cluster import binary
from makers import make_touchpoint, make_unit

from load_tests.drill import portals, processes
from load_tests.drill.accounts import compare
from load_tests.drill.citizens import Citizens
from load_tests.drill.cluster import Cluster
from load_tests.drill.failures import FROZEN_SECONDS
from load_tests.drill.processes import wait
from load_tests.drill.rehearsal import tapping
from load_tests.drill.site import Site, site
from surveys.database import make_engine

pytestmark = pytest.mark.slow

MANY = 100


def touchpoint_of(ground: Site) -> str:
    portals.run(ground, "migrate")
    engine = make_engine(ground.database_url())
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    engine.dispose()
    return code


def test_a_primary_that_is_killed_takes_no_thanked_rating_with_it() -> None:
    with site(2, 1, binary("initdb").parent) as ground:
        cluster = Cluster(ground)
        cluster.start()
        citizens = Citizens(ground.citizens, [touchpoint_of(ground)], many=20, reading=0.3)
        ledger = citizens.ledger
        portals.serve(ground)
        with tapping(citizens):
            wait(30, "many are thanked", lambda: len(ledger.thanked) >= MANY)
            primary = cluster.wait_primary()
            senders = cluster.senders(primary)
            processes.freeze(senders)
            time.sleep(FROZEN_SECONDS)
            cluster.postmaster(primary).kill()
            after = cluster.wait_primary(other_than=primary)
            processes.thaw(senders)
            # Alone, the new primary thanks nobody; the old one comes back as its standby.
            before = len(ledger.thanked)
            wait(60, "many more are thanked", lambda: len(ledger.thanked) >= before + MANY)
        account = compare(ledger, ground.database_url(after))

    assert (account.lost, account.twice, account.unasked) == (0, 0, 0)
    assert account.thanked >= 2 * MANY
