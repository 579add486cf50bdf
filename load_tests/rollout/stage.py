"""A portal of the load test's own: its database, its people, its server."""

import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from load_tests.rollout.plan import Plan

CITY, OFFICE, FORMER = "thanh-pho-hai-phong", "phuong-hai-an", "phuong-dang-lam"
# Chosen by every leader at the first sign-in.
PASSWORD = "một mật khẩu để thử tải"
CAMPAIGN_OFFICES = 20
_START_SECONDS = 60
_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class Stage:
    """One database and the commands on it."""

    def __init__(self, folder: Path) -> None:
        url = os.environ.get("LOAD_DATABASE_URL", f"sqlite:///{folder}/load.db")
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        # Soon settled, so that sealing goes on beside the load.
        self.env = kept | {
            "PORTAL_DATABASE_URL": url,
            "PORTAL_SECRET": secrets.token_hex(32),
            "PORTAL_SETTLE_SECONDS": "20",
        }

    def portal(self, *arguments: str) -> str:
        """Run a command of the portal; what it printed.

        Raises:
            SystemExit: it failed, and said why.
        """
        command = [sys.executable, "-m", "portal", *arguments]
        done = subprocess.run(command, env=self.env, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"`portal {' '.join(arguments)}` failed")
        return done.stdout

    def prepare(self) -> list[tuple[str, str, str]]:
        """The pilot's history, the reform and leaders: (name, one-time password, unit)."""
        print("making the city of 2025, with a history to read ...", flush=True)
        self.portal("demo", "--months", "14")
        self.portal("seed", "city")
        self.portal("publish")
        leaders = []
        for number, unit in enumerate((CITY, CITY, OFFICE, FORMER)):
            name = f"load.leader.{number}"
            made = self.portal("staff", "add", name, "--role", "leader", "--unit", unit)
            leaders.append((name, made.split()[-1], unit))
        return leaders

    def plan(self, leaders: list[tuple[str, str, str]]) -> Plan:
        """What the users are to know, as the portal tells it."""
        found = json.loads(self.portal("touchpoints", "--format", "json"))
        counters = [row for row in found if row["state"] == "open"]
        units = sorted({row["unit"] for row in counters})
        campaign = set(units[::-1][:CAMPAIGN_OFFICES])
        return Plan(
            counters=[row["code"] for row in counters],
            campaign=[row["code"] for row in counters if row["unit"] in campaign],
            lobby=next(row["code"] for row in counters if row["unit"] == OFFICE),
            public=[FORMER, CITY, *units],
            accounts=[(name, unit) for name, _, unit in leaders],
            password=PASSWORD,
            key=self.portal("key", "add", "--scope", "collect").split()[-1],
        )

    @contextmanager
    def serving(self) -> Generator[str]:
        """The address of a server; asked to end afterwards, and to say how that went."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "portal", "serve", "--port", str(port)]
        url = f"http://127.0.0.1:{port}"
        with subprocess.Popen(command, env=self.env) as server:
            try:
                _wait_for(url, server)
                yield url
            finally:
                server.send_signal(signal.SIGTERM)
        if server.returncode:
            sys.exit(f"the server ended with {server.returncode}")


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit("the server ended while starting")
        try:
            urllib.request.urlopen(f"{url}/health/ready").close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    sys.exit("the server did not answer")


def choose_password(url: str, name: str, given: str) -> None:
    """Sign in with the printed password, which works once, and choose one's own."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(cookies)

    def send(path: str, page: str, **fields: str) -> str:
        fields["_csrf_token"] = _TOKEN.findall(page)[-1]
        form = urllib.parse.urlencode(fields).encode()
        with browser.open(url + path, form) as reply:
            return str(reply.read().decode())

    with browser.open(f"{url}/staff/sign-in") as reply:
        door = reply.read().decode()
    inside = send("/staff/sign-in", door, name=name, password=given)
    send("/staff/password", inside, current=given, password=PASSWORD, repeated=PASSWORD)
