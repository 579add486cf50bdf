"""``make load``: starts a server of its own on this machine, loads it, judges, ends it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
USERS = os.environ.get("LOAD_USERS", "60")
SECONDS = os.environ.get("LOAD_SECONDS", "45")
OFFICE, LEADERS = "phuong-dang-lam", 4


def portal(*arguments: str, env: dict[str, str]) -> str:
    """Run a portal command; what it printed."""
    command = [sys.executable, "-m", "portal", *arguments]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def plan(env: dict[str, str], file: Path) -> None:
    """Ask the portal for its links and an account, and write them down for the users."""
    touchpoints = json.loads(portal("touchpoints", "--format", "json", env=env))
    told = {
        "links": [f"/r/{row['code']}" for row in touchpoints],
        "units": sorted({row["unit"] for row in touchpoints}),
        "unit": OFFICE,
        "accounts": [hire(f"load.leader.{number}", env) for number in range(LEADERS)],
    }
    file.write_text(json.dumps(told), "utf-8")


def hire(name: str, env: dict[str, str]) -> dict[str, str]:
    """Make a leader's account; its name and one-time password."""
    made = portal("staff", "add", name, "--role", "leader", "--unit", OFFICE, env=env)
    return {"name": name, "password": made.split()[-1]}


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Return once the server answers."""
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("the server ended while starting")
        try:
            urllib.request.urlopen(f"{url}/health/ready")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    sys.exit("the server did not answer")


def load(url: str, env: dict[str, str]) -> int:
    """Run Locust against the server; its exit status."""
    command = [sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless"]
    command += ["--host", url, "--users", USERS, "--spawn-rate", "20", "--run-time", f"{SECONDS}s"]
    command += ["--stop-timeout", "10", "--only-summary", "--html", str(RESULTS / "load.html")]
    return subprocess.run(command, env=env).returncode


def main() -> int:
    """Set up, load, tear down."""
    RESULTS.mkdir(exist_ok=True)
    with socket.socket() as probe, tempfile.TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        file = Path(folder) / "plan.json"
        env = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_")}
        env |= {"PORTAL_DATABASE_URL": f"sqlite:///{folder}/load.db", "LOAD_PLAN": str(file)}
        print("making a demonstration to load ...", flush=True)
        portal("demo", "--months", "14", env=env)
        plan(env, file)
        serve = [sys.executable, "-m", "portal", "serve", "--port", port]
        with subprocess.Popen(serve, env=env) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}", server)
                status = load(f"http://127.0.0.1:{port}", env)
            finally:
                server.send_signal(signal.SIGTERM)
        print(f"report: {RESULTS / 'load.html'}")
        print(portal("verify", env=env).strip())
    return status


if __name__ == "__main__":
    sys.exit(main())
