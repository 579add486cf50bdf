"""``portal staff`` and ``portal key``: what they print, what they refuse, what the log keeps."""

import re

import makers
import pytest
from office import CITY, WARD
from sqlalchemy import Engine, select

import portal.__main__ as command_line
from portal.commands import staff
from portal.staff import passwords
from portal.staff.accounts import find_account
from portal.staff.keys import key_or_none
from portal.staff.log import StaffLog
from portal.staff.rights import RIGHTS
from surveys.database import reading


@pytest.fixture(autouse=True)
def _register(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    makers.make_unit(engine, CITY, "city")
    makers.make_unit(engine, WARD, parent=CITY)


def run(line: str) -> int:
    return command_line.main(line.split())


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    found = re.search(r"shown only now.*?: (\S+)\n$", capsys.readouterr().out)
    assert found
    return found.group(1)


def test_a_new_account_has_a_password_that_is_shown_once(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"staff add lan --role leader --unit {WARD}") == 0
    password = shown(capsys)
    with reading(engine) as connection:
        account = find_account(connection, "LAN")
        (line,) = connection.execute(select(StaffLog.__table__)).all()

    assert passwords.matches(account.password_hash, password)
    assert account.must_change
    assert (line.act, line.role) == ("account added", "command line")
    assert line.what == {"name": "lan", "role": "leader", "unit": account.unit_id}
    assert password not in str(line)


def test_accounts_are_listed_with_their_state(capsys: pytest.CaptureFixture[str]) -> None:
    run(f"staff add lan --role leader --unit {WARD}")
    run(f"staff add Mai --role officer --unit {CITY}")
    run("staff disable mai")
    capsys.readouterr()
    run("staff list")
    lan, mai = (re.split(r"\s{2,}", line) for line in capsys.readouterr().out.splitlines())

    assert lan == ["lan", "leader", WARD, "has to choose a password"]
    assert mai == ["Mai", "officer", CITY, "disabled"]


def test_a_reset_gives_another_password(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    run(f"staff add lan --role leader --unit {WARD}")
    first = shown(capsys)
    assert run("staff reset lan") == 0
    second = shown(capsys)
    with reading(engine) as connection:
        hashed = find_account(connection, "lan").password_hash

    assert passwords.matches(hashed, second)
    assert not passwords.matches(hashed, first)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            f"staff add LAN --role leader --unit {WARD}",
            "portal: there is an account of this name",
        ),
        ("staff add mai --role leader --unit xa-x", "portal: no such unit: xa-x"),
        (f"staff add m! --role leader --unit {WARD}", "portal: not 3 to 60 letters"),
        ("staff disable nobody", "portal: no such account: nobody"),
        ("staff reset nobody", "portal: no such account: nobody"),
        ("key add --scope read --unit xa-x", "portal: no such unit: xa-x"),
        ("key revoke hl_nothing", "portal: no key begins with: hl_nothing"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(f"staff add lan --role leader --unit {WARD}")
    capsys.readouterr()

    assert run(line) == 2
    assert capsys.readouterr().err.startswith(said)


def test_a_key_is_made_listed_and_revoked(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"key add --scope collect --unit {WARD}") == 0
    text = shown(capsys)
    run("key list")
    listed = capsys.readouterr().out
    run(f"key revoke {text[:11]}")
    with reading(engine) as connection:
        assert key_or_none(connection, text) is None

    assert listed.split() == [text[:11], "collect", WARD, "never", "used"]


def test_the_roles_of_the_command_are_those_of_the_rights() -> None:
    assert set(staff.ROLES) == set(RIGHTS)
