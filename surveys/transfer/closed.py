"""Judging one line of a file of volumes: how many transactions a unit closed on a day."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from surveys import days, register
from surveys.register import Register, UnknownService, UnknownUnit
from surveys.transfer.catalogue import Catalogue
from surveys.transfer.lines import BadLine, CellReader, Flaw, present

COLUMNS = {name: name for name in ("unit", "service", "day", "closed")}
REQUIRED = {"unit", "day", "closed"}
# Where a line names no service; part of a primary key, so not None.
NO_SERVICE = 0
_DIGITS = 9


class Closed(NamedTuple):
    """How many transactions a unit closed on a day, of one service or of all together."""

    unit_id: int
    day: date
    service_id: int
    closed: int


class Checker:
    """Judges lines against one state of the register."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        self._register, self._catalogue = register, catalogue
        self._today = days.office_day(days.now_ms())

    def check(self, cells: Mapping[str, str]) -> Closed:
        """What a line says.

        Raises:
            BadLine: all that is wrong with it.
        """
        line = CellReader(cells)
        unit_id = line.read("unit", self._unit)
        day = line.read("day", self._day)
        service_id = line.read("service", lambda text: self._service(text, day))
        closed = line.read("closed", _closed)
        if unit_id is None or day is None or service_id is None or closed is None:
            raise BadLine(line.wrongs)
        return Closed(unit_id, day, service_id, closed)

    def _unit(self, text: str) -> int:
        try:
            return self._register.find_unit(present(text))
        except UnknownUnit:
            raise Flaw("unknown_unit") from None

    def _day(self, text: str) -> date:
        try:
            day = date.fromisoformat(present(text))
        except Flaw:
            raise
        except ValueError:
            raise Flaw("bad_day") from None
        if day < register.ALWAYS:
            raise Flaw("bad_day")
        if day > self._today:
            raise Flaw("future")
        return day

    def _service(self, text: str, day: date | None) -> int:
        if not text or day is None:
            return NO_SERVICE
        try:
            return self._catalogue.find_service(text, day)
        except UnknownService:
            raise Flaw("unknown_service") from None


def _closed(text: str) -> int:
    if not (present(text).isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Flaw("bad_count")
    return int(text)
