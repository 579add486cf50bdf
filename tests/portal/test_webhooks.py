"""Other systems are told by signed webhooks, and none of them keeps another waiting."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from asking import settings_of
from letterbox import WEDNESDAY, D, Still, letters, run, signal, told
from makers import at, make_unit
from sqlalchemy import Engine, select

from portal.reaching import hooks, sending
from portal.reaching.addressees import BadAddressee
from portal.reaching.hooks import Guard, secret_of
from portal.settings import Settings
from surveys import days
from surveys.database import reading

THURSDAY = date(2025, 5, 15)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Still:
    still = Still()
    monkeypatch.setattr(days, "now_ms", still)
    return still


@pytest.fixture
def settings(still: Still, tmp_path: Path) -> Settings:
    told = settings_of("sqlite:///unused")
    return replace(told, smtp_folder=str(tmp_path / "mail"), locale="en")


@pytest.fixture
def ward(engine: Engine, still: Still) -> Engine:
    make_unit(engine, "city", "city")
    make_unit(engine, "ward", parent="city")
    return engine


@contextmanager
def receiver(status: int = 200) -> Generator[tuple[str, list[Any]]]:
    """A server of another office; its address and what came."""
    came: list[Any] = []

    class Office(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((dict(self.headers), body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Office)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_is_signed(ward: Engine, settings: Settings) -> None:
    local = replace(settings, webhook_hosts=("127.0.0.1",))
    with receiver() as (url, came):
        number = told(ward, local, url, kind="webhook", digest=False)
        signal(ward)
        assert run(ward, local) == 1
    ((headers, body),) = came
    secret = secret_of(local.key("webhook")[0], number, url)
    seconds, given = headers["Hai-Long-Signature"][2:].split(",v1=")
    wanted = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)

    assert given == wanted.hexdigest()
    assert json.loads(body)["signals"][0]["sentence"] == "Fewer were satisfied"
    assert json.loads(body)["delivery"] == headers["Hai-Long-Delivery"]


def test_a_refused_webhook_comes_again_ever_later_and_is_given_up(
    ward: Engine, settings: Settings, still: Still
) -> None:
    local = replace(settings, webhook_hosts=("127.0.0.1",))
    with receiver(500) as (url, came):
        told(ward, local, url, kind="webhook", digest=False)
        signal(ward)
        run(ward, local)
        assert sending.send_due(ward, local) == 0
        for nth in range(1, 12):
            still.ms += sending.wait_after(nth)
            sending.send_due(ward, local)
    with reading(ward) as connection:
        row = connection.execute(select(D.tries, D.settled_at, D.last_error)).one()

    assert len(came) == row.tries == sending.TRIES
    assert row.settled_at is not None
    assert row.last_error == "NotTaken: answered 500"


def test_an_endpoint_that_hangs_keeps_nobody_waiting(
    ward: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "_STEP", 0.3)
    local = replace(settings, webhook_hosts=("127.0.0.1",))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        told(ward, local, url, kind="webhook", digest=False)
        told(ward, local, "binh@example.vn", digest=False)
        signal(ward)

        assert run(ward, local) == 1
    assert len(letters(local.smtp_folder)) == 1


# A record of TLS that says it is long, and the answer of a web server.
@pytest.mark.parametrize(("scheme", "begins"), [("http", b"H"), ("https", b"\x16\x03\x03\x40\x00")])
def test_one_that_trickles_is_cut_off(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, scheme: str, begins: bytes
) -> None:
    monkeypatch.setattr(hooks, "_WHOLE", 0.3)
    guard, stop = Guard.of(["127.0.0.1"]), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            line, _from = server.accept()
            with line:
                line.sendall(begins)
                while not stop.wait(0.05):
                    try:
                        line.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        with pytest.raises((OSError, hooks.http.client.HTTPException)):
            hooks.post(guard, f"{scheme}://127.0.0.1:{server.getsockname()[1]}/", "s", "k", b"{}")
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.vn/", "ftp://example.vn/", "https://name:word@example.vn/", "example.vn"),
        *("https://[::1", "https://example.vn:port/", "https://"),
        *("https://10.1.2.3/", "https://[fd00::1]/", "https://[::ffff:10.1.2.3]/"),
        *("https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://localhost/"),
        *("https://[64:ff9b::a01:203]/", "https://x.localhost:8443/", "https://[fe80::1%25eth0]/"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused(
    ward: Engine, settings: Settings, url: str
) -> None:
    with pytest.raises(BadAddressee):
        told(ward, settings, url, kind="webhook")


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "localhost"])
def test_a_private_network_is_not_asked(host: str) -> None:
    with pytest.raises(hooks.BadAddress):
        hooks.post(Guard(), f"https://{host}/", "s", "k", b"{}")


@pytest.mark.parametrize(
    "number", ["::ffff:10.1.2.3", "::ffff:127.0.0.1", "2002:a01:203::", "10.1.2.3"]
)
def test_a_name_that_leads_into_a_private_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: found)

    with pytest.raises(hooks.BadAddress):
        hooks.post(Guard(), "https://hooks.example.vn/", "s", "k", b"{}")


def test_a_retry_waits_for_the_end_of_quiet_hours(
    ward: Engine, settings: Settings, still: Still
) -> None:
    local = replace(settings, webhook_hosts=("127.0.0.1",))
    with receiver(500) as (url, came):
        told(ward, local, url, kind="webhook", digest=False)
        still.ms = at(WEDNESDAY, 19, 59)
        signal(ward)
        run(ward, local)
        for moment in (at(WEDNESDAY, 20, 1), at(WEDNESDAY, 23), at(THURSDAY, 6, 59)):
            still.ms = moment
            sending.send_due(ward, local)
        at_night = len(came)
        still.ms = at(THURSDAY, 7)
        sending.send_due(ward, local)

    assert (at_night, len(came)) == (1, 2)
