"""Writing an answer: a draft, hints for its reader, the gate, a second pair of eyes, away."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection, Row

from analytics.quality.casework import answers, files, gate, phrases
from analytics.quality.casework.finding import OPEN
from analytics.quality.casework.gate import Draft
from portal.staff.cases import wording
from portal.staff.cases.access import case_of
from portal.staff.cases.case import note_view, told_of
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.typed import tidy
from translations import gettext as _
from translations import languages, mark, own_name, spoken

SECOND = mark("A refusal leaves only after somebody else has read it. They find it here.")
FORMAL = mark("A formal complaint is handed over, never answered without a name.")
MEANWHILE = mark(
    "Somebody changed this draft, or the citizen wrote more, after you opened the page. What is "
    "stored now stands below; what you typed is still in the fields."
)

TOLD: dict[type[Exception], str] = {
    answers.ChangedMeanwhile: MEANWHILE,
    answers.NotHere: FORMAL,
    answers.NeedsSecond: SECOND,
}


@get("/cases/{number:str}/answer", name="case_answer", guards=[may("answer")], sync_to_thread=True)
def show_answer(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """The draft, or the beginning of one; ``?words=`` begins with a template."""
    note_view(request, number)
    return answer_page(request, number)


@post("/cases/{number:str}/answer", guards=[may("answer")], sync_to_thread=True)
def save_answer(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Keep the draft; with ``send`` let it leave, if the gate and the second eyes agree."""
    draft, leaves = _typed(request), bool(typed(request, "send"))
    try:
        revision = _save(request, number, draft)
        if leaves:
            _send(request, number, revision)
    except answers.NotReady as held:
        problems = {name: wording.reason(why, name) for name, why in held.problems.items()}
        return answer_page(request, number, draft, problems)
    except tuple(TOLD) as kept:
        return answer_page(request, number, draft, told=_(TOLD[type(kept)]))
    done = "" if leaves else "/answer?saved=1"
    return Redirect(f"/staff/cases/{number}{done}", status_code=303)


def _save(request: AnyRequest, number: str, draft: Draft) -> int:
    """Keep the draft, in a transaction of its own: the gate must not lose it. Its revision."""
    with writing(request.app.state.engine) as connection:
        case = case_of(request, connection, number, hold=True)
        revision = _keep(request, connection, case, draft, _number(typed(request, "revision")))
        record(connection, "answer drafted", principal_of(request).who, {"case": number})
    return revision


def _send(request: AnyRequest, number: str, revision: int) -> None:
    who, heard = principal_of(request), _number(typed(request, "heard"))
    with writing(request.app.state.engine) as connection:
        case = case_of(request, connection, number, hold=True)
        answers.send(connection, case, who.person, revision, heard, person=who.account.name)
        record(connection, "answer sent", who.who, {"case": number})


def _keep(
    request: AnyRequest, connection: Connection, case: Row[Any], draft: Draft, revision: int
) -> int:
    """Keep a draft that says something new; its revision then.

    Who only reads a draft and sends it has not written it.
    """
    stored = answers.draft_of(answers.answers(connection, case.id))
    if stored and stored.revision == revision and answers.draft_in(stored) == draft:
        return revision
    person = principal_of(request).person
    kept = answers.save_draft(connection, case, draft, person, revision)
    return int(kept.revision)


def _typed(request: AnyRequest) -> Draft:
    language = typed(request, "language")
    return Draft(
        language=language if language in languages() else "vi",
        found=tidy(typed(request, "found")),
        done=tidy(typed(request, "done")),
        done_on=_day(typed(request, "done_on")),
        whom_to_call=tidy(typed(request, "whom_to_call"))[: gate.LONGEST_CALL],
        refusal=bool(typed(request, "refusal")),
        public=bool(typed(request, "public")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def answer_page(
    request: AnyRequest,
    number: str,
    draft: Draft | None = None,
    problems: dict[str, str] | None = None,
    told: str = "",
) -> Response[Any]:
    """The page on which an answer is written: what was typed into it, else what is stored.

    ``told`` is what keeps it from being stored or sent.
    """
    register, name = register_of(request), principal_of(request).account.name
    with reading(request.app.state.engine) as connection:
        case = case_of(request, connection, number)
        row = answers.draft_of(answers.answers(connection, case.id))
        kept = _kept(connection, row, name)
        shown = draft or kept["stored"] or _begun(request, connection)
        about = told_of(connection, register, case)
        heard = answers.last_heard(connection, case.id)
        texts = phrases.list_phrases(connection, case.type)
    return staff_page(
        request,
        "staff/cases/answer.html",
        status=422 if problems or told else 200,
        crumbs=[(_("Case %(number)s", number=number), f"/staff/cases/{number}")],
        path=f"/staff/cases/{number}",
        works=case.state in OPEN,
        draft=shown,
        heard=heard,
        saved="saved" in request.query_params and not problems and not told,
        told=told,
        problems=problems or {},
        hints=[_hint(one) for one in gate.hard_to_read(shown.words)],
        hidden=gate.personal(shown.words) if problems else [],
        texts=texts,
        languages_offered=[(code, own_name(code)) for code in languages()],
        limit=gate.LONGEST,
        **kept | about,
    )


def _kept(connection: Connection, row: Row[Any] | None, name: str) -> dict[str, Any]:
    """What the page draws of the draft that is stored, if there is one."""
    attached = files.list_files(connection, row.id) if row else []
    return {
        "stored": answers.draft_in(row) if row else None,
        "stored_by": row.drafted_by if row else "",
        "revision": row.revision if row else 0,
        "second": bool(row and row.refusal and answers.same_person(row.drafted_by, name)),
        "files": attached,
        "room": len(attached) < files.MOST,
    }


def _begun(request: AnyRequest, connection: Connection) -> Draft:
    """An empty draft in the writer's language, with the words of a template if one was chosen."""
    chosen = request.query_params.get("words", "")
    found, done = phrases.find_phrase(connection, chosen, spoken())
    return Draft(spoken(), found, done, None, "")


def _hint(hard: gate.Hard) -> str:
    if hard.kind == "long":
        return _("%(words)s words in one sentence: “%(what)s”", words=hard.words, what=hard.what)
    if hard.kind == "abbreviation":
        return _("“%(what)s” is short for something. Write it out.", what=hard.what)
    return _(
        "“%(what)s” is office language. Say: %(instead)s", what=hard.what, instead=hard.instead
    )
