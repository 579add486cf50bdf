"""The trail: who saw, changed, decided, signed and exported; read by filters, exported whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from portal.staff.log import StaffLog, verify_log
from surveys import days
from surveys.transfer.formulas import guard

S = StaffLog.__table__.c
ON_A_PAGE: Final = 50
_PORTION: Final = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; ``end`` is excluded, "" and None are all."""

    who: str = ""
    act: str = ""
    start: date | None = None
    end: date | None = None


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """From ``?who=&act=&from=&to=``, both days included; what is no day is left out."""
    last = _day(asked.get("to", ""))
    return Wanted(
        asked.get("who", "").strip(),
        asked.get("act", "").strip(),
        _day(asked.get("from", "")),
        last + timedelta(days=1) if last and last < date.max else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def page_of(connection: Connection, wanted: Wanted, before: int | None) -> list[Any]:
    """A page of lines, newest first, of those with a smaller number than ``before``."""
    asked = select(StaffLog.__table__).where(*_where(wanted)).order_by(S.id.desc())
    if before is not None:
        asked = asked.where(S.id < before)
    return list(connection.execute(asked.limit(ON_A_PAGE + 1)))


def _where(wanted: Wanted) -> list[Any]:
    where = []
    if wanted.who:
        where.append(S.who == wanted.who)
    if wanted.act:
        where.append(S.act == wanted.act)
    if wanted.start:
        where.append(S.at_ms >= days.start_of(wanted.start))
    if wanted.end:
        where.append(S.at_ms < days.start_of(wanted.end))
    return where


def names_and_acts(connection: Connection) -> tuple[list[str], list[str]]:
    """Everybody and everything there are lines of."""
    people = connection.scalars(select(S.who).distinct().order_by(S.who))
    acts = connection.scalars(select(S.act).distinct().order_by(S.act))
    return [name for name in people if name], list(acts)


def all_lines(connection: Connection, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Every wanted line, oldest first, with its hash and the one before it."""
    before = 0
    while True:
        asked = select(StaffLog.__table__).where(*_where(wanted), S.id > before)
        rows = connection.execute(asked.order_by(S.id).limit(_PORTION)).all()
        if not rows:
            return
        for row in rows:
            yield {
                "id": row.id,
                "at": days.moment(row.at_ms).isoformat(timespec="milliseconds"),
                "who": row.who,
                "role": row.role,
                "act": row.act,
                "what": row.what,
                "hash": row.hash.hex(),
            }
        before = rows[-1].id


def as_json(connection: Connection, wanted: Wanted) -> bytes:
    """The lines, and what was proven of the whole chain when they were written out."""
    checked = verify_log(connection)
    told = {
        "exported_at": days.now().isoformat(timespec="seconds"),
        "from": str(wanted.start) if wanted.start else None,
        "to": str(wanted.end) if wanted.end else None,
        "chain": {
            "lines": checked.lines,
            "root": checked.root.hex(),
            "whole": checked.ok,
            "difference": checked.difference,
        },
        "lines": list(all_lines(connection, wanted)),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csv(connection: Connection, wanted: Wanted) -> bytes:
    """The same lines as a table; the state of the chain stands in the last one."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "at", "who", "role", "act", "what", "hash"])
    for line in all_lines(connection, wanted):
        what = json.dumps(line["what"], ensure_ascii=False)
        cells = [line["at"], line["who"], line["role"], line["act"], what, line["hash"]]
        writer.writerow([line["id"], *map(guard, cells)])
    checked = verify_log(connection)
    state = "whole" if checked.ok else checked.difference
    chain = f"{checked.lines} lines, {state}"
    writer.writerow(["", days.now().isoformat(), "", "", "chain", chain, checked.root.hex()])
    return out.getvalue().encode("utf-8-sig")


WRITERS: Final = {"json": (as_json, "application/json"), "csv": (as_csv, "text/csv")}
