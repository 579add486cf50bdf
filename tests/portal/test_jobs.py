"""Jobs: each run is done once by one process, a dead holder is replaced, a failure is survived."""

import threading
import time
from datetime import timedelta
from typing import Any

import makers
import pytest
from asking import settings_of
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, select, update

from portal.jobs import leases
from portal.jobs.duties import JOBS, UnknownJob, find_job
from portal.jobs.jobs import Job, attempt
from portal.jobs.runner import running
from portal.settings import Settings
from surveys import days
from surveys.database import reading, writing
from surveys.responses import Entry
from surveys.sealing.roots import list_roots

pytestmark = pytest.mark.both

SECOND = timedelta(seconds=1)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return settings_of(database_url)


class Work:
    """Work that counts its runs and may be told to fail."""

    def __init__(self, lasts: float = 0.0) -> None:
        self.runs = 0
        self.failure: Exception | None = None
        self._lasts = lasts

    def __call__(self, _engine: Engine, _settings: Settings) -> None:
        self.runs += 1
        time.sleep(self._lasts)
        if self.failure:
            raise self.failure


def enrolled(engine: Engine, work: Work, **said: Any) -> Job:
    job = Job("work", work, **{"every": SECOND} | said)
    with writing(engine) as connection:
        leases.enrol(connection, ["work"])
    return job


def row(engine: Engine, name: str = "work") -> Any:
    with reading(engine) as connection:
        return leases.find_job(connection, name)


def change(engine: Engine, **columns: Any) -> None:
    with writing(engine) as connection:
        connection.execute(update(leases.JobLease).values(**columns))


def test_a_run_is_noted_and_the_next_is_due_a_step_later(
    engine: Engine, settings: Settings
) -> None:
    job = enrolled(engine, work := Work(), every=timedelta(hours=1))

    assert [attempt(job, engine, settings, "me") for _ in range(2)] == [True, False]

    assert work.runs == 1
    noted = row(engine)
    assert (noted.runs, noted.failures, noted.holder, noted.last_error) == (1, 0, None, None)
    assert noted.last_finished >= noted.last_started
    assert noted.due_ms > days.now_ms() + 3_500_000


def test_of_many_processes_one_does_a_run(engine: Engine, settings: Settings) -> None:
    job = enrolled(engine, work := Work(lasts=0.2), every=timedelta(hours=1))
    others = [
        threading.Thread(target=attempt, args=(job, engine, settings, f"holder {n}"))
        for n in range(6)
    ]
    for other in others:
        other.start()
    for other in others:
        other.join()

    assert work.runs == 1
    assert row(engine).runs == 1


def test_a_held_job_is_left_to_its_holder_until_the_lease_is_over(
    engine: Engine, settings: Settings
) -> None:
    job = enrolled(engine, work := Work())
    with writing(engine) as connection:
        assert leases.take(connection, "work", "a process that dies", 60)

    assert not attempt(job, engine, settings, "me")
    change(engine, lease_until_ms=days.now_ms() - 1)
    assert attempt(job, engine, settings, "me")
    assert work.runs == 1


def test_whoever_lost_the_lease_notes_nothing(engine: Engine) -> None:
    enrolled(engine, Work())
    with writing(engine) as connection:
        slow = leases.take(connection, "work", "slow", 0)
        quick = leases.take(connection, "work", "quick", 60)
        assert slow
        assert quick
        assert not leases.give_back(connection, slow, 0, None)
        assert leases.give_back(connection, quick, 0, None)

    assert row(engine).runs == 1


def test_a_failure_is_noted_and_tried_again_ever_later(engine: Engine, settings: Settings) -> None:
    job = enrolled(engine, work := Work())
    work.failure = LookupError("no such thing")
    waits = []
    for _ in range(4):
        change(engine, due_ms=0)
        assert attempt(job, engine, settings, "me")
        waits.append(round((row(engine).due_ms - days.now_ms()) / 1000))

    noted = row(engine)
    assert noted.last_error == "LookupError: no such thing"
    assert (noted.failures, noted.failures_in_a_row) == (4, 4)
    assert waits == [1, 2, 4, 8]


def test_after_a_success_the_failures_in_a_row_are_none(engine: Engine, settings: Settings) -> None:
    job = enrolled(engine, work := Work())
    work.failure = OSError("away")
    attempt(job, engine, settings, "me")
    work.failure = None
    change(engine, due_ms=0)
    attempt(job, engine, settings, "me")

    noted = row(engine)
    assert (noted.last_error, noted.failures, noted.failures_in_a_row) == (None, 1, 0)


def test_without_work_nothing_is_written(engine: Engine, settings: Settings) -> None:
    job = enrolled(engine, work := Work(), waits=lambda _connection: False)

    assert not attempt(job, engine, settings, "me")
    assert (work.runs, row(engine).last_started) == (0, None)


def test_a_job_of_midnight_is_due_with_the_next_office_day(
    engine: Engine, settings: Settings
) -> None:
    job = enrolled(engine, Work(), midnight=True)
    attempt(job, engine, settings, "me")

    tomorrow = days.office_day(days.now_ms()) + timedelta(days=1)
    assert row(engine).due_ms == days.start_of(tomorrow)


def test_a_clock_that_was_set_back_stops_no_job(engine: Engine, settings: Settings) -> None:
    job = enrolled(engine, Work())
    ahead = days.now_ms() + 86_400_000
    change(engine, due_ms=ahead, lease_until_ms=ahead, last_started=days.moment(ahead))

    assert attempt(job, engine, settings, "me")


def run_for(engine: Engine, settings: Settings, jobs: list[Job], seconds: float) -> None:
    with running(engine, settings, jobs):
        time.sleep(seconds)


def test_the_runner_outlives_a_job_that_fails(engine: Engine, settings: Settings) -> None:
    bad, good = Work(), Work()
    bad.failure = RuntimeError("always")
    step = timedelta(milliseconds=20)
    jobs = [Job("bad", bad, step), Job("good", good, step)]

    run_for(engine, settings, jobs, 1.0)

    assert bad.runs >= 2
    assert good.runs >= 3
    assert row(engine, "bad").failures == bad.runs


def test_a_job_of_midnight_runs_at_every_start(engine: Engine, settings: Settings) -> None:
    work = Work()
    jobs = [Job("nightly", work, SECOND, midnight=True)]

    run_for(engine, settings, jobs, 0.4)
    run_for(engine, settings, jobs, 0.4)

    assert work.runs == 2


def test_what_is_under_way_is_finished_before_the_server_ends(
    engine: Engine, settings: Settings
) -> None:
    work = Work(lasts=0.5)

    run_for(engine, settings, [Job("slow", work, SECOND)], 0.2)

    assert row(engine, "slow").runs == 1


def test_the_servers_own_jobs_seal_read_and_make_roots(engine: Engine, settings: Settings) -> None:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    yesterday = days.office_day(days.now_ms()) - timedelta(days=1)
    make_responses(engine, code, [5, 4], yesterday, comment="Rất tốt")

    run_for(engine, settings, list(JOBS), 2.0)

    with reading(engine) as connection:
        jobs = {job.name: job for job in leases.list_jobs(connection)}
        assert len(connection.scalars(select(Entry.id)).all()) == 2
        assert list_roots(connection) == []
    assert {name for name, job in jobs.items() if job.last_error} == set()
    assert {job.name for job in JOBS} == set(jobs)
    assert jobs["seal"].runs >= 1


def test_every_job_may_be_run_twice(engine: Engine, settings: Settings) -> None:
    make_unit(engine, "phuong-thu")
    make_responses(engine, make_touchpoint(engine, "phuong-thu"), [5], days.office_day(0))
    for job in [*JOBS, *JOBS]:
        job.run(engine, settings)
    makers.seal(engine)


def test_a_job_that_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownJob, match="dance"):
        find_job("dance")
