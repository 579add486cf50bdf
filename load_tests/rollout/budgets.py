"""What nobody should have to wait for: budgets of each journey, and the verdict on a run."""

import json
from pathlib import Path
from typing import NamedTuple

from locust.stats import RequestStats

# Share of requests that may fail.
FAILURES = 0.0
# Milliseconds that 95 of 100 answers of a step must not exceed, on two cores that nobody else uses.
# Source: within a second a thought is not interrupted (Nielsen 1993, Usability Engineering, 5.5);
# a tap has to feel answered well before. Who opens a report waits longer than who taps.
CITIZEN = {"page": 300, "tap": 600, "thanks": 1000, "more": 1000}
JOURNEYS = {
    "morning": CITIZEN,
    "campaign": CITIZEN,
    "lobby": {step: CITIZEN[step] for step in ("page", "tap", "thanks")},
    "queues": CITIZEN | {"kiosk delivery": 3000, "kiosk repeats": 3000},
    "report day": CITIZEN
    | {"sign-in page": 1000, "sign in": 2500, "dashboard": 2000, "comments": 2000}
    | {"review": 3000, "offices": 2000},
    "spike": {"results": 1500, "another office": 1500, "finder": 1000},
}
BUDGETS = {
    f"{journey}: {step}": budget
    for journey, steps in JOURNEYS.items()
    for step, budget in steps.items()
}


class Line(NamedTuple):
    """One step of a journey as it was measured; times in milliseconds."""

    step: str
    requests: int
    failures: int
    median: float
    p95: float
    budget: int

    @property
    def kept(self) -> bool:
        within = self.failures <= FAILURES * self.requests and self.p95 <= self.budget
        return self.requests > 0 and within


def lines_of(stats: RequestStats) -> list[Line]:
    """Every step; one that nobody took, or that has no budget, is not kept."""
    found = {entry.name: entry for entry in stats.entries.values()}
    lines = []
    for step, budget in (BUDGETS | dict.fromkeys(found.keys() - BUDGETS.keys(), 0)).items():
        entry = found.get(step)
        if entry is None:
            lines.append(Line(step, 0, 0, 0, 0, budget))
            continue
        median, p95 = (entry.get_response_time_percentile(share) for share in (0.5, 0.95))
        lines.append(Line(step, entry.num_requests, entry.num_failures, median, p95, budget))
    return lines


def report(stats: RequestStats, file: Path) -> bool:
    """Print the table and keep it as JSON; whether every budget was kept."""
    lines = lines_of(stats)
    print(f"\n{'step':28}{'requests':>9}{'failed':>8}{'median':>8}{'p95':>7}{'budget':>8}  ms")
    for line in lines:
        verdict = "" if line.kept else "  MISSED"
        print(
            f"{line.step:28}{line.requests:9}{line.failures:8}{line.median:8.0f}"
            f"{line.p95:7.0f}{line.budget:8}{verdict}"
        )
    for error in stats.errors.values():
        print(f"  {error.occurrences} x {error.name}: {error.error}")
    file.write_text(json.dumps([line._asdict() for line in lines], indent=1), "utf-8")
    return all(line.kept for line in lines)
