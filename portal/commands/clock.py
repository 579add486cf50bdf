"""``portal clock``: how long a step on a citizen's case may take, from which day on."""

import argparse
from typing import TYPE_CHECKING

from portal.commands import Refused, a_day
from portal.commands.staff import here, known_database

if TYPE_CHECKING:
    from portal.commands import Subparsers

TYPES = ("suggestion", "petition", "complaint")
STEPS = ("transfer", "ask", "answer", "answer_complex", "publish")


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal clock list | set``."""
    clock = subparsers.add_parser("clock", help="deadlines of citizens' cases")
    acts = clock.add_subparsers(title="acts", metavar="ACT", required=True)
    acts.add_parser("list", help="every rule with its days and basis").set_defaults(run=run_list)
    setting = acts.add_parser("set", help="a new rule; cases that have begun keep theirs")
    setting.add_argument("--type", choices=TYPES, required=True)
    setting.add_argument("--step", choices=STEPS, required=True)
    setting.add_argument("--days", type=int, required=True)
    setting.add_argument("--unit", choices=("working_day", "day"), default="working_day")
    setting.add_argument("--from", dest="start", type=a_day, required=True, metavar="DAY")
    setting.add_argument("--basis", required=True, help="the law, decree or promise")
    setting.set_defaults(run=run_set)


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each rule."""
    from analytics.quality.casework.clocks import lay_clocks, list_clocks
    from surveys.database import writing

    with known_database() as engine, writing(engine) as connection:
        lay_clocks(connection)
        rules = list_clocks(connection)
    for rule in rules:
        span = f"{rule.valid_from} to {rule.valid_to or 'now'}"
        length = f"{rule.days} {rule.unit.replace('_', ' ')}s"
        print(f"{rule.type:11} {rule.step:15} {length:16} {span:24} {rule.basis}")


def run_set(arguments: argparse.Namespace) -> None:
    """Let a new rule hold from a day on."""
    from analytics.quality.casework.clocks import OlderRule, Rule, change_clock
    from portal.staff.log import record
    from surveys.database import writing

    if not 1 <= arguments.days <= 365:
        raise Refused("--days is 1 to 365")
    asked = (arguments.type, arguments.step, arguments.days, arguments.unit, arguments.start)
    what = {"type": asked[0], "step": asked[1], "days": asked[2], "from": str(asked[4])}
    try:
        with known_database() as engine, writing(engine) as connection:
            change_clock(connection, Rule(*asked, basis=arguments.basis[:200]))
            record(connection, "clock changed", here(), what)
    except OlderRule as older:
        raise Refused(f"a rule begins on {older} already; choose a later day", 1) from None
    print(f"From {arguments.start} on: {arguments.days} {arguments.unit.replace('_', ' ')}s.")
