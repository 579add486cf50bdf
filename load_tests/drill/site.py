"""A site on loopback: the machines of ``deploy/``, each an address of a network of its own.

The files of ``deploy/`` are filled in and used as they stand: the ports are those of a real site,
only the addresses are 127.x.y.z. A machine is a folder and an address.
"""

import grp
import os
import pwd
import random
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

from load_tests.drill import processes

DEPLOY = Path(__file__).parents[2] / "deploy"
# Those of PostgreSQL, Patroni, etcd, the proxy and the portals.
PORTS = (5432, 8008, 2379, 2380, 5000, 8080, 8000)
# Enough for a drill, and little enough that a disk of 400 MB holds it.
WAL_SIZE = "96MB"
_PASSWORDS = ("PATRONI", "POSTGRES", "REPLICATOR", "REWINDER", "PORTAL")
# The last number of each machine's address: database machines from 1, portals from 31.
_PROXY, _PORTALS, _ETCD = 21, 31, 41


@dataclass(frozen=True)
class Machine:
    """One machine of the site."""

    name: str
    address: str
    folder: Path

    @property
    def disk(self) -> Path:
        """Where its database lives; a small disk of its own where one can be mounted."""
        return self.folder / "disk"

    @property
    def data(self) -> Path:
        """PostgreSQL's folder."""
        return self.disk / "data"

    @property
    def mark(self) -> str:
        """What stands in the command line of everything that runs on it."""
        return f"{self.folder}/"


@dataclass(frozen=True)
class Site:
    """Addresses, folders and secrets; nothing runs yet.

    Args:
        databases: the machines with PostgreSQL and Patroni.
        members: the machines with etcd: the same three, or one that stands apart.
    """

    folder: Path
    network: str
    databases: tuple[Machine, ...]
    members: tuple[Machine, ...]
    proxy: Machine
    portals: tuple[Machine, ...]
    words: dict[str, str]

    @property
    def citizens(self) -> tuple[str, int]:
        """Where the citizens knock."""
        return self.proxy.address, 8080

    def database_url(self, machine: Machine | None = None) -> str:
        """The portal's database: on one machine, or on whichever is the primary."""
        where = f"{machine.address}:5432" if machine else f"{self.proxy.address}:5000"
        return f"postgresql://portal:{self.words['PORTAL_PASSWORD']}@{where}/portal"

    def fill_in(self, name: str, machine: Machine) -> str:
        """A file of ``deploy/`` as it would stand on a machine.

        Raises:
            KeyError: the file asks for a value that nobody gives.
        """
        own = {
            "NAME": machine.name,
            "ADDRESS": machine.address,
            "ETCD_DATA": str(machine.folder / "etcd"),
            "POSTGRESQL_DATA": str(machine.data),
            "PGPASS": str(machine.folder / "pgpass"),
        }
        return Template((DEPLOY / name).read_text("utf-8")).substitute(self.words | own)

    def place(self, name: str, machine: Machine) -> Path:
        """Put a file of ``deploy/`` into a machine's folder, for its owner's eyes alone."""
        placed = machine.folder / name
        placed.write_text(self.fill_in(name, machine), "utf-8")
        placed.chmod(0o600)
        own(placed)
        return placed

    def variables(self, name: str, machine: Machine) -> dict[str, str]:
        """A file of ``deploy/`` that sets variables, read as systemd would."""
        lines = self.fill_in(name, machine).splitlines()
        pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
        return {name: value for name, _, value in pairs}


def own(path: Path) -> None:
    """Give a file or folder to whoever runs the servers."""
    if user := processes.server_user():
        shutil.chown(path, user, user)


@contextmanager
def site(databases: int, portals: int, programs: Path) -> Generator[Site]:
    """A site's folders; after the block nothing of it runs and nothing is left.

    Args:
        programs: the folder of PostgreSQL's programs.
    """
    network = _free_network()
    folder = Path(tempfile.mkdtemp(prefix=f"hai-long-{network}"))
    own(folder)
    with processes.cleared_away(folder, network):
        try:
            yield _laid_out(folder, network, databases, portals, programs)
        except Exception:
            _tell_last_words(folder)
            raise


def _tell_last_words(folder: Path) -> None:
    """What each machine wrote last, before the folder goes."""
    for log in sorted(folder.glob("*/log")):
        last = log.read_text("utf-8", "replace").splitlines()[-5:]
        print(f"--- {log.parent.name}", *last, sep="\n", file=sys.stderr)


def _laid_out(folder: Path, network: str, databases: int, portals: int, programs: Path) -> Site:
    def machine(name: str, number: int) -> Machine:
        made = Machine(name, f"{network}{number}", folder / name)
        made.disk.mkdir(parents=True)
        own(made.folder)
        own(made.disk)
        return made

    nodes = tuple(machine(f"db{n}", n) for n in range(1, databases + 1))
    # Two of etcd would be worse than one: neither could go on without the other.
    members = nodes if databases > 2 else (machine("etcd1", _ETCD),)
    proxy = machine("proxy", _PROXY)
    servers = tuple(machine(f"portal{n + 1}", _PORTALS + n) for n in range(portals))
    words = _words(network, programs)
    words["ETCD_HOSTS"] = ", ".join(f"{one.address}:2379" for one in members)
    words["ETCD_MEMBERS"] = ",".join(f"{one.name}=http://{one.address}:2380" for one in members)
    return Site(folder, network, nodes, members, proxy, servers, words)


def _words(network: str, programs: Path) -> dict[str, str]:
    """What the files of ``deploy/`` ask for and is the same on every machine."""
    user = processes.server_user()
    # haproxy's own where we may become it, else ourselves.
    ourselves = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    proxy = ("haproxy", "haproxy") if user else ourselves
    return {
        **{f"{name}_PASSWORD": secrets.token_hex(16) for name in _PASSWORDS},
        **{f"DB{n + 1}": f"{network}{n + 1}" for n in range(3)},
        **{f"PORTAL{n + 1}": f"{network}{_PORTALS + n}" for n in range(3)},
        "PORTAL_SECRET": secrets.token_hex(32),
        "PROXY": f"{network}{_PROXY}",
        "PROXY_USER": proxy[0],
        "PROXY_GROUP": proxy[1],
        "BASE_URL": f"http://{network}{_PROXY}:8080",
        # Within one machine every connection comes from 127.0.0.1.
        "NETWORK": "127.0.0.0/8",
        "WAL_SIZE": WAL_SIZE,
        "POSTGRESQL_PROGRAMS": str(programs),
    }


def _free_network() -> str:
    """The beginning of a loopback network of our own.

    Raises:
        RuntimeError: somebody listens at a port of ours on every address there is.
    """
    network = f"127.{random.randint(64, 250)}.{random.randint(1, 250)}."
    for port in PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((f"{network}1", port))
            except OSError as taken:
                raise RuntimeError(f"port {port} is taken on every address: {taken}") from taken
    return network
