"""Worked cases of statistics: inputs, and what a trusted library makes of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "data" / "stat_oracles.json"


class Oracle(NamedTuple):
    """One case; ``tolerance`` is how far ours may be off."""

    inputs: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float


@cache
def _by_id() -> dict[str, dict[str, Any]]:
    cases = json.loads(FILE.read_text(encoding="utf-8"))["oracles"]
    return {case["id"]: case for case in cases}


def oracle(id: str) -> Oracle:
    """The case of this id."""
    case = _by_id()[id]
    return Oracle(case["inputs"], case["expected"], case["tolerance"])


def oracle_ids(prefix: str) -> list[str]:
    """The ids that begin so, in the order of the file."""
    return [id for id in _by_id() if id.startswith(prefix)]
