"""One drill from beginning to end: set up, load, let things fail, compare, and the control run."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from load_tests.drill import portals
from load_tests.drill.accounts import Account, compare
from load_tests.drill.citizens import Citizens, Ledger
from load_tests.drill.cluster import Cluster
from load_tests.drill.failures import FAILURES, Ground, Outcome, primary_killed_unheard
from load_tests.drill.portals import Portal
from load_tests.drill.site import Site, own

# So much of each database machine's disk is a tmpfs of its own, where one can be mounted.
QUOTA = "400m"
PORTALS = 3
# Undisturbed, before and after each failure.
_CALM_SECONDS = 3
# How long the last ratings may take to reach every standby.
_CATCHING_UP_SECONDS = 30
# A citizen who meets this failure must see no error at all.
_UNSEEN = "portal killed"
NO_QUOTA = "not played: no tmpfs can be mounted here (root, or unshare --mount, is needed)"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """What one failure did to the citizens and to the tables."""

    thanked: int
    errors: int
    seen: dict[str, int]
    longest_gap_s: float
    rejoin_s: float | None
    lost: int
    twice: int
    unasked: int
    what: str
    well: bool


@dataclass
class Result:
    """A whole drill."""

    rows: dict[str, Row]
    not_played: dict[str, str]
    on_each_server: dict[str, Account]
    # What ``portal verify`` says, line by line; nothing when it found a difference.
    verified: list[str]
    control: Account
    setup_s: float
    ratings: int
    repeats: int
    p99_s: float

    @property
    def well(self) -> bool:
        """Whether nothing was lost where nothing may be, and something was where it must."""
        rows = all(row.well for row in self.rows.values())
        servers = all(account.balances for account in self.on_each_server.values())
        return rows and servers and bool(self.verified) and self.control.lost > 0

    def as_json(self) -> str:
        """The whole, for ``results/drill.json``."""
        return json.dumps(asdict(self) | {"well": self.well}, indent=2, ensure_ascii=False)


def mount_disks(site: Site) -> None:
    """Give each database machine a small disk of its own; only in a mount namespace of ours.

    Raises:
        CalledProcessError: nothing may be mounted.
    """
    for machine in site.databases:
        options = f"size={QUOTA},mode=700"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(machine.disk)]
        subprocess.run(command, check=True)
        own(machine.disk)


@contextmanager
def tapping(citizens: Citizens) -> Generator[None]:
    """Let citizens rate for the length of the block, and wait until all are answered."""
    citizens.start()
    try:
        yield
    except BaseException:
        citizens.dismiss()
        raise
    citizens.stop()


def rehearse(site: Site, quota: bool, only: list[str], say: Say) -> Result:
    """Play every failure (or ``only`` some) on a site that has its folders and nothing else."""
    began = time.monotonic()
    if quota:
        mount_disks(site)
    say("starting etcd, three database machines and the proxy")
    cluster = Cluster(site)
    cluster.start()
    say("migrating, seeding the pilot, starting three portals")
    servers = prepare(site)
    told = json.loads(portals.run(site, "touchpoints", "--format", "json"))
    codes = [row["code"] for row in told]
    setup = time.monotonic() - began
    ground = Ground(cluster, servers, quota)
    citizens = Citizens(site.citizens, codes)
    say(f"whole after {setup:.0f} s; citizens rate at {len(codes)} touchpoints")
    with tapping(citizens):
        rows, left_out = _play_all(ground, citizens, only, say)
    say("comparing the ledger with the tables of every server")
    each = _on_each_server(cluster, citizens)
    verified = _verify(site)
    say(f"portal verify: {verified[0] if verified else 'FOUND A DIFFERENCE'}")
    ledger = citizens.ledger
    control = _control(ground, citizens, say)
    waits = sorted(ledger.waits)
    return Result(
        rows=rows,
        not_played=left_out,
        on_each_server=each,
        verified=verified,
        control=control,
        setup_s=round(setup, 1),
        ratings=len(ledger.thanked),
        repeats=ledger.repeats,
        p99_s=round(waits[int(0.99 * len(waits))], 3) if waits else 0.0,
    )


def prepare(site: Site) -> list[Portal]:
    """Migrate and seed the site's database, and start its portals."""
    portals.run(site, "seed", "pilot")
    return portals.serve(site)


def _play_all(
    ground: Ground, citizens: Citizens, only: list[str], say: Say
) -> tuple[dict[str, Row], dict[str, str]]:
    rows: dict[str, Row] = {}
    left_out: dict[str, str] = {}
    for name, failure in FAILURES.items():
        if only and name not in only:
            continue
        if failure.__name__ == "disk_filled" and not ground.quota:
            left_out[name] = NO_QUOTA
            say(f"{name}: {NO_QUOTA}")
            continue
        say(f"{name} ...")
        row = rows[name] = _play(name, failure, ground, citizens)
        say(
            f"{name}: {row.what}; {row.thanked} thanked, {row.errors} errors seen, gap "
            f"{row.longest_gap_s} s, lost {row.lost}, twice {row.twice}"
        )
    return rows, left_out


def _play(
    name: str, failure: Callable[[Ground], Outcome], ground: Ground, citizens: Citizens
) -> Row:
    began = time.monotonic()
    time.sleep(_CALM_SECONDS)
    outcome = failure(ground)
    time.sleep(_CALM_SECONDS)
    ended = time.monotonic()
    account = compare(citizens.ledger, ground.cluster.site.database_url())
    errors = citizens.ledger.errors_between(began, ended)
    unseen = name != _UNSEEN or not errors
    return Row(
        thanked=len(citizens.ledger.thanks_between(began, ended)),
        errors=len(errors),
        seen={what: errors.count(what) for what in sorted(set(errors))},
        longest_gap_s=round(citizens.ledger.longest_gap(began, ended), 2),
        rejoin_s=None if outcome.rejoin is None else round(outcome.rejoin, 1),
        lost=account.lost,
        twice=account.twice,
        unasked=account.unasked,
        what=outcome.what,
        well=account.balances and outcome.well and unseen,
    )


def _on_each_server(cluster: Cluster, citizens: Citizens) -> dict[str, Account]:
    """The account of every server, standbys too, once they have heard all."""
    cluster.wait_whole()
    accounts: dict[str, Account] = {}
    for machine in cluster.site.databases:
        until = time.monotonic() + _CATCHING_UP_SECONDS
        account = compare(citizens.ledger, cluster.site.database_url(machine))
        # A standby's snapshot may fall between a tap's commit and its replay.
        while not account.balances and time.monotonic() < until:
            time.sleep(0.5)
            account = compare(citizens.ledger, cluster.site.database_url(machine))
        accounts[machine.name] = account
    return accounts


def _verify(site: Site) -> list[str]:
    """What the portal itself recomputes of its chain and cells, on the primary of the hour."""
    try:
        return portals.run(site, "verify").splitlines()
    except subprocess.CalledProcessError as refused:
        print(refused.stdout, refused.stderr, file=sys.stderr)
        return []


def _control(ground: Ground, before: Citizens, say: Say) -> Account:
    """The same without waiting for a standby: now the ledger must see a loss."""
    say("control: asynchronous, senders frozen, machine killed; the comparison must fail now ...")
    ground.cluster.give_up_quorum()
    citizens = Citizens(before.door, before.codes, Ledger(sent=set(before.ledger.sent)))
    with tapping(citizens):
        time.sleep(_CALM_SECONDS)
        primary_killed_unheard(ground)
    account = compare(citizens.ledger, ground.cluster.site.database_url())
    say(f"control lost {account.lost}" + (", as it must" if account.lost else ": IT SEES NOTHING"))
    return account
