"""Small numbers: what is hidden, and what may not follow from two editions."""

from typing import Any

from stats_check.figures import Found, check

from analytics.numbers.suppression import Cell, Relation, telling, withheld
from analytics.numbers.vintages import may_change

SAID = {"too_few": "hide", "would_reveal": "hide_complementary"}


def _marks(n: int) -> tuple[int, ...]:
    return (n - n // 2, n // 2)


@check("suppression_difference_attack")
def editions(given: Any) -> Found:
    before, after = given["cum_n"]
    first, second = given["cum_satisfied"]
    told = may_change((before - first, first), (after - second, second))
    said = "satisfied" if second > first else "not satisfied"
    return {"leaked_answer": said if after - before == 1 else None, "allowed": told}


@check("suppression_unanimous")
def unanimous(given: Any) -> Found:
    n, satisfied = given["n"], given["satisfied"]
    return {"publish_exact": telling((n - satisfied, satisfied)) is None}


@check("suppression")
def hidden(given: Any) -> Found:
    cells = {name: Cell(_marks(n), turn=1) for name, n in given["cells"].items()}
    cells["total"] = Cell(_marks(given["total"]))
    found = withheld(cells, [Relation("total", tuple(given["cells"]))])
    return {name: SAID[found[name]] if name in found else "show" for name in cells}
