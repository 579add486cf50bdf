"""Typing in what citizens said on paper, on the phone, or to the person at the counter.

It goes the way of every delivered response: through the writer, durable before it is said to be
saved, exactly once by the key in the form. What a staff member chose for a citizen (assisted)
never counts in the headline.
"""

import asyncio
import re
import secrets
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from portal.line_problems import SENTENCES
from portal.posters.forms import asked
from portal.staff.asked import today
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import days
from surveys.database import reading
from surveys.register import Place
from surveys.transfer import catalogue
from surveys.transfer.checking import Checker, columns_of
from surveys.transfer.delivery import Delivered, judge, store
from translations import gettext as _
from translations import mark, spoken

GUARDS: list[Guard] = [may("assist"), within_scope()]

CHANNELS = {
    "paper": mark("Paper form"),
    "phone": mark("Phone call"),
    "assisted": mark("Said at the counter (not counted in the headline)"),
}
_KEY = re.compile(r"[0-9a-f]{32}")
NO_COUNTER = mark("Choose a counter of this unit that is open.")
NOT_A_DAY = mark("Choose a day that is not in the future.")
# What is typed into one box for an answer that is no number.
_DIGITS = {"level5": {"0": "na"}, "yes_no": {"1": "yes", "0": "no"}}
_TOLD = SENTENCES | {
    "out_of_range": mark("Type one of the numbers beside the question."),
    "no_answer": mark("Type at least one answer."),
    "key_taken": mark("This form was saved before. Begin a new one."),
    "closed": NO_COUNTER,
}


@get("/entry", name="staff_entry", guards=GUARDS, sync_to_thread=True)
def show(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """An empty form; counter, channel and day are kept from the one before."""
    query = request.query_params
    kept = {name: query.get(name, "") for name in ("touchpoint", "channel", "day")}
    return _form(request, slug, kept, {}, saved=query.get("saved"))


@post("/entry", guards=GUARDS)
async def save(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Store one response, and lead on to the next form once it is durable."""
    names = ("touchpoint", "channel", "day", "key", *_columns(request, slug))
    said = {name: typed(request, name).strip() for name in names}
    place = _place(request, slug, said["touchpoint"])
    day = _day(said["day"])
    problems = {"touchpoint": _(NO_COUNTER)} if place is None else {}
    if day is None:
        problems["day"] = _(NOT_A_DAY)
    if place is None or day is None:
        return await asyncio.to_thread(_form, request, slug, said, problems)
    entered = await _deliver(request, place, said, day)
    if entered.status == "refused":
        problems = {w.column: _(_TOLD.get(w.reason, w.reason)) for w in entered.wrongs}
        return await asyncio.to_thread(_form, request, slug, said, problems)
    kept = {name: said[name] for name in ("touchpoint", "channel", "day")}
    query = urlencode(kept | {"saved": entered.status})
    return Redirect(f"/staff/units/{slug}/entry?{query}", status_code=303)


@get("/script", name="staff_script", guards=GUARDS, sync_to_thread=True)
def script(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """What to say on the phone, with the questions in their order; to read and to print."""
    places = _places(request, slug)
    unit = register_of(request).unit_names.say(register_of(request).find_unit(slug), spoken())
    return staff_page(
        request,
        "units/script.html",
        here=f"/staff/units/{slug}/entry",
        crumbs=[*crumbs(request, slug), (_("Enter forms"), f"/staff/units/{slug}/entry")],
        unit=unit,
        questions=_questions(request, places[0]) if places else [],
        levels=_levels(request, places[0]) if places else [],
    )


def _form(
    request: AnyRequest,
    slug: str,
    said: dict[str, str],
    problems: dict[str, str],
    saved: str | None = None,
) -> Response[Any]:
    places = _places(request, slug)
    place = _place(request, slug, said["touchpoint"]) or (places[0] if places else None)
    names = register_of(request).place_names
    key = said.get("key", "")
    return staff_page(
        request,
        "units/entry.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/entry",
        crumbs=crumbs(request, slug),
        slug=slug,
        key=key if _KEY.fullmatch(key) else secrets.token_hex(16),
        said={"channel": "paper", "day": ""} | {k: v for k, v in said.items() if v},
        today=str(today()),
        problems=problems,
        saved=saved if not problems else None,
        channels=[(name, _(words)) for name, words in CHANNELS.items()],
        places=[(one.code, names.say(one.id, spoken())) for one in places],
        # As they stand on the paper form: first all that are answered by a level.
        questions=sorted(
            _questions(request, place) if place else [], key=lambda q: q["widget"] != "level5"
        ),
        levels=_levels(request, place) if place else [],
    )


def _places(request: AnyRequest, slug: str) -> list[Place]:
    """The open touchpoints of a unit."""
    register = register_of(request)
    unit_id = register.find_unit(slug)
    of_it = (p for p in register.places.values() if p.unit_id == unit_id and p.state == "open")
    return sorted(of_it, key=lambda place: place.id)


def _place(request: AnyRequest, slug: str, code: str) -> Place | None:
    return next((place for place in _places(request, slug) if place.code == code), None)


def _questions(request: AnyRequest, place: Place) -> list[dict[str, Any]]:
    definition = register_of(request).definitions[place.survey_version_id]
    return [asked(question, spoken()) for question in definition.questions]


def _levels(request: AnyRequest, place: Place) -> list[tuple[int, str]]:
    definition = register_of(request).definitions[place.survey_version_id]
    return list(enumerate(definition.levels.get(spoken(), definition.levels["vi"]), 1))


def _columns(request: AnyRequest, slug: str) -> list[str]:
    asked_here = (q["id"] for p in _places(request, slug) for q in _questions(request, p))
    return [f"q.{question}" for question in dict.fromkeys(asked_here)]


def _day(text: str) -> date | None:
    """The day of the visit, today where none is typed; None for what is no such day."""
    try:
        day = date.fromisoformat(text) if text else today()
    except ValueError:
        return None
    return day if day <= today() else None


async def _deliver(request: AnyRequest, place: Place, said: dict[str, str], day: date) -> Delivered:
    """Judge the form and store it; it is durable when this returns, or was before."""
    context, now_ms = request.app.state.rating, days.now_ms()
    one = await asyncio.to_thread(_judge, request, place, said, day, now_ms)
    what = {"touchpoint": place.code, "channel": said["channel"], "day": str(day)}

    def keep(connection: Connection) -> None:
        settle_ms = context.settings.settle_seconds * 1000
        open_ = place.state == "open"
        store(connection, [one], now_ms, settle_ms, accepting=open_, simulated=context.demo)
        if one.status == "stored":
            record(connection, "response entered", principal_of(request).who, what)

    await context.writer.run(keep)
    return one


def _judge(
    request: AnyRequest, place: Place, said: dict[str, str], day: date, now_ms: int
) -> Delivered:
    key = said["key"] if _KEY.fullmatch(said["key"]) else ""
    member = {"key": f"entry-{key}" if key else "", "channel": said["channel"] or "paper"}
    if day != today():
        # Nobody knows at which hour; noon is no other day anywhere.
        member["given_at"] = f"{day}T12:00"
    widgets = {f"q.{q['id']}": q["widget"] for q in _questions(request, place)}
    for column, text in said.items():
        if column in widgets and text:
            member[column] = _DIGITS.get(widgets[column], {}).get(text, text)
    with reading(request.app.state.engine) as connection:
        names = catalogue.load(connection)
    checker = Checker(register_of(request), names, now_ms)
    return judge(checker, columns_of(names), place.code, member, str(now_ms))


entry_router = Router("/units/{slug:str}", route_handlers=[show, save, script])
