"""A desk for tests: an office whose staff see its real pages, and what citizens said there."""

import html
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import makers
from office import WARD, Browser, Office
from sqlalchemy import Connection, insert

from portal.staff.city import show as show_city
from portal.staff.comments import comments_router
from portal.staff.dashboard import dashboard_router
from portal.staff.finer import finer_router
from portal.staff.labelling import labelling_router
from portal.staff.reader import show_reader
from portal.staff.signals.doubts import doubts_router
from portal.staff.signals.marks import marks_router
from portal.staff.signals.pages import signals_router
from portal.staff.units import show as units
from surveys import register
from surveys.database import writing
from surveys.services import Service, ServiceGroup, ServiceName

QUARTER = date(2025, 5, 14)
BEFORE = date(2025, 2, 12)


class Desk(Office):
    """``rate`` before ``read``: the register follows by itself."""

    def pages(self) -> list[Any]:
        own = [units, show_city, dashboard_router, comments_router, labelling_router, show_reader]
        return [*own, signals_router, doubts_router, marks_router, finer_router]

    def follow(self) -> None:
        """Take the register as it stands now."""
        self.app.state.rating.register = makers.load(self.engine)

    def touchpoint(self, unit: str = WARD, service_id: int | None = None) -> str:
        code = makers.make_touchpoint(self.engine, unit, service_id)
        self.follow()
        return code

    def rate(
        self, code: str, marks: Iterable[int | None], day: date = QUARTER, **said: Any
    ) -> list[str]:
        """Sealed responses."""
        keys = makers.make_responses(self.engine, code, marks, day, **said)
        makers.seal(self.engine)
        return keys

    def service(self, slug: str, name: str) -> int:
        """A service of its own group."""
        with writing(self.engine) as connection:
            group_id = _key(connection, ServiceGroup, slug=slug, position=1)
            values = {"domain": "x", "agency": "x", "general": False}
            service_id = _key(connection, Service, slug=slug, group_id=group_id, **values)
            words = {"service_id": service_id, "language": "vi", "name": name}
            connection.execute(insert(ServiceName).values(words))
            register.touch(connection)
        self.follow()
        return service_id


def _key(connection: Connection, table: Any, **columns: Any) -> int:
    key = connection.execute(insert(table).values(**columns)).inserted_primary_key
    assert key is not None
    return int(key[0])


def satisfied(good: int, of: int) -> list[int]:
    """Marks of which so many are 5, and the others 2."""
    return [5] * good + [2] * (of - good)


def words(page: str) -> str:
    """What a page says, without its tags, one space between words."""
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(plain)).replace(" .", ".").replace(" ,", ",")


def read(browser: Browser, address: str, status: int = 200) -> str:
    """The words of a page."""
    reply = browser.get(address)
    assert reply.status_code == status, reply.text
    return words(reply.text)
