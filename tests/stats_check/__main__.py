"""Print every figure of every case; non-zero when one misses."""

import sys
from pathlib import Path

from stats_check.figures import ON_PURPOSE, all_checks, cases, figures

FILE = Path(__file__).parents[1] / "data" / "stat_oracles.json"


def main(file: Path) -> int:
    checked = missed = 0
    uncovered = []
    rows = {case["id"]: case for case in cases(file)}
    all_checks(rows)
    for case in rows.values():
        try:
            told = list(figures(case))
        except LookupError:
            uncovered.append(case["id"])
            continue
        for figure in told:
            print(figure)
            checked += 1
            missed += not figure.holds
    print(f"\n{checked} figures of {len(rows)} cases, {missed} missed")
    print("not computed on purpose: " + "; ".join(f"{k} ({why})" for k, why in ON_PURPOSE.items()))
    for id in uncovered:
        print(f"nothing checks {id}", file=sys.stderr)
    return int(bool(missed or uncovered))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else FILE))
