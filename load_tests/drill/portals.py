"""The portals of a site: several, the same everywhere, with no state of their own."""

import subprocess
import sys
import urllib.request

from load_tests.drill import processes
from load_tests.drill.processes import wait
from load_tests.drill.site import Machine, Site

# Ratings are sealed during the drill too, and not only after it.
SETTLE_SECONDS = "5"
_STARTING_SECONDS = 60


class Portal:
    """``portal serve`` on one of the portal machines.

    Args:
        database_url: another database than the site's own.
    """

    def __init__(self, site: Site, machine: Machine, database_url: str = "") -> None:
        self._site, self.machine, self._database_url = site, machine, database_url
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it could take a rating; the seconds that took."""
        told = self._site.variables("portal.env", self.machine)
        told |= {"PORTAL_SETTLE_SECONDS": SETTLE_SECONDS}
        if self._database_url:
            told["PORTAL_DATABASE_URL"] = self._database_url
        command = [sys.executable, "-m", "portal", "serve", "--host", self.machine.address]
        self._process = processes.start(command, self.machine.folder, told, as_server=False)
        return wait(_STARTING_SECONDS, f"{self.machine.name} is ready", self.ready)

    def ready(self) -> bool:
        """Whether it says that a citizen could rate now."""
        url = f"http://{self.machine.address}:8000/health/ready"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()


def run(site: Site, *arguments: str) -> str:
    """Run a ``portal`` command on the site's database; what it printed, in English.

    Raises:
        CalledProcessError: it failed; its ``stderr`` says why.
    """
    command = [sys.executable, "-m", "portal", *arguments]
    told = site.variables("portal.env", site.portals[0]) | {"PORTAL_LOCALE": "en"}
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=True)
    return done.stdout


def serve(site: Site, database_url: str = "") -> list[Portal]:
    """Start all portals of a site and wait until each could take a rating."""
    portals = [Portal(site, machine, database_url) for machine in site.portals]
    for portal in portals:
        portal.start()
    return portals
