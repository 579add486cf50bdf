"""How often the rules of ``analytics.numbers.alarms`` err, and how soon they see a fall.

    python -m load_tests.alarms [--offices 1500] [--seed 1] [--keep]

Prints both tables; ``--keep`` writes them where docs/method.md takes them from. Fails when a
promise is not held. Ten minutes on one core; the same seed gives the same tables.
"""

import argparse
import json
import sys

from analytics.numbers.simulated import FILE, fingerprint
from load_tests.alarms.tables import broken, table


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--offices", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    told = {"rules": fingerprint(), "offices": asked.offices, "seed": asked.seed}
    told |= table(asked.offices, asked.seed, print)
    unheld = broken(told)
    for promise in unheld:
        print(f"not held: {promise}", file=sys.stderr)
    if asked.keep:
        FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(bool(unheld))


if __name__ == "__main__":
    sys.exit(main())
