"""Another system that brings responses in, with a key, over HTTP."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from asking import Portal, asking, settings_of
from makers import make_touchpoint, make_unit, seal
from sqlalchemy import Engine, select, update

from portal.staff.keys import Scope, add_key
from portal.staff.log import Who
from surveys import register
from surveys.database import reading, writing
from surveys.responses import Entry, Pending

BY = Who("tester", "test")
ONE: dict[str, Any] = {"overall": 5, "given_at": "2023-05-10T09:00"}


def bearer(engine: Engine, scope: Scope = "collect", unit: str | None = None) -> dict[str, str]:
    """The header with a new key."""
    with writing(engine) as connection:
        unit_id = register.load(connection).find_unit(unit) if unit else None
        return {"Authorization": f"Bearer {add_key(connection, scope, unit_id, BY)}"}


@dataclass
class Collector:
    """A portal, two touchpoints of one office, and a key that holds everywhere."""

    portal: Portal
    engine: Engine
    code: str
    other: str
    headers: dict[str, str]

    def send(
        self,
        body: Any,
        key: str | None = None,
        *,
        code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        named = (self.headers if headers is None else headers).copy()
        if key:
            named["Idempotency-Key"] = key
        return self.portal.post(self.address(code), json=body, headers=named)

    def address(self, code: str | None = None) -> str:
        return f"/api/v1/touchpoints/{code or self.code}/responses"

    def stored(self) -> list[tuple[str, int | None]]:
        """Key and overall mark of every response, pending or sealed."""
        with reading(self.engine) as connection:
            rows = [connection.execute(select(t.key, t.overall)).all() for t in (Pending, Entry)]
        return sorted((key, mark) for some in rows for key, mark in some)

    def settle(self) -> None:
        """Let everything settle, and seal it."""
        with writing(self.engine) as connection:
            connection.execute(update(Pending).values(settles_ms=0))
        seal(self.engine)


@contextmanager
def collecting(engine: Engine, database_url: str) -> Generator[Collector]:
    make_unit(engine, "thanh-pho", "city")
    for slug in ("phuong-thu", "phuong-khac"):
        make_unit(engine, slug, parent="thanh-pho")
    codes = [make_touchpoint(engine, "phuong-thu") for _ in range(2)]
    with asking(settings_of(database_url)) as portal:
        yield Collector(portal, engine, *codes, bearer(engine))
