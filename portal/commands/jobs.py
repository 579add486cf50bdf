"""``portal jobs``: what the server does by itself, and doing one of them now."""

import argparse
from typing import TYPE_CHECKING, Any

from portal.commands import Refused
from portal.commands.staff import known_database
from portal.settings import read_settings

if TYPE_CHECKING:
    from datetime import datetime

    from portal.commands import Subparsers


def add_to(subparsers: "Subparsers") -> None:
    """Add ``portal jobs list | run``."""
    jobs = subparsers.add_parser("jobs", help="work that the server does by itself")
    acts = jobs.add_subparsers(title="acts", metavar="ACT", required=True)
    acts.add_parser("list", help="every job and how it went").set_defaults(run=run_list)
    running = acts.add_parser("run", help="do a job now, unless another process is at it")
    running.add_argument("name", metavar="NAME")
    running.set_defaults(run=run_now)


def run_list(_arguments: argparse.Namespace) -> None:
    """Print one line for each job: name, runs, failures, last run, last error."""
    from portal.jobs import leases
    from portal.jobs.duties import JOBS
    from surveys.database import reading

    with known_database() as engine, reading(engine) as connection:
        rows = {row.name: row for row in leases.list_jobs(connection)}
    print(f"{'job':10} {'runs':>8} {'failures':>8}  {'last run':16}  state")
    for job in JOBS:
        print(_line(job.name, rows.get(job.name)))


def _line(name: str, row: Any) -> str:
    if row is None or not row.last_started:
        return f"{name:10} {0:8} {0:8}  {'':16}  never run"
    state = row.last_error or ("at work" if row.holder else "well")
    return f"{name:10} {row.runs:8} {row.failures:8}  {_wall(row.last_started):16}  {state}"


def _wall(at: "datetime | None") -> str:
    from surveys.days import OFFICE

    return f"{at.astimezone(OFFICE):%Y-%m-%d %H:%M}" if at else ""


def run_now(arguments: argparse.Namespace) -> None:
    """Do a job once; a failure is noted as if the server had met it."""
    from portal.jobs import leases
    from portal.jobs.duties import UnknownJob, find_job
    from portal.jobs.jobs import attempt
    from portal.jobs.runner import holder
    from surveys.database import reading, writing

    try:
        job = find_job(arguments.name)
    except UnknownJob:
        raise Refused(f"no such job: {arguments.name}") from None
    with known_database() as engine:
        with writing(engine) as connection:
            leases.enrol(connection, [job.name])
            leases.hasten(connection, job.name)
        ran = attempt(job, engine, read_settings(), holder())
        with reading(engine) as connection:
            row = leases.find_job(connection, job.name)
    if not ran:
        print(f"{job.name}: {'another process is at it' if row.holder else 'nothing to do'}.")
    elif row.last_error:
        raise Refused(f"{job.name} failed: {row.last_error}", 1)
    else:
        print(f"{job.name}: done.")
