"""``make drill``: a site of several machines on this one, loaded, broken, and held to account.

Exits 0 when nothing thanked was lost or stored twice and the control run did lose; 1 when not; 2
when something is missing that it cannot install.
"""

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from load_tests.drill import processes
from load_tests.drill.failures import FAILURES
from load_tests.drill.rehearsal import PORTALS, Result, rehearse
from load_tests.drill.report import table
from load_tests.drill.site import site
from tests.cluster import binary

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "load_tests" / "results"
PACKAGES = ("postgresql", "etcd-server", "haproxy")
# Said by ourselves to ourselves: what is mounted now is seen by nobody else.
_ALONE = "--mounts-are-ours"
_BEGAN = time.monotonic()


def say(what: str) -> None:
    """Tell how far it is."""
    print(f"[{time.monotonic() - _BEGAN:5.0f} s] {what}", flush=True)


def main() -> int:
    """Install what is missing, play, print the table."""
    parser = argparse.ArgumentParser(prog="python -m load_tests.drill", description=__doc__)
    parser.add_argument("--only", action="append", default=[], choices=list(FAILURES))
    parser.add_argument(_ALONE, action="store_true", dest="alone", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.alone:
        if subprocess.run([ROOT / "tests" / "packages.sh", *PACKAGES], check=False).returncode:
            return 2
        _go_alone()
    if wrong := processes.cannot_run("patroni"):
        print(wrong, file=sys.stderr)
        return 2
    # Whoever ends us lets us end what we started; a shell in the background would ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("interrupted"))
    with site(3, PORTALS, binary("initdb").parent) as ground:
        result = rehearse(ground, arguments.alone, arguments.only, say)
    _tell(result)
    return 0 if result.well else 1


def _go_alone() -> None:
    """Go on in a mount namespace of our own; where there is none, go on as we are."""
    alone = ["unshare", "--mount"]
    if os.getuid() or not shutil.which(alone[0]):
        return
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        return
    words = [sys.executable, "-m", "load_tests.drill", *sys.argv[1:], _ALONE]
    os.execvp(alone[0], [*alone, *words])


def _tell(result: Result) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "drill.json").write_text(result.as_json() + "\n", "utf-8")
    print()
    print(table(result))
    print(f"{os.cpu_count()} cores, {platform.machine()}; {RESULTS / 'drill.json'}")


if __name__ == "__main__":
    sys.exit(main())
