"""``portal demo`` and ``portal start``: a made-up history, and the quickest way to a look."""

import argparse
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.commands import Refused, a_day, doctor, progress, serve
from portal.settings import Settings, read_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from portal.commands import Subparsers
    from portal.demo.history import Plan

# The holidays of Tết that the demonstration marks in its charts.
TET = (
    (date(2023, 1, 20), date(2023, 1, 26)),
    (date(2024, 2, 8), date(2024, 2, 14)),
    (date(2025, 1, 25), date(2025, 2, 2)),
)
# The demonstration's leader; the password is new at every start.
LEADER, OFFICE = "lanh-dao-minh-hoa", "phuong-dang-lam"


def add_to(subparsers: "Subparsers") -> None:
    """Add the two commands."""
    making = subparsers.add_parser("demo", help="make a labelled, simulated history")
    making.add_argument("--months", type=int, default=26)
    making.add_argument("--until", type=a_day, default=date(2025, 6, 30), metavar="DAY")
    making.add_argument("--ratings", type=int, help="about how many in all")
    making.add_argument("--seed", type=int, default=1)
    making.set_defaults(run=run_demo)
    starting = subparsers.add_parser("start", help="check, migrate, make the demonstration, serve")
    serve.add_options(starting)
    starting.set_defaults(run=run_start)


def run_demo(arguments: argparse.Namespace) -> None:
    """Make, seal and publish the history."""
    from portal.demo.history import Plan

    if not 1 <= arguments.months <= 120 or not 1 <= (arguments.ratings or 1) <= 10_000_000:
        raise Refused("--months is 1 to 120, --ratings 1 to 10,000,000")
    plan = Plan(arguments.months, arguments.until, arguments.ratings, arguments.seed)
    made = make_demo(read_settings(), plan)
    print(f"{made} simulated ratings." if made else "The demonstration was there already.")


def make_demo(settings: Settings, plan: "Plan | None" = None) -> int:
    """Migrate, then make the history and everything that follows from it; how many ratings."""
    from portal.database import migrate
    from portal.demo.history import HoldsRealResponses, Plan, make
    from portal.publishing import publish
    from surveys.database import opened

    migrate(settings.database_url)
    with opened(settings.database_url) as engine:
        try:
            made = make(engine, plan or Plan(), progress.bar("simulating"))
        except HoldsRealResponses:
            raise Refused(
                "this database holds real responses; choose another PORTAL_DATABASE_URL", 1
            ) from None
        publish(engine, progress.bar("publishing"))
        if made:
            _watch(engine, plan or Plan())
            _ask(engine, settings)
            _act(engine, plan or Plan())
    return made


def _watch(engine: "Engine", plan: "Plan") -> None:
    """Look at every unit as on the first night of each month, so that signals are of their time."""
    from analytics.quality.watching import marked
    from analytics.quality.watching.raising import raise_signals
    from surveys import days
    from surveys.database import writing

    with writing(engine) as connection:
        for first, last in TET:
            names = {"vi": f"Tết {first.year}", "en": f"Tết {first.year}"}
            span, by = (first, last + timedelta(days=1)), ("portal demo", days.now())
            if plan.start <= first <= plan.until:
                marked.record_event(connection, None, "tet", "annotate", span, names, by)
    nights = [month.end for month in days.buckets(plan.start, plan.until, "month")]
    tell = progress.bar("watching")
    for done, night in enumerate(nights, 1):
        raise_signals(engine, night)
        tell(done, len(nights))


def _ask(engine: "Engine", settings: Settings) -> None:
    """Let some of the made-up citizens ask for an answer, and answer some of them."""
    from portal.demo import matters
    from surveys import register
    from surveys.database import writing

    with writing(engine) as connection:
        unit_id = register.load(connection).find_unit(OFFICE)
        matters.make(connection, unit_id, settings.key("receipt")[0])


def _act(engine: "Engine", plan: "Plan") -> None:
    """Enter the programme; say what was done, and have an officer take up the newest signal."""
    from analytics.quality.seeding import seed_quality
    from portal.demo import deeds
    from surveys import register
    from surveys.database import writing

    with writing(engine) as connection:
        seed_quality(connection, "pilot")
        here = register.load(connection)
        unit_id = here.find_unit(OFFICE)
        deeds.make(connection, here, unit_id)
        deeds.tell(connection, here, unit_id, plan.until)


def run_start(arguments: argparse.Namespace) -> None:
    """Make what is missing, say where to look, serve."""
    from surveys.database import make_engine, sqlite_file

    settings = read_settings()
    if file := sqlite_file(make_engine(settings.database_url)):
        file.parent.mkdir(parents=True, exist_ok=True)

    def prepare() -> None:
        make_demo(settings)
        doctor.run(arguments)
        print(_links(settings, arguments, _reset_leader(settings)), flush=True)

    serve.serve(settings, arguments, prepare)


def _reset_leader(settings: Settings) -> str:
    """A new password for the demonstration's leader; the account is made if it is missing."""
    from portal.staff import appointments, passwords
    from portal.staff.accounts import account_or_none
    from portal.staff.log import Who
    from surveys import register
    from surveys.database import opened, writing

    password, by = passwords.one_time(), Who("portal start", "command line")
    with opened(settings.database_url) as engine, writing(engine) as connection:
        if account_or_none(connection, LEADER):
            appointments.reset(connection, LEADER, password, by)
        else:
            unit = register.load(connection).find_unit(OFFICE)
            appointments.add_account(connection, LEADER, "leader", unit, password, by, demo=True)
    return password.text


def _links(settings: Settings, arguments: argparse.Namespace, password: str) -> str:
    """The ways in that a newcomer needs."""
    from portal.commands.register import list_touchpoints
    from portal.demo.matters import follow_up_code
    from surveys.database import opened, reading

    with opened(settings.database_url) as engine, reading(engine) as connection:
        code = next(list_touchpoints(connection, settings, OFFICE))["code"]
        receipt = follow_up_code(connection, settings.key("receipt")[0])
    here = f"http://{arguments.host}:{arguments.port}"
    return "\n".join(
        (
            "",
            f"  A citizen rates     {here}/r/{code}",
            *([f"  and reads an answer {here}/t/{receipt}"] if receipt else []),
            f"  Anyone reads        {here}/units/{OFFICE}",
            f"  A leader signs in   {here}/staff/sign-in",
            f"                      name {LEADER}, password {password}",
            "  All figures are simulated, and every page says so. Ctrl-C ends the server.",
            "",
        )
    )
