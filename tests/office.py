"""An office for tests: a city with two wards, its staff, and browsers that they sign in with."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import makers
from httpx import Cookies, Response
from litestar import Litestar, Router, get, post
from litestar.datastructures import State
from litestar.testing import TestClient
from sqlalchemy import Engine, update

from portal import errors, language
from portal.settings import Settings
from portal.staff import appointments, passwords
from portal.staff.accounts import StaffAccount
from portal.staff.entrance import staff_router
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import Who
from portal.staff.principal import AnyRequest, principal_of
from surveys import days
from surveys.database import writing

CHOSEN = passwords.chosen("ba con vịt xuống ao")
CITY, WARD, OTHER = "thanh-pho", "phuong-hoa-mai", "phuong-hoa-sen"
BY = Who("tester", "test")


@get("/", guards=[may("dashboard"), within_scope()], sync_to_thread=False)
def overview(request: AnyRequest) -> str:
    return principal_of(request).account.name


@get("/money", guards=[may("money")], sync_to_thread=False)
def money() -> str:
    return "money"


@post("/echo", guards=[may("account")], sync_to_thread=False)
def echo(request: AnyRequest) -> str:
    return typed(request, "text")


def _settings(https: bool) -> Settings:
    return Settings(
        database_url="sqlite:///unused",
        secret="a secret of the tests, long enough",
        secret_previous="",
        base_url="https://hailong.example" if https else "http://hailong.example",
        settle_seconds=600,
        locale="en",
        trusted_proxies=(),
    )


class Browser:
    """A browser with cookies of its own; redirects are seen, not followed."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self._client = client
        self.cookies = Cookies()

    def get(self, path: str, **more: Any) -> Response:
        return self._send("GET", path, **more)

    def post(self, path: str, **more: Any) -> Response:
        return self._send("POST", path, **more)

    def _send(self, method: str, path: str, **more: Any) -> Response:
        self._client.cookies = self.cookies
        reply = self._client.request(method, path, follow_redirects=False, **more)
        self.cookies = Cookies(self._client.cookies)
        return reply


@dataclass
class Office:
    """Build it with an empty database; it serves until ``close``."""

    engine: Engine
    https: bool = False

    def __post_init__(self) -> None:
        makers.make_unit(self.engine, CITY, "city")
        makers.make_unit(self.engine, WARD, parent=CITY)
        makers.make_unit(self.engine, OTHER, parent=CITY)
        settings = _settings(self.https)
        state = {
            "settings": settings,
            "engine": self.engine,
            "loopback": True,
            "rating": SimpleNamespace(register=makers.load(self.engine)),
        }
        self.app = Litestar(
            [staff_router(*self.pages())],
            before_request=language.greet_first,
            exception_handlers=errors.exception_handlers,
            openapi_config=None,
            state=State(state),
        )
        client = TestClient(self.app, settings.base_url, raise_server_exceptions=False)
        self._client = client.__enter__()

    def pages(self) -> list[Any]:
        """What stands behind the sign-in."""
        return [Router("/units/{slug:str}", route_handlers=[overview]), money, echo]

    def close(self) -> None:
        self._client.__exit__(None, None, None)

    def hire(self, name: str, role: Any = "leader", unit: str = WARD, **values: Any) -> str:
        """An account whose password is ``CHOSEN``; the name."""
        unit_id = makers.load(self.engine).find_unit(unit)
        demo = values.pop("demo", False)
        with writing(self.engine) as connection:
            appointments.add_account(connection, name, role, unit_id, CHOSEN, BY, demo=demo)
            row = update(StaffAccount).where(StaffAccount.name == name)
            connection.execute(row.values({"must_change": False} | values))
        return name

    def browser(self, name: str | None = None) -> Browser:
        """A browser without cookies; with a name, signed in."""
        browser = Browser(self._client)
        if name:
            assert sign_in(browser, name).status_code == 303
        return browser


def token_on(page: Response) -> str:
    """The token of the last form on a page, after the sign-out in its head."""
    return re.findall(r'name="_csrf_token" value="([^"]+)"', page.text)[-1]


def sign_in(browser: Browser, name: str, password: str = CHOSEN.text, **fields: str) -> Response:
    form = {"name": name, "password": password, "_csrf_token": token_on(browser.get(SIGN_IN))}
    return browser.post(SIGN_IN, data=form | fields)


SIGN_IN = "/staff/sign-in"


@dataclass
class Clock:
    """The portal's clock, moved on by hand."""

    replaced: Callable[[], int] = days.now_ms
    ahead_ms: int = 0

    def __call__(self) -> int:
        return self.replaced() + self.ahead_ms

    def move(self, *, minutes: float) -> None:
        self.ahead_ms += round(minutes * 60_000)
