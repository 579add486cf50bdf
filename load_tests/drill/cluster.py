"""The database of a site: Patroni and PostgreSQL on each machine, etcd, and the proxy in front."""

import base64
import json
import sys
import urllib.request
from collections.abc import Mapping
from string import Template
from typing import Any

import psutil
import psycopg

from load_tests.drill import processes
from load_tests.drill.processes import wait
from load_tests.drill.site import DEPLOY, Machine, Site

# What PostgreSQL and etcd call a standby that commits may wait for, and one that none waits for.
_IN_QUORUM, _ASIDE = ("quorum", "quorum_standby"), ("async", "replica")
_SETTLING_SECONDS = 90
# A machine that is frozen or gone does not answer; nobody waits for it.
_ASKING_SECONDS = 1.0


def start_proxy(site: Site) -> None:
    """Start the proxy; it serves whatever it finds alive behind it."""
    file = site.place("haproxy.cfg", site.proxy)
    processes.start(["haproxy", "-db", "-f", file], site.proxy.folder, as_server=False)


class Cluster:
    """The running database of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._following = _IN_QUORUM

    def start(self) -> None:
        """Start everything, wait until all follow one primary, and make the portal's database."""
        for machine in self.site.members:
            self._start_etcd(machine)
        for machine in self.site.databases:
            self._start_patroni(machine)
        start_proxy(self.site)
        self.wait_whole()
        with self._as_postgres(self.wait_primary()) as connection:
            words = Template((DEPLOY / "portal.sql").read_text("utf-8"))
            for order in words.substitute(self.site.words).split(";\n"):
                if order.strip():
                    connection.execute(order.encode())
        wait(20, "the proxy finds the primary", self._answers)

    def start_machine(self, machine: Machine) -> None:
        """Switch a machine on again."""
        if machine in self.site.members:
            self._start_etcd(machine)
        self._start_patroni(machine)

    def stop_etcd(self) -> None:
        """Kill every member of etcd."""
        for machine in self.site.members:
            processes.kill(f"{machine.mark}etcd")

    def start_etcd(self) -> None:
        """Switch every member of etcd on again."""
        for machine in self.site.members:
            self._start_etcd(machine)

    def _start_etcd(self, machine: Machine) -> None:
        told = self.site.variables("etcd.env", machine)
        # The folder is on the command line as well, where we can find it.
        command = ["etcd", "--data-dir", told.pop("ETCD_DATA_DIR")]
        processes.start(command, machine.folder, told)

    def _start_patroni(self, machine: Machine) -> None:
        file = self.site.place("patroni.yml", machine)
        processes.start([sys.executable, "-m", "patroni", file], machine.folder)

    def primary(self) -> Machine | None:
        """The machine that says it is the primary, if one does."""
        for machine in self.site.databases:
            if self.ask(machine, "/primary") is not None:
                return machine
        return None

    def wait_primary(self, other_than: Machine | None = None) -> Machine:
        """The primary, once there is one; another one than ``other_than``."""
        found: list[Machine] = []

        def ask() -> bool:
            now = self.primary()
            if now and now != other_than:
                found.append(now)
            return bool(found)

        wait(_SETTLING_SECONDS, "a primary", ask)
        return found[0]

    def standbys(self) -> list[Machine]:
        """Every database machine but the primary."""
        primary = self.wait_primary()
        return [machine for machine in self.site.databases if machine != primary]

    def wait_whole(self) -> float:
        """Wait until all standbys follow the primary and etcd answers; the seconds it took."""
        return wait(_SETTLING_SECONDS, "every server follows the primary", self._whole)

    def _whole(self) -> bool:
        primary = self.primary()
        told = self.ask(primary, "/patroni") if primary else None
        if not told or told.get("failsafe_mode_is_active"):
            return False
        sync_state, role = self._following
        states = [(one["state"], one["sync_state"]) for one in told.get("replication", [])]
        # Only whom etcd knows to be in the quorum may be promoted; it hears a moment later.
        known = self.ask(primary, "/cluster") or {"members": []}
        roles = [one["role"] for one in known["members"]]
        standbys = len(self.site.databases) - 1
        return states.count(("streaming", sync_state)) == roles.count(role) == standbys

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.site.database_url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, machine: Machine, path: str) -> Any:
        """What Patroni on a machine answers; None where it refuses, is silent or is not there."""
        try:
            return self.order(machine, path, "GET", seconds=_ASKING_SECONDS)
        except (OSError, ValueError):
            return None

    def order(
        self,
        machine: Machine,
        path: str,
        method: str = "POST",
        body: Mapping[str, Any] | None = None,
        seconds: float = 60,
    ) -> Any:
        """Order something of Patroni on a machine: a switchover, a restart, new values.

        Raises:
            OSError: it refused, or did not answer.
        """
        who = f"patroni:{self.site.words['PATRONI_PASSWORD']}".encode()
        request = urllib.request.Request(
            f"http://{machine.address}:8008{path}",
            json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Basic {base64.b64encode(who).decode()}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=seconds) as reply:
            told = reply.read().decode()
        return json.loads(told) if told.startswith(("{", "[")) else told

    def give_up_quorum(self) -> None:
        """Let no commit wait for a standby any more, as a site should never do."""
        self.order(self.wait_primary(), "/config", "PATCH", {"synchronous_mode": False})
        self._following = _ASIDE
        self.wait_whole()

    def _as_postgres(self, machine: Machine) -> "psycopg.Connection[Any]":
        who = {"user": "postgres", "password": self.site.words["POSTGRES_PASSWORD"]}
        return psycopg.connect(host=machine.address, dbname="postgres", autocommit=True, **who)

    def postmaster(self, machine: Machine) -> psutil.Process:
        """The first process of a machine's PostgreSQL."""
        return psutil.Process(int((machine.data / "postmaster.pid").read_text().split("\n")[0]))

    def senders(self, machine: Machine) -> set[psutil.Process]:
        """The processes that send a machine's WAL to its standbys."""
        found = processes.marked(machine.mark)
        return {one for one in found if "walsender" in " ".join(one.cmdline())}
