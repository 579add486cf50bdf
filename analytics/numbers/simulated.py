"""What the rules for signals promise, as simulated; the tables that the method document prints."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from analytics.numbers import alarms, control, usual

FILE: Final = Path(__file__).with_name("simulated.json")
MOST_FALSE: Final = 0.25
"""False signals per unit and year, over all its series, at 30, 60 and 200 answers a month."""

FALL: Final = (0.88, 0.75)
SEEN: Final = {100: 0.8, 300: 0.95}
"""With what probability, at so many answers a month, such a fall is found within three months."""


def read() -> dict[str, Any]:
    """The tables as they were simulated last."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def fingerprint() -> str:
    """What the rules rest on: tables of other rules are of no use."""
    rules = (
        *(alarms.CHANCE, alarms.CAUTION, alarms.WORSE, alarms.ANSWERS_EACH),
        *(alarms.LEAST_DECISION, alarms.REST, control.BASELINE, usual.LEAST),
    )
    return sha256(repr(rules).encode()).hexdigest()[:12]
