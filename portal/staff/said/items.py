"""Drafting what citizens are told of a closed action, approving it, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import ClientException
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.quality import drafting, saying
from analytics.quality.actions.states import Refused
from analytics.quality.drafting import LANGUAGES, NoDraft
from analytics.quality.saying import Item, Words
from portal.staff.actions.reach import must_reach, record_in_reach
from portal.staff.dashboard import crumbs
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.said.effects import effect_words
from surveys.database import reading, writing
from translations import day, mark, own_name, spoken
from translations import gettext as _

READERS: list[Guard] = [may("reviews"), within_scope()]
STATES = {
    "draft": mark("Draft"),
    "approved": mark("Shown to citizens"),
    "withdrawn": mark("Withdrawn"),
}


@get("/units/{slug:str}/said", name="said", guards=READERS, sync_to_thread=True)
def show_said(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """All items of a unit."""
    register = register_of(request)
    unit_id = register.find_unit(slug)
    with reading(request.app.state.engine) as connection:
        items = saying.list_items(connection, unit_id)
    return staff_page(
        request,
        "quality/said.html",
        here=f"/staff/units/{slug}/quality",
        crumbs=[*crumbs(request, slug), (_("Quality"), f"/staff/units/{slug}/quality")],
        unit=register.unit_names.say(unit_id, spoken()),
        slug=slug,
        items=[_told(item) for item in items],
    )


def _told(item: Item) -> dict[str, Any]:
    words = item.words.get(spoken()) or item.words["vi"]
    return {
        "id": item.row.id,
        "said": words.said,
        "did": words.did,
        "state": _(STATES[item.row.state]),
        "days": (day(item.row.said_on), day(item.row.did_on)),
        "effect": effect_words(item.effect),
        "number": item.number,
    }


@get("/actions/{number:str}/said", name="said_new", guards=[may("actions")], sync_to_thread=True)
def show_draft(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """The form for a new item, filled with what the record says."""
    with reading(request.app.state.engine) as connection:
        record = record_in_reach(request, connection, number)
    if record.said_id is not None:
        return Redirect(f"/staff/said/{record.said_id}", status_code=303)
    said = {"said_vi": record.row.description, "did_vi": record.row.action or ""}
    return _form(request, record.row.unit_id, f"/staff/actions/{number}/said", said, {})


@post("/actions/{number:str}/said", guards=[may("actions")], sync_to_thread=True)
def keep_draft(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Keep a new draft and lead to it."""
    who = principal_of(request)
    try:
        with writing(request.app.state.engine) as connection:
            record = record_in_reach(request, connection, number)
            if record.said_id is not None:
                return Redirect(f"/staff/said/{record.said_id}", status_code=303)
            item_id = drafting.draft(connection, record, _words(request), who.person)
            log(connection, "said drafted", who.who, {"action": number, "item": item_id})
    except Refused as refused:
        unit_id = record.row.unit_id
        return _form(request, unit_id, f"/staff/actions/{number}/said", None, _say(refused))
    return Redirect(f"/staff/said/{item_id}", status_code=303)


@get("/said/{item_id:int}", name="said_item", guards=[may("reviews")], sync_to_thread=True)
def show_item(request: AnyRequest, item_id: FromPath[int]) -> Response[Any]:
    """One item: a form while it is a draft, else what citizens read."""
    return _item_page(request, item_id, {})


@post(
    "/said/{item_id:int}/{act:str}", name="said_act", guards=[may("actions")], sync_to_thread=True
)
def act_on_item(request: AnyRequest, item_id: FromPath[int], act: FromPath[str]) -> Response[Any]:
    """Edit, approve or withdraw an item."""
    if act not in ACTS:
        raise ClientException("there is no such act", status_code=404)
    who = principal_of(request)
    if act != "edit" and not who.may("approve"):
        raise ClientException("this needs the right approve", status_code=403)
    try:
        with writing(request.app.state.engine) as connection:
            item = saying.find_item(connection, item_id)
            must_reach(request, item.row.unit_id)
            ACTS[act](request, connection, item, who.person)
            log(connection, f"said {act}", who.who, {"item": item_id})
    except NoDraft:
        return Redirect(f"/staff/said/{item_id}", status_code=303)
    except Refused as refused:
        return _item_page(request, item_id, _say(refused))
    return Redirect(f"/staff/said/{item_id}", status_code=303)


def _edit(request: AnyRequest, connection: Connection, item: Item, by: str) -> None:
    drafting.edit(connection, item, _words(request), by)


def _approve(_request: AnyRequest, connection: Connection, item: Item, by: str) -> None:
    drafting.approve(connection, item, by)


def _withdraw(request: AnyRequest, connection: Connection, item: Item, _by: str) -> None:
    drafting.withdraw(connection, item, typed(request, "withdrawn_why"))


ACTS: dict[str, Callable[[AnyRequest, Connection, Item, str], None]] = {
    "edit": _edit,
    "approve": _approve,
    "withdraw": _withdraw,
}


def _words(request: AnyRequest) -> dict[str, Words]:
    return {
        code: Words(typed(request, f"said_{code}"), typed(request, f"did_{code}"))
        for code in LANGUAGES
    }


def _say(refused: Refused) -> dict[str, str]:
    return {name: _(words, **refused.values) for name, words in refused.problems.items()}


def _item_page(request: AnyRequest, item_id: int, problems: dict[str, str]) -> Response[Any]:
    with reading(request.app.state.engine) as connection:
        item = saying.find_item(connection, item_id)
    must_reach(request, item.row.unit_id)
    said = {f"said_{code}": pair.said for code, pair in item.words.items()}
    said |= {f"did_{code}": pair.did for code, pair in item.words.items()}
    address = f"/staff/said/{item_id}/edit"
    return _form(request, item.row.unit_id, address, said, problems, item)


def _form(
    request: AnyRequest,
    unit_id: int,
    address: str,
    said: dict[str, str] | None,
    problems: dict[str, str],
    item: Item | None = None,
) -> Response[Any]:
    """The page of an item; with problems, what was typed is kept."""
    register, who = register_of(request), principal_of(request)
    slug = register.slug_of(unit_id)
    fields = [f"{part}_{code}" for code in LANGUAGES for part in ("said", "did")]
    if said is None or any(name in problems for name in fields):
        said = {name: typed(request, name) for name in fields}
    return staff_page(
        request,
        "quality/saying.html",
        status=422 if problems else 200,
        here=f"/staff/units/{slug}/quality",
        crumbs=[*crumbs(request, slug), (_(TITLE), f"/staff/units/{slug}/said")],
        address=address,
        languages_asked=[(code, own_name(code)) for code in LANGUAGES],
        typed=dict.fromkeys(fields, "") | said,
        problems=problems,
        item=_told(item) if item else None,
        row=item.row if item else None,
        may_edit=who.may("actions"),
        may_approve=who.may("approve"),
        longest=drafting.LONGEST,
    )


TITLE = mark("You said, we did")
