"""What the users are told before they start: codes, units, accounts and a key of the portal."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

PLAN, LEDGER = "LOAD_PLAN", "LOAD_LEDGER"


@dataclass(frozen=True, slots=True)
class Plan:
    """``counters`` are the codes of open touchpoints; ``accounts`` pairs of account and unit."""

    counters: list[str]
    campaign: list[str]
    lobby: str
    public: list[str]
    accounts: list[tuple[str, str]]
    password: str
    key: str

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), "utf-8")


def read_plan() -> Plan:
    """The plan of this run; its file is named by the environment."""
    return Plan(**json.loads(Path(os.environ[PLAN]).read_text("utf-8")))
