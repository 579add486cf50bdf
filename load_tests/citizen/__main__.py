"""``make citizen-check``: the numbers of the citizen's minute, ours beside what they have to be.

A portal of its own on 127.0.0.1, with a demonstration. Exit 1 when a number is missed. ``--part``
looks at one part alone, for work on it.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from load_tests.citizen import inspection, judges, loading, printing, reach
from load_tests.citizen.browsing import browser
from load_tests.citizen.stage import Scene, playing
from load_tests.citizen.table import Row, lines

PARTS = ("loading", "lighthouse", "inspection", "reach", "posters")


def measure(scene: Scene, folder: Path, parts: list[str]) -> Iterator[Row]:
    """The rows of the parts that are asked for, as they come."""
    if "lighthouse" in parts:
        yield from judges.audits(scene, folder)
    with browser() as opened:
        if "loading" in parts:
            yield from loading.rows(opened, scene)
        if "inspection" in parts:
            yield from inspection.rows(opened, scene, folder)
        if "reach" in parts:
            yield from reach.rows(opened, scene)
    if "posters" in parts:
        yield printing.row(scene, folder)


def main() -> int:
    """Measure, print the table, judge."""
    parser = argparse.ArgumentParser(prog="python -m load_tests.citizen", description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append")
    parts = parser.parse_args().part or list(PARTS)
    packages = Path(__file__).with_name("packages.sh")
    if subprocess.run([packages]).returncode:
        return 1
    judges.install()
    begun, rows = time.monotonic(), []
    with tempfile.TemporaryDirectory() as name, playing() as scene:
        for row in measure(scene, Path(name), parts):
            rows.append(row)
            told = f"{time.monotonic() - begun:5.0f} s  {row.name}: {row.measured}"
            print(told, file=sys.stderr, flush=True)
    print("", *lines(rows), "", sep="\n")
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
