"""An office for tests: a city with two wards, its staff, and browsers that they sign in with."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import makers
from httpx import Response
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


@dataclass
class Office:
    """Build it with an empty database; browsers are open until ``close``."""

    engine: Engine
    loopback: bool = True
    https: bool = False
    open_browsers: list[TestClient[Litestar]] = field(default_factory=list)

    def __post_init__(self) -> None:
        makers.make_unit(self.engine, CITY, "city")
        makers.make_unit(self.engine, WARD, parent=CITY)
        makers.make_unit(self.engine, OTHER, parent=CITY)
        self.app = self.build()

    def build(self) -> Litestar:
        state = {
            "settings": _settings(self.https),
            "engine": self.engine,
            "loopback": self.loopback,
            "rating": SimpleNamespace(register=makers.load(self.engine)),
        }
        return Litestar(
            [staff_router(Router("/units/{slug:str}", route_handlers=[overview]), money, echo)],
            before_request=language.greet_first,
            exception_handlers=errors.exception_handlers,
            openapi_config=None,
            state=State(state),
        )

    def hire(self, name: str, role: Any = "leader", unit: str = WARD, **values: Any) -> str:
        """An account whose password is ``CHOSEN``; the name."""
        unit_id = makers.load(self.engine).find_unit(unit)
        demo = values.pop("demo", False)
        with writing(self.engine) as connection:
            appointments.add_account(connection, name, role, unit_id, CHOSEN, BY, demo=demo)
            row = update(StaffAccount).where(StaffAccount.name == name)
            connection.execute(row.values({"must_change": False} | values))
        return name

    def browser(self, name: str | None = None) -> TestClient[Litestar]:
        """A browser without cookies; with a name, signed in."""
        scheme = "https" if self.https else "http"
        client = TestClient(
            self.app, base_url=f"{scheme}://hailong.example", raise_server_exceptions=False
        )
        client.follow_redirects = False
        self.open_browsers.append(client.__enter__())
        if name:
            assert sign_in(client, name).status_code == 303
        return client

    def close(self) -> None:
        for client in self.open_browsers:
            client.__exit__(None, None, None)


def token_on(page: Response) -> str:
    """The token of the last form on a page, after the sign-out in its head."""
    return re.findall(r'name="_csrf_token" value="([^"]+)"', page.text)[-1]


def sign_in(
    client: TestClient[Litestar], name: str, password: str = CHOSEN.text, **fields: str
) -> Response:
    form = {"name": name, "password": password, "_csrf_token": token_on(client.get(SIGN_IN))}
    return client.post(SIGN_IN, data=form | fields)


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
