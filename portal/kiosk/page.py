"""The page of the tablet: every screen in every language at once, for it has to stand without us.

Each screen lies in a ``<template>``. The script draws from them, so that whoever comes next meets a
fresh copy, and nothing of the person before.
"""

import hashlib
from functools import cache
from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath

import templates
import translations
from portal.citizen.choices import COULD_NOT_FINISH, RATING, REASONS
from portal.headers import policy
from portal.pages import STATIC, asset, page, render
from portal.posters import codes as drawing
from portal.posters.waves import waves
from surveys import codes
from surveys.definitions import Definition
from surveys.questions import Question
from surveys.register import Place, Register
from surveys.words import words_for
from translations import gettext as _
from translations import speak

AnyRequest = Request[Any, Any, Any]

_FILES = ("kiosk.css", "kiosk-queue.js", "kiosk.js")
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": policy(scripts=["'self'"], workers=["'self'"]).decode(),
}
_WORKER = {"Cache-Control": "no-cache", "Content-Type": "text/javascript; charset=utf-8"}


@get("/{code:str}", name="kiosk", sync_to_thread=True)
def show(request: AnyRequest, code: FromPath[str]) -> Response[str]:
    """The page; to anybody who has not paired it, it says what it is and where to rate."""
    context = request.app.state.rating
    register: Register = context.register
    place = register.find_place(codes.read_code(code) or code)
    address = f"{context.settings.base_url}/r/{place.code}"
    definition = register.definitions[place.survey_version_id]
    return page(
        "kiosk/page.html",
        status=410 if place.state == "retired" else 200,
        headers=_HEADERS,
        demo=context.demo,
        place=place,
        office=register.unit_names.say(place.unit_id, translations.spoken()),
        counter=register.place_names.say(place.id, translations.spoken()),
        address=address,
        qr=drawing.draw(address),
        version=version_of(register, place),
        survey=f"{definition.survey}@{definition.version}",
        first=context.settings.locale,
        screens=[
            (code, _screens(register, place, definition, code, demo=context.demo))
            for code in translations.languages()
        ],
    )


@get("/sw.js", name="kiosk_worker", sync_to_thread=True)
def worker() -> Response[bytes]:
    """The script that keeps the page on the device; its address bounds what it may look after."""
    return Response(
        (STATIC / "kiosk-sw.js").read_bytes(), headers=_WORKER, media_type=MediaType.TEXT
    )


def version_of(register: Register, place: Place) -> str:
    """What the page is made of: our files, and the words of the office, the counter, the survey."""
    said = [repr(register.definitions[place.survey_version_id]), place.state]
    for language in translations.languages():
        said.append(register.unit_names.say(place.unit_id, language))
        said.append(register.place_names.say(place.id, language))
    return f"{_drawn_from()}-{hashlib.sha256(repr(said).encode()).hexdigest()[:6]}"


@cache
def _drawn_from() -> str:
    made = "".join(asset(file) for file in _FILES) + _source()
    return hashlib.sha256(made.encode()).hexdigest()[:8]


def _source() -> str:
    folder = templates.HERE / "kiosk"
    return "".join(file.read_text("utf-8") for file in sorted(folder.glob("*.html")))


def _screens(
    register: Register, place: Place, definition: Definition, language: str, *, demo: bool
) -> str:
    """All screens of one language, as templates."""
    with speak(language):
        return render(
            "kiosk/_screens.html",
            demo=demo,
            own=language,
            names=[(code, translations.own_name(code)) for code in translations.languages()],
            office=register.unit_names.say(place.unit_id, language),
            counter=register.place_names.say(place.id, language),
            sea=waves(210, 24, pitch=2.6),
            question=words_for(definition.find("overall").words, language).title,
            levels=list(zip(RATING.values, words_for(definition.levels, language), strict=True)),
            unfinished=[
                (COULD_NOT_FINISH.values[name], _(words)) for name, words in REASONS.items()
            ],
            after=[_asked(question, language) for question in _follow_ups(definition)],
        )


def _follow_ups(definition: Definition) -> list[Question]:
    """What may follow a mark on one screen, of which the first that follows it is asked."""
    return [q for q in definition.questions if q.after_marks and q.widget == "several"]


def _asked(question: Question, language: str) -> dict[str, Any]:
    words = words_for(question.words, language)
    return {
        "id": question.id,
        "marks": " ".join(map(str, question.after_marks)),
        "title": words.title,
        "hint": words.hint,
        "options": [(o.value, words_for(o.words, language)) for o in question.options],
    }


page_router = Router("/kiosk", route_handlers=[show, worker])
