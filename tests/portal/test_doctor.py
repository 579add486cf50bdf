"""The doctor: what is well, what to do, and when the portal could not run."""

from datetime import date
from pathlib import Path

import pytest
from asking import settings_of
from makers import make_responses, make_touchpoint, make_unit, seal, seed_pilot
from sqlalchemy import Engine, select, update

from portal import __main__ as command_line
from portal.checkup import Finding, Level, examine
from portal.jobs import leases
from portal.keys import find_or_make, kept_beside
from surveys import days
from surveys.database import reading, sqlite_file, writing
from surveys.touchpoints import Touchpoint
from translations import speak

pytestmark = pytest.mark.fast

Output = pytest.CaptureFixture[str]


def examined(url: str) -> list[Finding]:
    speak("en")
    return list(examine(settings_of(url)))


def levels(findings: list[Finding], *words: str) -> set[Level]:
    """How well everything is whose sentence holds one of the words."""
    return {f.level for f in findings if any(word in f.found for word in words)}


def test_a_migrated_database_is_well(database_url: str) -> None:
    findings = examined(database_url)

    assert levels(findings, "this release's", "No job") == {Level.WELL}
    assert Level.BROKEN not in {finding.level for finding in findings}
    assert all(finding.todo for finding in findings if finding.level is not Level.WELL)


def test_a_database_that_is_not_migrated_is_something_to_do(bare_url: str) -> None:
    findings = examined(bare_url)

    assert levels(findings, "database yet", "not this release's") == {Level.ADVICE}


def test_a_database_that_does_not_answer_is_broken() -> None:
    findings = examined("postgresql://portal@127.0.0.1:1/nothing")

    assert levels(findings, "does not answer") == {Level.BROKEN}


def test_a_file_that_is_no_database_is_broken(tmp_path: Path) -> None:
    file = tmp_path / "portal.db"
    file.write_bytes(b"this is a letter, not a database" * 200)

    assert levels(examined(f"sqlite:///{file}"), "does not answer") == {Level.BROKEN}


@pytest.mark.only("sqlite")
def test_a_secret_that_others_may_read_is_told(engine: Engine, database_url: str) -> None:
    file = sqlite_file(engine)
    assert file is not None
    secret = kept_beside(file)
    find_or_make(secret)
    assert levels(examined(database_url), "the secret") == {Level.WELL}

    secret.chmod(0o644)
    assert levels(examined(database_url), "the secret") == {Level.ADVICE}


@pytest.mark.only("sqlite")
def test_a_database_that_others_may_read_is_told(engine: Engine, database_url: str) -> None:
    file = sqlite_file(engine)
    assert file is not None
    assert levels(examined(database_url), "read the database") == {Level.WELL}

    file.chmod(0o640)
    assert levels(examined(database_url), "read the database") == {Level.ADVICE}


def test_an_untouched_seed_was_never_heard(engine: Engine, database_url: str) -> None:
    seed_pilot(engine)

    findings = examined(database_url)

    assert levels(findings, "Nothing was ever heard") == {Level.ADVICE}
    assert levels(findings, "silent") == set()


def test_a_seed_that_was_heard_once_is_well(engine: Engine, database_url: str) -> None:
    seed_pilot(engine)
    with reading(engine) as connection:
        code = connection.scalars(select(Touchpoint.code).limit(1)).one()
    make_responses(engine, code, [5], days.office_day(days.now_ms()))
    assert levels(examined(database_url), "has been silent") == {Level.WELL}

    seal(engine)
    assert levels(examined(database_url), "has been silent") == {Level.WELL}


def test_failing_jobs_and_silent_touchpoints_are_named(engine: Engine, database_url: str) -> None:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with writing(engine) as connection:
        long_ago = days.moment(days.start_of(date(2020, 1, 1)))
        connection.execute(update(Touchpoint).values(opened_at=long_ago))
        leases.enrol(connection, ["seal"])
        connection.execute(update(leases.JobLease).values(last_error="KeyError: 7"))

    findings = examined(database_url)

    assert levels(findings, "seal failed: KeyError: 7") == {Level.ADVICE}
    assert levels(findings, f"one touchpoint: {code[:3]}-") == {Level.ADVICE}


def typed(monkeypatch: pytest.MonkeyPatch, url: str, **settings: str) -> int:
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    for name, value in {"DATABASE_URL": url, **settings}.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    return command_line.main(["doctor"])


def test_what_could_be_better_does_not_stop_the_portal(
    bare_url: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    assert typed(monkeypatch, bare_url, LOCALE="en", LOCAL="vi") == 0

    told = capsys.readouterr().out
    assert "Nobody reads PORTAL_LOCAL." in told
    assert "-> Run `portal migrate`." in told


def test_what_stops_the_portal_ends_with_1(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    assert typed(monkeypatch, "postgresql://portal@127.0.0.1:1/nothing", LOCALE="en") == 1
    assert "broken" in capsys.readouterr().out


def test_settings_that_cannot_be_used_end_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    assert typed(monkeypatch, "mysql://nowhere") == 1
    assert "PORTAL_DATABASE_URL" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("locale", "level", "word"), [("en", "broken", "must"), ("vi", "hỏng", "phải")]
)
def test_the_doctor_speaks_the_language_that_is_set(
    locale: str, level: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    assert typed(monkeypatch, "mysql://nowhere", LOCALE=locale) == 1
    assert capsys.readouterr().out.startswith(f"{level:9}  PORTAL_DATABASE_URL {word} ")
