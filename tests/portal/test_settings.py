"""Settings are read once, judged all together, and never tell their secrets."""

import stat
from pathlib import Path

import pytest

from portal.__main__ import main
from portal.settings import BadSettings, read_settings, unknown_names

pytestmark = pytest.mark.fast

LONG = "a secret of more than thirty-two characters"
OLD = "the secret before, also of more than thirty-two"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "portal.db"


@pytest.fixture
def address(file: Path) -> str:
    return f"sqlite:///{file}"


def problems(**given: str) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        read_settings(
            {f"PORTAL_{name}": value for name, value in ({"LOCALE": "en"} | given).items()}
        )
    return bad.value.problems


def test_without_variables_a_sqlite_file_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    settings = read_settings({})

    assert settings.database_url == "sqlite:///var/portal.db"
    assert (settings.settle_seconds, settings.locale) == (600, "vi")
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.https


def test_a_secret_is_made_once_and_only_its_owner_reads_it(file: Path, address: str) -> None:
    first = read_settings({"PORTAL_DATABASE_URL": address})
    second = read_settings({"PORTAL_DATABASE_URL": address})

    kept = file.with_name("portal.db.secret")
    assert first.secret == second.secret
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [kept.name]


def test_postgresql_needs_a_secret_that_all_servers_share() -> None:
    assert problems(DATABASE_URL="postgresql://portal@db/portal") == [
        "PORTAL_SECRET is required with PostgreSQL: every server needs the same one"
    ]


def test_a_secret_may_stand_in_a_file(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret").write_text(LONG + "\n")

    settings = read_settings(
        {"PORTAL_DATABASE_URL": address, "PORTAL_SECRET_FILE": str(tmp_path / "secret")}
    )

    assert settings.secret == LONG


def test_a_secret_set_twice_is_refused(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret").write_text(LONG)

    assert problems(DATABASE_URL=address, SECRET=LONG, SECRET_FILE=str(tmp_path / "secret")) == [
        "PORTAL_SECRET is set twice: keep either it or PORTAL_SECRET_FILE"
    ]


def test_a_secret_file_that_is_not_there_is_named(tmp_path: Path, address: str) -> None:
    missing = tmp_path / "nothing"

    [problem] = problems(DATABASE_URL=address, SECRET=LONG, SECRET_PREVIOUS_FILE=str(missing))

    assert problem.startswith(f"PORTAL_SECRET_PREVIOUS_FILE names {missing}, which cannot be read")


def test_a_damaged_secret_beside_the_database_is_named(file: Path, address: str) -> None:
    file.parent.mkdir()
    file.with_name("portal.db.secret").write_text("short")

    [problem] = problems(DATABASE_URL=address)

    assert "portal.db.secret is damaged" in problem


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")

    [problem] = problems(DATABASE_URL=f"sqlite:///{tmp_path}/var/portal.db")

    assert problem.startswith("PORTAL_SECRET cannot be kept in")


def test_all_mistakes_are_named_at_once() -> None:
    told = problems(
        DATABASE_URL="mysql://db",
        SECRET_PREVIOUS="short",
        BASE_URL="portal.example.vn",
        SETTLE_SECONDS="ten",
        LOCALE="tlh",
        TRUSTED_PROXIES="10.0.0.0/8, proxy",
    )

    named = ["DATABASE_URL", "SECRET_PREVIOUS", "BASE_URL", "SETTLE_SECONDS", "LOCALE"]
    assert [line.split()[0] for line in told] == [
        f"PORTAL_{name}" for name in [*named, "TRUSTED_PROXIES"]
    ]
    assert not any("\n" in line for line in told)


@pytest.mark.parametrize("given", ["-1", "1.5", "", " 7 ", "٣", "9" * 12])
def test_settling_takes_a_whole_number_of_seconds(given: str, address: str) -> None:
    variables = {
        "PORTAL_DATABASE_URL": address,
        "PORTAL_SETTLE_SECONDS": given,
        "PORTAL_LOCALE": "en",
    }
    if given.strip() in ("", "7"):
        assert read_settings(variables).settle_seconds == int(given.strip() or 600)
    else:
        with pytest.raises(BadSettings, match="PORTAL_SETTLE_SECONDS must be a whole number"):
            read_settings(variables)


@pytest.mark.parametrize(
    "given",
    [
        "ftp://portal.vn", "https://", "https://portal.vn/path", "https://me@portal.vn",
        "https://portal.vn?x=1", "https://portal.vn:port", "https://por tal.vn", "https://[::1",
    ],
)  # fmt: skip
def test_a_base_address_that_no_poster_could_carry_is_refused(given: str, address: str) -> None:
    [problem] = problems(DATABASE_URL=address, BASE_URL=given)

    assert problem.startswith("PORTAL_BASE_URL must be an address without a path")


def test_a_base_address_loses_its_last_slash(address: str) -> None:
    settings = read_settings(
        {"PORTAL_DATABASE_URL": address, "PORTAL_BASE_URL": "HTTPS://Portal.vn/"}
    )

    assert settings.base_url == "https://portal.vn"
    assert settings.https


@pytest.mark.parametrize("given", ["sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_a_database_in_memory_is_refused(given: str) -> None:
    assert problems(DATABASE_URL=given) == ["PORTAL_DATABASE_URL must name a file: sqlite:///PATH"]


def test_each_purpose_has_a_key_of_its_own(address: str) -> None:
    settings = read_settings({"PORTAL_DATABASE_URL": address})

    [ticket], [receipt] = settings.key("ticket"), settings.key("receipt")

    assert len(ticket) == len(receipt) == 32
    assert ticket != receipt


def test_the_key_before_is_still_accepted(address: str) -> None:
    before = read_settings({"PORTAL_DATABASE_URL": address, "PORTAL_SECRET": OLD})
    after = read_settings(
        {"PORTAL_DATABASE_URL": address, "PORTAL_SECRET": LONG, "PORTAL_SECRET_PREVIOUS": OLD}
    )

    assert after.key("ticket")[1:] == before.key("ticket")
    assert after.key("ticket")[0] != before.key("ticket")[0]


@pytest.mark.parametrize(
    "database", ["postgresql://me:hush@db/portal", "postgresql://db/portal?password=hush&x=1"]
)
def test_secrets_are_never_printed(database: str) -> None:
    settings = read_settings(
        {
            "PORTAL_DATABASE_URL": database,
            "PORTAL_SECRET": LONG,
            "PORTAL_SECRET_PREVIOUS": OLD,
        }
    )

    printed = f"{settings} {settings!r} {settings.shown()}"

    assert not any(secret in printed for secret in ("hush", LONG, OLD))
    assert "********" in settings.shown()["PORTAL_DATABASE_URL"]


def test_problems_are_said_in_the_language_that_is_set(address: str) -> None:
    [problem] = problems(DATABASE_URL=address, SETTLE_SECONDS="ten", LOCALE="vi")

    assert problem == "PORTAL_SETTLE_SECONDS phải là một số nguyên giây, từ 0 trở lên"


def test_a_misspelt_variable_is_noticed() -> None:
    names = ["PORTAL_SETTLE_SECOND", "PORTAL_SECRET_FILE", "PORTAL_LOCALE", "PATH"]

    assert unknown_names(dict.fromkeys(names, "x")) == ["PORTAL_SETTLE_SECOND"]


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", "PORTAL_LOCAL is set, but this version does not read it"),
        ("vi", "PORTAL_LOCAL được đặt, nhưng phiên bản này không đọc"),
    ],
)
def test_a_misspelt_variable_is_told_in_the_language_that_is_set(
    address: str,
    locale: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in {"DATABASE_URL": address, "LOCALE": locale, "LOCAL": "x"}.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)

    assert main(["settings"]) == 0
    assert f"portal: {told}\n" in capsys.readouterr().err


def test_the_command_prints_all_settings(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", address)

    assert main(["settings"]) == 0

    printed = capsys.readouterr().out
    assert f"PORTAL_DATABASE_URL={address}\n" in printed
    assert "PORTAL_SECRET=********\n" in printed
