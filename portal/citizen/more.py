"""After the tap: thanks, and whatever the citizen may want to add or correct."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from analytics.quality.casework import clocks
from analytics.quality.casework.opening import Beginning, case_of_response, open_case
from analytics.quality.saying import said_and_did
from portal import language
from portal.citizen.asked import as_typed, questions
from portal.citizen.choices import REASONS
from portal.citizen.follow import follow_up
from portal.citizen.given import given_by, values_of
from portal.citizen.visits import Context
from portal.headers import policy
from portal.pages import page
from surveys import additions, codes, days
from surveys.additions import Given
from surveys.answers import Answers, read_answers
from surveys.contacts import MONEY_ANSWERS, Where, report_money
from surveys.database import reading
from surveys.places import LEVELS
from surveys.responses import UNFINISHED
from surveys.services import offered
from surveys.words import words_for
from translations import gettext as _
from translations import mark, spoken

AnyRequest = Request[Any, Any, Any]

# Its one script counts letters and saves what is ticked; without it, all is there but that.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy(scripts=["'self'"]).decode(),
}

_PROBLEMS = {
    "out_of_range": mark("Please choose one of the answers."),
    "unknown_option": mark("Please choose one of the answers."),
    "repeated": mark("Please give one answer."),
    "too_long": mark("This is too long. Please shorten it."),
    "unknown_service": mark("Please choose a service from the list."),
    "nothing_to_answer": mark("Please write what the office should answer."),
}


@get("/", name="more", sync_to_thread=True)
def show(request: AnyRequest, code: FromPath[str], receipt: FromPath[str]) -> Response[str]:
    """Thank for the rating, and offer the optional rest."""
    context: Context = request.app.state.rating
    with reading(request.app.state.engine) as connection:
        given = given_by(connection, context, code, receipt)
        return _page(request, connection, given, saved="saved" in request.query_params)


# No cookie and no session ride on this form: the receipt in its address is all its authority.
@post("/", name="more_save")
async def save(request: AnyRequest, code: FromPath[str], receipt: FromPath[str]) -> Response[Any]:
    """Correct the mark, or keep what was added; then show the page again, by redirect."""
    context: Context = request.app.state.rating
    fields = await values_of(request)

    def store(connection: Connection) -> Response[Any] | bool:
        given = given_by(connection, context, code, receipt)
        if "overall" in fields:
            return _amend(request, connection, given, fields["overall"])
        return _add(request, connection, given, fields)

    stored = await context.writer.run(store)
    if isinstance(stored, Response):
        return stored
    if request.headers.get("prefer") == "return=minimal":
        return Response(None, status_code=204)
    saved = "?saved=1" if stored else ""
    return Redirect(language.link(f"/r/{code}/more/{receipt}{saved}"), status_code=303)


def _amend(
    request: AnyRequest, connection: Connection, given: Given, values: list[str]
) -> Response[str] | bool:
    if len(values) != 1 or values[0] not in ("1", "2", "3", "4", "5"):
        wrong = _PROBLEMS["out_of_range"]
        return _page(request, connection, given, problems={"overall": _(wrong)})
    additions.amend(connection, given, int(values[0]), days.now_ms())
    return False


def _add(
    request: AnyRequest, connection: Connection, given: Given, fields: dict[str, list[str]]
) -> Response[str] | bool:
    """Keep what the form adds; whether any of it was kept, or the page with what is wrong."""
    context: Context = request.app.state.rating
    answers = read_answers(context.register.definitions[given.said["survey_version_id"]], fields)
    service_id = _service(connection, context, given, answers, fields.get("service", []))
    wants = "answer" in fields
    if wants and not (answers.comment or given.comment or given.wrote):
        answers.problems["comment"] = "nothing_to_answer"
    if answers.problems:
        problems = {id_: _(_PROBLEMS[reason]) for id_, reason in answers.problems.items()}
        typed = {id_: values[-1] for id_, values in fields.items() if values}
        return _page(request, connection, given, problems=problems, typed=typed)
    settle_ms = context.settings.settle_seconds * 1000
    kept = additions.record(
        connection,
        given,
        answers.items,
        answers.comment,
        service_id,
        settle_ms,
        answers.extra,
    )
    if wants:
        open_case(connection, Beginning.of(given, additions.hash_of(_receipt(request))))
    return _tell_of_money(connection, context, given, fields) or kept or wants


def _tell_of_money(
    connection: Connection, context: Context, given: Given, fields: dict[str, list[str]]
) -> bool:
    """Keep what is said of extra money, for the inspector alone; False where nothing is said."""
    answer = MONEY_ANSWERS.get(fields.get("money", [""])[-1])
    if answer is None:
        return False
    said = given.said
    where = Where(said["unit_id"], given.service_id, said["day"])
    note = fields.get("money_note", [""])[-1]
    report_money(connection, context.settings.key("money")[0], given.key, where, answer, note)
    return True


def _service(
    connection: Connection, context: Context, given: Given, answers: Answers, values: list[str]
) -> int | None:
    chosen = values[-1] if values else ""
    if not chosen:
        return None
    found = [id_ for slug, id_, _group in _offers(connection, context, given) if slug == chosen]
    if not found:
        answers.problems["service"] = "unknown_service"
    return found[0] if found else None


def _offers(connection: Connection, context: Context, given: Given) -> list[tuple[str, int, int]]:
    level = LEVELS[context.register.kinds[given.said["unit_id"]]]
    return offered(connection, level, given.said["day"])


def _page(
    request: AnyRequest,
    connection: Connection,
    given: Given,
    *,
    saved: bool = False,
    problems: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    context: Context = request.app.state.rating
    register, said = context.register, given.said
    definition = register.definitions[said["survey_version_id"]]
    levels = list(enumerate(words_for(definition.levels, spoken()), start=1))
    overall = given.items.get("overall")
    slug = register.slug_of(said["unit_id"])
    return page(
        "rate/more.html",
        status=422 if problems else 200,
        headers=_HEADERS,
        demo=context.demo,
        office=register.unit_names.say(said["unit_id"], spoken()),
        place=register.place_names.say(said["touchpoint_id"], spoken()),
        action=language.link(request.scope["path"]),
        chosen=levels[overall - 1] if overall else None,
        settled=given.settled,
        saved=saved,
        levels=levels,
        not_applicable=words_for(definition.not_applicable, spoken()),
        questions=questions(definition, given),
        answers=as_typed(given) | (typed or {}),
        problems=problems or {},
        services=_choices(connection, context, given),
        service=(typed or {}).get("service", ""),
        contact=context.settings.box_key and language.link(f"{request.scope['path']}/contact"),
        unfinished=_unfinished(given),
        leave=language.link(f"/units/{slug}"),
        wanted="answer" in (typed or {}),
        **_answer_to(connection, given),
        **follow_up(context, _receipt(request)),
    )


def _answer_to(connection: Connection, given: Given) -> dict[str, Any]:
    """Whether an answer was asked for, until when one would be given, what was done for others."""
    return {
        "done": said_and_did(connection, given.said["unit_id"], 1),
        "asked": case_of_response(connection, given.key) is not None,
        "promise": clocks.promise(connection, days.office_day(days.now_ms())),
    }


def _receipt(request: AnyRequest) -> str:
    return codes.read_receipt(request.path_params["receipt"]) or ""


def _unfinished(given: Given) -> str:
    """Why nothing could be finished, in words; "" for a rating."""
    said = given.items.get("unfinished")
    return next((_(REASONS[name]) for name, value in UNFINISHED.items() if value == said), "")


def _choices(
    connection: Connection, context: Context, given: Given
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The services to pick from by group; none when the response has its service already."""
    if given.service_id is not None:
        return []
    names, groups = context.register.service_names, context.register.group_names
    choices: dict[int, list[tuple[str, str]]] = {}
    for slug, service_id, group_id in _offers(connection, context, given):
        choices.setdefault(group_id, []).append((slug, names.say(service_id, spoken())))
    return [(groups.say(group, spoken()), some) for group, some in choices.items()]


more_router = Router("/r/{code:str}/more/{receipt:str}", route_handlers=[show, save])
