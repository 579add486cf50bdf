"""What goes wrong in a drill: each failure is caused, watched and mended by one function.

To add one: a function below, and its line in ``FAILURES``. It returns what happened in words and
the seconds until the site was whole again after the mending.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from load_tests.drill import processes
from load_tests.drill.cluster import Cluster
from load_tests.drill.portals import Portal
from load_tests.drill.site import Machine

# Long enough for the ratings on their way to be thanked, shorter than the three seconds after
# which a standby asks for a new sender.
FROZEN_SECONDS = 1.5
_ETCD_AWAY_SECONDS = 30
_CUT_OFF_SECONDS = 15
_FULL_SECONDS = 5


class Outcome(NamedTuple):
    """What happened, how long after the mending all was whole (in seconds), and if that is well."""

    what: str
    rejoin: float | None
    well: bool = True


@dataclass(frozen=True)
class Ground:
    """What can fail."""

    cluster: Cluster
    portals: list[Portal]
    # Whether each database machine has a small disk of its own.
    quota: bool


def portal_killed(ground: Ground) -> Outcome:
    """kill -9 of one of the portals."""
    portal = ground.portals[0]
    portal.kill()
    time.sleep(5)
    return Outcome("two portals went on", portal.start())


def server_killed(ground: Ground) -> Outcome:
    """kill -9 of the primary's PostgreSQL; its Patroni lives."""
    primary = ground.cluster.wait_primary()
    began = time.monotonic()
    ground.cluster.postmaster(primary).kill()
    after = ground.cluster.wait_primary(other_than=primary)
    found = time.monotonic() - began
    rejoin = ground.cluster.wait_whole()
    return Outcome(f"{after.name} was primary after {found:.1f} s", rejoin)


def primary_killed(ground: Ground) -> Outcome:
    """kill -9 of all that runs on the primary's machine."""
    return lose(ground.cluster, ground.cluster.wait_primary())


def primary_killed_unheard(ground: Ground) -> Outcome:
    """The same after its senders froze, so that what it wrote last reached nobody."""
    primary = ground.cluster.wait_primary()
    processes.freeze(ground.cluster.senders(primary))
    time.sleep(FROZEN_SECONDS)
    return lose(ground.cluster, primary)


def lose(cluster: Cluster, primary: Machine) -> Outcome:
    """Kill a primary's machine, wait for the next primary, and switch the machine on again."""
    began = time.monotonic()
    processes.kill(primary.mark)
    after = cluster.wait_primary(other_than=primary)
    found = time.monotonic() - began
    time.sleep(3)
    cluster.start_machine(primary)
    return Outcome(f"{after.name} was primary after {found:.1f} s", cluster.wait_whole())


def primary_cut_off(ground: Ground) -> Outcome:
    """The primary's machine falls silent, is replaced, and comes back believing in itself."""
    primary = ground.cluster.wait_primary()
    frozen = processes.marked(primary.mark)
    processes.freeze(frozen)
    began = time.monotonic()
    after = ground.cluster.wait_primary(other_than=primary)
    found = time.monotonic() - began
    time.sleep(3)
    processes.thaw(frozen)
    rejoin = ground.cluster.wait_whole()
    return Outcome(f"{after.name} was primary after {found:.1f} s", rejoin)


def standby_cut_off(ground: Ground) -> Outcome:
    """A standby's machine falls silent, without a goodbye, and comes back."""
    away = ground.cluster.standbys()[0]
    frozen = processes.marked(away.mark)
    processes.freeze(frozen)
    time.sleep(_CUT_OFF_SECONDS)
    processes.thaw(frozen)
    rejoin = ground.cluster.wait_whole()
    return Outcome(f"{away.name} was silent for {_CUT_OFF_SECONDS} s", rejoin)


def etcd_stopped(ground: Ground) -> Outcome:
    """Every member of etcd is killed; nobody could be elected now."""
    primary = ground.cluster.wait_primary()
    ground.cluster.stop_etcd()
    time.sleep(_ETCD_AWAY_SECONDS)
    still = ground.cluster.primary() == primary
    ground.cluster.start_etcd()
    rejoin = ground.cluster.wait_whole()
    went_on = "went on as primary" if still else "did NOT stay primary"
    return Outcome(
        f"{primary.name} {went_on} for {_ETCD_AWAY_SECONDS} s without etcd", rejoin, still
    )


def disk_filled(ground: Ground) -> Outcome:
    """The primary's disk is full; an engineer orders a switchover, then makes room."""
    cluster = ground.cluster
    primary = cluster.wait_primary()
    filler = primary.disk / "filler"
    _fill(filler)
    time.sleep(_FULL_SECONDS)
    stayed = cluster.primary() == primary
    began = time.monotonic()
    cluster.order(primary, "/switchover", body={"leader": primary.name})
    after = cluster.wait_primary(other_than=primary)
    ordered = time.monotonic() - began
    time.sleep(2)
    filler.unlink()
    by_itself = "no fail-over by itself" if stayed else "it failed over by itself"
    return Outcome(f"{by_itself}; ordered, {after.name} in {ordered:.1f} s", cluster.wait_whole())


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def server_restarted(ground: Ground) -> Outcome:
    """The primary's PostgreSQL is restarted under load, as after a change of its settings."""
    primary = ground.cluster.wait_primary()
    ground.cluster.order(primary, "/restart", body={})
    still = ground.cluster.wait_primary() == primary
    rejoin = ground.cluster.wait_whole()
    return Outcome(f"{primary.name} {'stayed' if still else 'did not stay'} primary", rejoin)


FAILURES: dict[str, Callable[[Ground], Outcome]] = {
    "portal killed": portal_killed,
    "primary's server killed": server_killed,
    "primary's machine killed": primary_killed,
    "the same, senders frozen": primary_killed_unheard,
    "primary cut off": primary_cut_off,
    "standby cut off": standby_cut_off,
    "etcd stopped": etcd_stopped,
    "database restarted": server_restarted,
    "primary's disk filled": disk_filled,
}
