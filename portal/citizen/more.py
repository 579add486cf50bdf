"""After the tap: thanks, and whatever the citizen may want to add or correct."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from portal import language
from portal.citizen.visits import Context
from portal.pages import page
from surveys import additions, codes, days
from surveys.additions import Given, UnknownReceipt
from surveys.answers import COMMENT, Answers, read_answers
from surveys.database import reading
from surveys.definitions import Definition
from surveys.places import LEVELS
from surveys.questions import DOES_NOT_APPLY, NOT_APPLICABLE, Question
from surveys.services import offered
from surveys.words import words_for
from translations import gettext as _
from translations import mark, spoken

AnyRequest = Request[Any, Any, Any]

_PROBLEMS = {
    "out_of_range": mark("Please choose one of the answers."),
    "unknown_option": mark("Please choose one of the answers."),
    "repeated": mark("Please give one answer."),
    "too_long": mark("This is too long. Please shorten it."),
    "unknown_service": mark("Please choose a service from the list."),
}


@get("/", name="more", sync_to_thread=True)
def show(request: AnyRequest, code: FromPath[str], receipt: FromPath[str]) -> Response[str]:
    """Thank for the rating, and offer the optional rest."""
    context: Context = request.app.state.rating
    with reading(request.app.state.engine) as connection:
        given = _given(connection, context, code, receipt)
        return _page(request, connection, given, saved="saved" in request.query_params)


# No cookie and no session ride on this form: the receipt in its address is all its authority.
@post("/", name="more_save")
async def save(request: AnyRequest, code: FromPath[str], receipt: FromPath[str]) -> Response[Any]:
    """Correct the mark, or keep what was added; then show the page again, by redirect."""
    context: Context = request.app.state.rating
    form = await request.form()
    fields = {name: [str(value) for value in form.getall(name)] for name in form}

    def store(connection: Connection) -> Response[Any] | bool:
        given = _given(connection, context, code, receipt)
        if "overall" in fields:
            return _amend(request, connection, given, fields["overall"])
        return _add(request, connection, given, fields)

    stored = await context.writer.run(store)
    if isinstance(stored, Response):
        return stored
    saved = "?saved=1" if stored else ""
    return Redirect(language.link(f"/r/{code}/more/{receipt}{saved}"), status_code=303)


def _given(connection: Connection, context: Context, code: str, receipt: str) -> Given:
    place = context.register.places.get(codes.read_code(code) or "")
    known = codes.read_receipt(receipt)
    if place is None or known is None:
        raise UnknownReceipt
    given = additions.find(connection, known, days.now_ms())
    if given.said["touchpoint_id"] != place.id:
        raise UnknownReceipt
    return given


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
    if answers.problems:
        problems = {id_: _(_PROBLEMS[reason]) for id_, reason in answers.problems.items()}
        typed = {id_: values[-1] for id_, values in fields.items() if values}
        return _page(request, connection, given, problems=problems, typed=typed)
    settle_ms = context.settings.settle_seconds * 1000
    return additions.record(
        connection, given, answers.items, answers.comment, service_id, settle_ms
    )


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
        headers={"Cache-Control": "no-store"},
        demo=context.demo,
        office=register.unit_names.say(said["unit_id"], spoken()),
        place=register.place_names.say(said["touchpoint_id"], spoken()),
        action=language.link(request.scope["path"]),
        chosen=levels[overall - 1] if overall else None,
        settled=given.settled,
        saved=saved,
        levels=levels,
        not_applicable=words_for(definition.not_applicable, spoken()),
        questions=_questions(definition, given),
        answers=_as_typed(given) | (typed or {}),
        problems=problems or {},
        services=_choices(connection, context, given),
        service=(typed or {}).get("service", ""),
        receipt=None,
        leave=language.link(f"/units/{slug}"),
    )


def _questions(definition: Definition, given: Given) -> list[dict[str, Any]]:
    asked = [question for question in definition.questions if question.id != "overall"]
    return [_question(definition, question, given) for question in asked]


def _question(definition: Definition, question: Question, given: Given) -> dict[str, Any]:
    words, mark_ = words_for(question.words, spoken()), given.items.get(question.id)
    more = _("Your comment has arrived. You may add to it here.")
    return {
        "id": question.id,
        "widget": question.widget,
        "title": words.title,
        "hint": more if question.id == COMMENT and given.wrote else words.hint,
        "na": question.na,
        "limit": question.limit,
        "options": [(o.value, words_for(o.words, spoken())) for o in question.options],
        "counted": None if mark_ is None else _in_words(definition, question, mark_),
    }


def _in_words(definition: Definition, question: Question, value: int) -> str:
    """A settled answer as its question words it."""
    if question.options:
        words = {option.value: option.words for option in question.options}
        return words_for(words[value], spoken())
    if value == DOES_NOT_APPLY:
        return words_for(definition.not_applicable, spoken())
    return words_for(definition.levels, spoken())[value - 1]


def _as_typed(given: Given) -> dict[str, str]:
    """The answers that may still change, as the form sends them."""
    typed = {
        name: NOT_APPLICABLE if value == DOES_NOT_APPLY else str(value)
        for name, value in given.waiting.items()
    }
    return typed | ({COMMENT: given.comment} if given.comment else {})


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
