"""Print every figure of every case; 1 when one misses, 2 when the file holds no cases."""

import sys
from pathlib import Path

from stats_check.figures import ON_PURPOSE, BadCases, Unchecked, all_checks, cases, figures

FILE = Path(__file__).parents[1] / "data" / "stat_oracles.json"


def main(file: Path) -> int:
    try:
        rows = {case["id"]: case for case in cases(file)}
    except (BadCases, OSError) as error:
        print(f"{file} cannot be read: {error}", file=sys.stderr)
        return 2
    checked = missed = 0
    unchecked = []
    all_checks(rows)
    for id, case in rows.items():
        try:
            told = list(figures(case))
        except Unchecked as why:
            unchecked.append(f"{id}: {why}")
            continue
        if not told:
            unchecked.append(f"{id}: it expects only what is not computed on purpose")
        for figure in told:
            print(figure)
            checked += 1
            missed += not figure.holds
    print(f"\n{checked} figures of {len(rows)} cases, {missed} missed")
    print("not computed on purpose: " + "; ".join(f"{k} ({why})" for k, why in ON_PURPOSE.items()))
    for one in unchecked:
        print(f"not checked: {one}", file=sys.stderr)
    return int(bool(missed or unchecked))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else FILE))
