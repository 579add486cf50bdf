"""``make bench``: measures, prints the table, writes it down, and fails where a target is missed.

Figures are worth something on a quiet machine only. ``--quick`` is for work on the bench itself:
one short round, which counts for nothing.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

from load_tests.bench import growth, inserts, taking
from load_tests.bench.targets import Row, missed, table

RESULTS = Path(__file__).parents[1] / "results"
RESPONSES = int(os.environ.get("BENCH_RESPONSES", "10000000"))
_BEGUN = time.monotonic()


def say(what: str) -> None:
    """Tell how far it is, with the seconds since the start."""
    print(f"{time.monotonic() - _BEGUN:5.0f} s  {what}", flush=True)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    packages = ("litestar", "uvicorn", "sqlalchemy", "psycopg", "httptools", "uvloop")
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def run(part: str, quick: bool, folder: Path) -> dict[str, Row]:
    """Measure a part of the rows, or ``all``."""
    rows: dict[str, Row] = {}
    rounds, seconds, taps = (1, 1.0, 4000) if quick else (5, 2.0, 20_000)
    if part in ("all", "rating"):
        rows |= taking.measure(folder, rounds, seconds, say)
    if part in ("all", "insert"):
        with ExitStack() as stack:
            ground = taking.Ground(stack, folder)
            for name, made in (("", ground.sqlite), ("_postgresql", ground.postgresql)):
                row = f"insert_sealed{name}"
                rows[row] = inserts.measure(row, made, rounds, taps, say)
    if part in ("all", "growth"):
        rows |= growth.measure(folder, 200_000 if quick else RESPONSES, say)
    return rows


def write(rows: Mapping[str, Row], quick: bool) -> Path:
    """Write the rows down for whoever compares."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / ("bench-quick.json" if quick else "bench.json")
    told = {
        "rows": rows,
        "machine": machine(),
        "responses": RESPONSES,
        "seconds": round(time.monotonic() - _BEGUN),
    }
    file.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    return file


def main() -> int:
    """Measure and judge; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m load_tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round; counts for nothing")
    parser.add_argument("--part", choices=["all", "rating", "insert", "growth"], default="all")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        # The database server runs as somebody else and has to reach the shim.
        folder.chmod(0o755)
        rows = run(asked.part, asked.quick, folder)
    print("", *table(rows), "", sep="\n")
    whole = asked.part == "all" and not asked.quick
    if whole or asked.quick:
        print(f"written to {write(rows, asked.quick)}")
    return 1 if whole and missed(rows) else 0


if __name__ == "__main__":
    sys.exit(main())
