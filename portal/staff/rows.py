"""For the auditor: from a published or frozen figure to the rows it counts, and back."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.types import Guard
from sqlalchemy import Connection, func, select

from analytics.numbers.asks import Scope
from analytics.numbers.tracing import (
    Figure,
    UnknownRow,
    end_of,
    figures_with,
    find_row,
    published_of,
    trace,
)
from analytics.quality.pack.lineage import Command
from portal.periods import period_days, period_title
from portal.reviews.wording import NOTHING, moment, percent
from portal.staff.frame import staff_page
from portal.staff.guards import may, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import days
from surveys.counts import FACTORS
from surveys.database import reading, writing
from surveys.days import BadPeriod, Period
from surveys.register import Register
from surveys.responses import CHANNEL_NAMES, CHANNELS, Seal
from translations import day, number, spoken
from translations import gettext as _

# Of all roles the auditor alone has both: rows are single marks.
AUDITORS: list[Guard] = [may("export"), may("log")]
ON_A_PAGE = 100


def rows_path(command: Command) -> str:
    """Where the rows of a command's figure stand."""
    asked: dict[str, Any] = {"from": command.start, "to": command.end, "seal": command.seal}
    told = {"scope": command.scope, "service": command.service, "channel": command.channel}
    asked |= {name: value for name, value in told.items() if value}
    return f"/staff/units/{command.unit}/rows?{urlencode(asked)}"


@get(
    "/units/{slug:str}/rows",
    name="rows",
    guards=[*AUDITORS, within_scope()],
    sync_to_thread=True,
)
def show_rows(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The rows of ``?from=2023-04-01&to=2023-07-01&seal=44``; without days, what was published.

    Raises:
        BadPeriod: the days or the channel cannot be read.
        TooFewRows: of fewer than ten responses.
    """
    register, asked = register_of(request), request.query_params
    unit = register.unit_names.say(register.find_unit(slug), spoken())
    with reading(request.app.state.engine) as connection:
        if "from" not in asked:
            cells = published_of(connection, register.find_unit(slug))
            told = [_cell(cell, register) for cell in cells]
            return staff_page(
                request, "audit/rows.html", unit=unit, here=None, cells=told, rows=None
            )
        figure = _figure(connection, slug, dict(asked))
        text = asked.get("after", "0")
        after = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
        traced = trace(connection, register, figure, after, ON_A_PAGE)
        shown = [_row(row, register) for row in traced.rows]
    _note(request, figure)
    more = {**asked, "after": str(traced.rows[-1].id)} if len(traced.rows) == ON_A_PAGE else None
    return staff_page(
        request,
        "audit/rows.html",
        unit=unit,
        here=None,
        cells=[],
        rows=shown,
        days=period_days(figure.span),
        figure=figure,
        entries=number(traced.entries),
        n=number(traced.n),
        satisfied=number(traced.satisfied),
        value=percent(traced.satisfied / traced.n),
        older=f"/staff/units/{slug}/rows?{urlencode(more)}" if more else None,
        path=f"/staff/units/{slug}/rows",
    )


def _figure(connection: Connection, slug: str, asked: dict[str, str]) -> Figure:
    try:
        start, end = date.fromisoformat(asked["from"]), date.fromisoformat(asked.get("to", ""))
        newest = connection.scalar(select(func.max(Seal.id))) or 0
        seal = int(asked["seal"]) if "seal" in asked else newest
    except ValueError:
        raise BadPeriod(asked.get("from", "")) from None
    scope: Scope = "tree" if asked.get("scope") == "tree" else "own"
    channel = asked.get("channel") or None
    if start >= end or (channel and channel not in CHANNELS):
        raise BadPeriod(asked.get("to", ""))
    return Figure(slug, scope, Period(start, end), seal, asked.get("service") or None, channel)


def _note(request: AnyRequest, figure: Figure) -> None:
    what = {"unit": figure.unit, "from": str(figure.span.start), "to": str(figure.span.end)}
    with writing(request.app.state.engine) as connection:
        record(connection, "rows viewed", principal_of(request).who, what | {"seal": figure.seal})


def _row(row: Any, register: Register) -> dict[str, Any]:
    service = register.service_names.say(row.service_id, spoken()) if row.service_id else NOTHING
    marks = [row.overall, *(getattr(row, name) for name in FACTORS)]
    return {
        "id": row.id,
        "seal": row.seal_id,
        "sign": "+" if row.sign > 0 else "−",
        "day": day(row.day),
        "channel": CHANNEL_NAMES[row.channel],
        "service": service,
        "marks": [_mark(one) for one in marks],
        "doubted": bool(getattr(row, "flags", 0)),
    }


def _mark(given: int | None) -> str:
    """A mark as it was given: 0 says that the question did not apply, which is no low mark."""
    if given is None:
        return NOTHING
    return str(given) if given else _("does not apply")


def _cell(cell: Any, register: Register) -> dict[str, Any]:
    slug = register.slug_of(cell.unit_id)
    command = Command(slug, cell.scope, cell.start, end_of(cell), cell.seal_id)
    return {
        "unit": register.unit_names.say(cell.unit_id, spoken()),
        "period": period_title(Period(cell.start, end_of(cell), cell.kind)),
        "value": percent(cell.value),
        "n": NOTHING if cell.n is None else number(cell.n),
        "seal": number(cell.seal_id),
        "on": day(cell.published_on),
        "href": rows_path(command) if cell.n is not None else None,
    }


@get("/rows/{row_id:int}", name="row", guards=AUDITORS, sync_to_thread=True)
def show_row(request: AnyRequest, row_id: FromPath[int]) -> Response[Any]:
    """One row, its block in the chain, and the published figures that count it.

    Raises:
        UnknownRow: there is none, or it is out of this person's reach.
    """
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        row = find_row(connection, row_id)
        if not principal_of(request).reaches(register, row.unit_id):
            raise UnknownRow(row_id)
        cells = [_cell(cell, register) for cell in figures_with(connection, register, row)]
        # A row alone is one person's mark: it is shown as part of a figure only.
        shown = _row(row, register) if cells else None
    sealed = days.moment(row.sealed_ms)
    slug = register.slug_of(row.unit_id)
    return staff_page(
        request,
        "audit/row.html",
        here=None,
        number=row_id,
        row=shown,
        unit=register.unit_names.say(row.unit_id, spoken()),
        block=_("Block %(seal)s, sealed at %(at)s", seal=number(row.seal_id), at=moment(sealed)),
        hash=row.hash.hex(),
        day=day(days.office_day(row.sealed_ms)),
        cells=cells,
        path=f"/staff/units/{slug}/rows",
    )


rows_router = Router("/", route_handlers=[show_rows, show_row])
