"""The staff log as a page and as a file, for those who audit."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, Router, get
from litestar.params import FromPath

from portal.reviews.formats import UnknownFormat
from portal.staff.acts import act_words
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.log import record, verify_log
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.rights import ROLE_NAMES
from portal.staff.trail import ON_A_PAGE, WRITERS, names_and_acts, page_of, read_wanted
from surveys import days
from surveys.database import reading, writing
from translations import day, number
from translations import gettext as _

PATH: Final = "/staff/log"


# Other acts are shown as they are written.
@get(PATH.removeprefix("/staff"), name="log", guards=[may("log")], sync_to_thread=True)
def show_log(request: AnyRequest) -> Response[Any]:
    """Lines by person, act and days, the newest first; ``?proof=1`` recomputes the chain."""
    asked = dict(request.query_params)
    wanted, text = read_wanted(asked), asked.pop("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    with reading(request.app.state.engine) as connection:
        found = page_of(connection, wanted, before)
        people, acts = names_and_acts(connection)
        proof = verify_log(connection) if "proof" in asked else None
    if before is None:
        _note(request, "log viewed", asked)
    shown, kept = found[:ON_A_PAGE], {k: v for k, v in asked.items() if v and k in _FIELDS}
    older = urlencode(kept | {"before": shown[-1].id}) if len(found) > ON_A_PAGE else None
    return staff_page(
        request,
        "audit/log.html",
        here=PATH,
        rows=[_row(row) for row in shown],
        people=[("", _("everybody")), *((name, name) for name in people)],
        acts=[("", _("every act")), *((act, act_words(act)) for act in acts)],
        asked={name: asked.get(name, "") for name in _FIELDS},
        older=f"{PATH}?{older}" if older else None,
        newest=f"{PATH}?{urlencode(kept)}" if before is not None else None,
        proof=proof,
        proof_words=_proven(proof) if proof else "",
        proof_link=f"{PATH}?{urlencode(kept | {'proof': '1'})}",
        rows_link=_rows_link(request),
        files=[(name.upper(), f"{PATH}/file/{name}?{urlencode(kept)}") for name in WRITERS],
    )


_FIELDS: Final = ("who", "act", "from", "to")


def _rows_link(request: AnyRequest) -> str | None:
    """The way from figures to rows, for whoever may go it."""
    who = principal_of(request)
    if not (who.may("export") and who.may("log")):
        return None
    return f"/staff/units/{register_of(request).slug_of(who.unit_id)}/rows"


def _proven(proof: Any) -> str:
    if proof.ok:
        return _("%(lines)s lines, each chained to the one before.", lines=number(proof.lines))
    return str(proof.difference)


def _row(row: Any) -> dict[str, Any]:
    wall = days.office_time(row.at_ms)
    roles = {str(role): words for role, words in ROLE_NAMES.items()}
    return {
        "id": row.id,
        "at": f"{wall:%H:%M:%S}",
        "day": day(wall.date()),
        "who": row.who or "–",
        "role": _(roles[row.role]) if row.role in roles else row.role,
        "act": act_words(row.act),
        "what": [f"{name}: {_plain(value)}" for name, value in row.what.items()],
    }


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@get("/log/file/{format:str}", name="log_file", guards=[may("log")], sync_to_thread=True)
def save_log(request: AnyRequest, format: FromPath[str]) -> Response[bytes]:
    """The wanted lines as a file, with the proof of the chain; that it was taken is logged first.

    Raises:
        UnknownFormat: neither json nor csv.
    """
    if format not in WRITERS:
        raise UnknownFormat(format)
    write, media_type = WRITERS[format]
    asked = dict(request.query_params)
    _note(request, "log exported", asked | {"format": format})
    with reading(request.app.state.engine) as connection:
        written = write(connection, read_wanted(asked))
    name = f"nhat-ky-{days.office_day(days.now_ms())}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written, media_type=media_type, headers=headers | {"Cache-Control": "no-store"})


def _note(request: AnyRequest, act: str, asked: dict[str, str]) -> None:
    what = {name: value[:80] for name, value in asked.items() if value and name != "lang"}
    with writing(request.app.state.engine) as connection:
        record(connection, act, principal_of(request).who, what)


trail_router = Router("/", route_handlers=[show_log, save_log])
