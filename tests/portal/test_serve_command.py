"""``portal serve`` as an engineer meets it: one server per file, one line for each refusal."""

import socket

import httpx
import pytest
from makers import make_touchpoint, make_unit
from serving import portal, serving
from sqlalchemy import Engine

from portal.app import LOOK_EVERY
from surveys import register
from surveys.database import writing

pytestmark = pytest.mark.slow


@pytest.mark.only("sqlite")
def test_a_second_server_on_the_same_file_names_the_first(
    engine: Engine, database_url: str
) -> None:
    with serving(database_url) as server:
        second = portal(database_url, "serve", "--port", "0")

    assert second.returncode == 2
    assert second.stderr == f"portal: process {server.process.pid} serves this database already\n"


@pytest.mark.only("sqlite")
def test_sqlite_is_served_by_one_process(database_url: str) -> None:
    refused = portal(database_url, "serve", "--workers", "2")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_a_database_nobody_migrated_is_told(bare_url: str) -> None:
    refused = portal(bare_url, "serve", "--port", "0")
    assert refused.returncode == 1
    assert "portal migrate" in refused.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_promised(database_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = portal(database_url, "serve", "--port", port)

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "cannot be listened on" in refused.stderr


@pytest.mark.only("postgresql")
def test_two_processes_serve_postgresql_and_both_follow_the_register(
    engine: Engine, database_url: str
) -> None:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with serving(database_url, workers=2) as server:

        def answers(code: str) -> set[int]:
            return {httpx.get(f"{server.url}/r/{code}").status_code for _ in range(10)}

        assert answers(code) == {200}
        opened = make_touchpoint(engine, "phuong-thu")
        with writing(engine) as connection:
            register.touch(connection)
        while answers(opened) != {200}:
            continue
        assert server.stop() == 0
    # Promised is 2 s, into which a look and a reading have to fit.
    assert LOOK_EVERY <= 1


def test_head_is_answered_as_get_without_its_body(engine: Engine, database_url: str) -> None:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with serving(database_url) as server:
        for path in (f"/r/{code}", "/", "/health/live", "/units/phuong-thu"):
            head = httpx.head(server.url + path)
            assert (head.status_code, head.content) == (200, b"")


def test_settings_that_cannot_be_used_are_one_line_each(database_url: str) -> None:
    wrong = {"PORTAL_SETTLE_SECONDS": "soon", "PORTAL_BASE_URL": "nowhere"}
    refused = portal(database_url, "serve", **wrong)

    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 2
