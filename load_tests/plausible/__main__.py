"""``python -m load_tests.plausible``: a city's history of ten million ratings within minutes."""

import argparse
import os
import sys
import time

from load_tests.plausible import history
from load_tests.plausible.ledger import open_for_bulk
from portal.commands.progress import bar
from portal.database import migrate


def main() -> int:
    """Make the history; 1 when the database cannot take it."""
    parser = argparse.ArgumentParser(prog="python -m load_tests.plausible", description=__doc__)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--database", default=os.environ.get("PORTAL_DATABASE_URL"))
    parser.add_argument("--months", type=int, default=26)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not asked.database:
        parser.error("name a --database that was seeded, or set PORTAL_DATABASE_URL")
    migrate(asked.database)
    begun = time.monotonic()
    try:
        made = history.make(
            open_for_bulk(asked.database),
            asked.responses,
            bar("simulating"),
            asked.months,
            asked.seed,
        )
    except history.HoldsRealResponses:
        print("this database holds real responses; choose another one", file=sys.stderr)
        return 1
    except history.NothingOpen:
        print("no touchpoint was open then: seed a register first", file=sys.stderr)
        return 1
    print(f"{made:,} simulated responses in {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
