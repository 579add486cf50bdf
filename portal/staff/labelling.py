"""What staff say of a comment, from its place in the list: what it means, and that it is quoted."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

from litestar import Router, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import Guard
from sqlalchemy import Connection

from analytics.numbers.readers import ask_for, read_by
from analytics.text.corrections import UnknownComment, correct, quote, take_back, unquote
from analytics.text.shown import find_comment
from portal.staff.guards import may, typed, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import writing

GUARDS: list[Guard] = [may("comments"), may("label"), within_scope()]


@post("/{comment_id:int}/meaning", name="comment_meaning", guards=GUARDS, sync_to_thread=True)
def mean(request: AnyRequest, slug: FromPath[str], comment_id: FromPath[int]) -> Redirect:
    """Keep what a comment means instead."""
    kind, themes = typed(request, "kind"), request.state.form.getall("themes", [])
    named = [theme for theme in themes if isinstance(theme, str)]
    who = principal_of(request).who
    with writing(request.app.state.engine) as connection:
        _find(request, connection, slug, comment_id)
        correct(connection, comment_id, who.name, kind, named)
        what = {"unit": slug, "comment": comment_id, "kind": kind, "themes": sorted(named)}
        record(connection, "comment corrected", who, what)
    return _back(request, slug, comment_id)


@post("/{comment_id:int}/as-read", name="comment_as_read", guards=GUARDS, sync_to_thread=True)
def unmean(request: AnyRequest, slug: FromPath[str], comment_id: FromPath[int]) -> Redirect:
    """Let a comment count as it was read again."""
    who = principal_of(request).who
    with writing(request.app.state.engine) as connection:
        _find(request, connection, slug, comment_id)
        take_back(connection, comment_id, who.name)
        record(connection, "correction taken back", who, {"unit": slug, "comment": comment_id})
    return _back(request, slug, comment_id)


@post("/{comment_id:int}/quotation", name="comment_quoted", guards=GUARDS, sync_to_thread=True)
def choose(request: AnyRequest, slug: FromPath[str], comment_id: FromPath[int]) -> Redirect:
    """Choose a comment for reports, or take that back."""
    who, chosen = principal_of(request).who, typed(request, "quoted") == "yes"
    with writing(request.app.state.engine) as connection:
        _find(request, connection, slug, comment_id)
        if chosen:
            quote(connection, comment_id, who.name)
        else:
            unquote(connection, comment_id)
        act = "quotation chosen" if chosen else "quotation taken back"
        record(connection, act, who, {"unit": slug, "comment": comment_id})
    return _back(request, slug, comment_id)


def _find(request: AnyRequest, connection: Connection, slug: str, comment_id: int) -> None:
    """See that a comment is one of this unit or below it, and may be read by now.

    Raises:
        UnknownComment: it is not.
    """
    register = register_of(request)
    ask = ask_for(register, (register.find_unit(slug),), "tree", date.min, date.max)
    if find_comment(connection, read_by("staff", ask), comment_id) is None:
        raise UnknownComment(comment_id)


def _back(request: AnyRequest, slug: str, comment_id: int) -> Redirect:
    """To where the comment stood in the list."""
    query = urlencode(parse_qsl(typed(request, "back")))
    return Redirect(f"/staff/units/{slug}/comments?{query}#comment-{comment_id}", status_code=303)


labelling_router = Router("/units/{slug:str}/comments", route_handlers=[mean, unmean, choose])
