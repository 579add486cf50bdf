"""``make load``: a portal of its own on this machine, loaded as the roll-out will, and judged."""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from load_tests.rollout.ledger import compare
from load_tests.rollout.plan import LEDGER, PLAN
from load_tests.rollout.stage import Stage, choose_password

HERE = Path(__file__).parent
RESULTS = HERE / "results"
# More than one: Locust divides the users among processes, for machines with cores to spare.
PROCESSES = int(os.environ.get("LOAD_PROCESSES", "1"))


def warn_of_company() -> None:
    """Say so when others use the machine: budgets are for one that nobody else uses."""
    busy, cores = os.getloadavg()[0], os.cpu_count() or 1
    if busy > cores / 2:
        print(f"{busy:.1f} processes want {cores} cores already: budgets may be missed for that")


def play(url: str, env: dict[str, str]) -> bool:
    """Run Locust against the server; whether every budget was kept."""
    command = [sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless"]
    command += ["--host", url, "--stop-timeout", "20", "--loglevel", "WARNING", "--only-summary"]
    command += ["--html", str(RESULTS / "load.html")]
    if PROCESSES > 1:
        command += ["--processes", str(PROCESSES)]
    return subprocess.run(command, env=env, cwd=HERE.parent).returncode == 0


def compared(stage: Stage, folder: Path) -> bool:
    """Seal what came in, verify all of it, and hold the users' ledger against the table."""
    stage.portal("seal")
    print(stage.portal("verify").strip())
    export = folder / "export.csv"
    since = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    stage.portal("export", "responses", "--from", since, "--out", str(export))
    told = compare(folder, export)
    print(
        f"thanked {told.thanked}, stored {told.stored}: missing {told.missing}, "
        f"twice {told.twice}, stored without thanks {told.unthanked}"
    )
    return told.exact


def main() -> int:
    """Set up, load, compare, tear down."""
    RESULTS.mkdir(exist_ok=True)
    warn_of_company()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage = Stage(folder)
        leaders = stage.prepare()
        stage.plan(leaders).write(folder / "plan.json")
        told = {PLAN: str(folder / "plan.json"), LEDGER: str(folder)}
        told["LOAD_FIGURES"] = str(RESULTS / "load.json")
        with stage.serving() as url:
            for leader, password, _ in leaders:
                choose_password(url, leader, password)
            kept = play(url, stage.env | told)
        exact = compared(stage, folder)
    print(f"report: {RESULTS / 'load.html'}")
    return 0 if kept and exact else 1


if __name__ == "__main__":
    sys.exit(main())
