"""What machines ask: alive, ready, and figures for those who may have them."""

from collections.abc import Generator

import httpx
import pytest
from asking import Portal, asking, settings_of
from makers import make_touchpoint, make_unit
from sqlalchemy import Engine, text

from surveys.database import writing


@pytest.fixture
def portal(engine: Engine, database_url: str) -> Generator[Portal]:
    make_unit(engine, "phuong-thu")
    make_touchpoint(engine, "phuong-thu")
    settings = settings_of(database_url, trusted_proxies=("10.1.0.0/16",))
    with asking(settings) as portal:
        yield portal


def ask_from(portal: Portal, address: str, **headers: str) -> httpx.Response:
    """What someone at this address is told of the metrics."""
    transport = portal.client._transport
    assert isinstance(transport, httpx.ASGITransport)
    transport.client = (address, 5000)
    return portal.get("/metrics", headers=headers)


def test_a_portal_that_serves_is_alive_and_ready(portal: Portal) -> None:
    assert portal.get("/health/live").status_code == 200
    ready = portal.get("/health/ready")

    assert (ready.status_code, ready.text) == (200, "ok\n")
    assert ready.headers["cache-control"] == "no-store"


def test_a_schema_of_another_release_is_not_ready(portal: Portal, engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    ready = portal.get("/health/ready")

    assert ready.status_code == 503
    assert "release" in ready.text
    assert portal.get("/health/live").status_code == 200


def test_a_full_queue_is_not_ready(portal: Portal) -> None:
    portal.app.state.writer._limit = 0

    ready = portal.get("/health/ready")

    assert (ready.status_code, ready.text) == (503, "the queue is full: 0 ratings wait\n")


def test_a_writer_that_ended_is_not_ready(portal: Portal) -> None:
    portal.run(portal.app.state.writer.close)

    assert portal.get("/health/ready").text == "the writer has ended\n"


def test_a_monitor_on_this_machine_reads_the_figures(portal: Portal) -> None:
    reply = portal.get("/metrics")

    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    figures = dict(
        line.rsplit(" ", 1) for line in reply.text.splitlines() if not line.startswith("#")
    )
    assert figures["portal_queue_depth"] == "0"
    assert figures["portal_touchpoints_silent"] == "0"
    assert float(figures["portal_seal_lag_seconds"]) == 0
    assert float(figures["portal_comments_lag_seconds"]) == 0
    assert figures['portal_job_failures_total{job="seal"}'] == "0"
    described = {line.split()[2] for line in reply.text.splitlines() if line.startswith("# TYPE")}
    assert {name.partition("{")[0] for name in figures} == described


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3"])
def test_trusted_addresses_may_read_them(portal: Portal, address: str) -> None:
    assert ask_from(portal, address).status_code == 200


@pytest.mark.parametrize("address", ["10.2.0.1", "203.0.113.9", "2001:db8::1", "nobody"])
def test_for_others_there_is_no_such_page(portal: Portal, address: str) -> None:
    assert ask_from(portal, address).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_what_a_proxy_passed_on_is_not_trusted(portal: Portal, header: str) -> None:
    assert ask_from(portal, "127.0.0.1", **{header: "203.0.113.9"}).status_code == 404
