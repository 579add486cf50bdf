"""Judging one line of a file of responses: what it says, or all that is wrong with it."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

import msgspec

from surveys import codes, days
from surveys.questions import BadAnswer, Value
from surveys.register import Place, Register, UnknownService, UnknownTouchpoint
from surveys.responses import CHANNELS, ITEMS
from surveys.transfer.answers import COMMENT, FACTS, NotAsked, find_question, read_answer
from surveys.transfer.catalogue import Catalogue, UnknownVersion
from surveys.transfer.lines import BadLine, CellReader, Flaw, Wrong, present
from surveys.typed import is_blank

REQUIRED = {"touchpoint", "given_at"}
_PLAIN = ("key", "touchpoint", "service", "given_at", "channel", "locale", "survey", "simulated")
_FLAGS = {"": False, "0": False, "no": False, "false": False, "1": True, "yes": True, "true": True}
_DEFAULT_LANGUAGE, _DEFAULT_CHANNEL = "vi", "paper"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_LANGUAGE, _LONGEST_KEY = 12, 128
# Answers of so few characters are marks and numbers.
_SHORT = 4


class Answered(msgspec.Struct, array_like=True, frozen=True):
    """What a line says, as ``pending`` holds it; ``key`` is "" where the line gives none.

    ``items`` are in the order of ``responses.ITEMS``; texts are masked; what was made up for a
    demonstration is ``simulated``.
    """

    key: str
    touchpoint_id: int
    unit_id: int
    path_id: int
    service_id: int | None
    survey_version_id: int
    channel: int
    locale: str
    given_ms: int
    day: date
    items: list[int | None]
    extra: dict[str, Value] | None
    comment: str | None
    simulated: bool


def columns_of(catalogue: Catalogue) -> dict[str, str]:
    """Every column that a file may have, and under which name ``Checker`` takes its cells."""
    asked = {*catalogue.question_ids, *FACTS, *ITEMS, COMMENT}
    return (
        {name: name for name in _PLAIN}
        | {"submitted_at": "given_at"}
        | {f"q.{question}": f"q.{question}" for question in asked}
        | {name: f"q.{name}" for name in ("overall", COMMENT)}
    )


class Checker:
    """Judges lines against one state of the register; nothing may be later than ``now_ms``."""

    def __init__(self, register: Register, catalogue: Catalogue, now_ms: int) -> None:
        self._register = register
        self._catalogue = catalogue
        self._now_ms = now_ms
        # A file says the same few codes and marks over and over.
        self._known_place = lru_cache(4096)(self._place)
        self._known_answer = lru_cache(4096)(self._answer)

    def check(self, cells: Mapping[str, str]) -> Answered:
        """What a line says.

        Args:
            cells: text by the names that ``columns_of`` gives; what is missing is blank.

        Raises:
            BadLine: all that is wrong with it.
        """
        line = CellReader(cells)
        key = line.read("key", _key)
        place = line.read("touchpoint", self._known_place)
        given_ms = line.read("given_at", self._moment)
        channel = line.read("channel", _channel)
        locale = line.read("locale", _language)
        version = line.read("survey", lambda text: self._version(text, place))
        service = line.read("service", lambda text: self._service(text, place, given_ms))
        simulated = line.read("simulated", _flag)
        answers = self._answers(line, version)
        judged = (key, place, given_ms, channel, locale, version)
        if line.wrongs or place is None or given_ms is None or None in judged:
            raise BadLine(line.wrongs)
        spot = self._register.locate(place, given_ms)
        comment = answers.pop(COMMENT, None)
        return Answered(
            key=key or "",
            touchpoint_id=place.id,
            unit_id=spot.unit_id,
            path_id=spot.path_id,
            service_id=service,
            survey_version_id=version or 0,
            channel=channel or 0,
            locale=locale or "",
            given_ms=given_ms,
            day=spot.day,
            items=[answers.pop(name, None) for name in ITEMS],
            extra=answers or None,
            comment=comment,
            simulated=bool(simulated),
        )

    def _place(self, text: str) -> Place:
        code = codes.read_code(present(text))
        if code is None:
            raise Flaw("bad_code")
        try:
            return self._register.find_place(code)
        except UnknownTouchpoint:
            raise Flaw("unknown_touchpoint") from None

    def _moment(self, text: str) -> int:
        given_ms = days.read_moment(present(text))
        if given_ms is None:
            raise Flaw("bad_time")
        if given_ms > self._now_ms:
            raise Flaw("future")
        return given_ms

    def _version(self, text: str, place: Place | None) -> int | None:
        if not text:
            return place.survey_version_id if place else None
        try:
            return self._catalogue.find_version(text)
        except UnknownVersion:
            raise Flaw("unknown_version") from None

    def _service(self, text: str, place: Place | None, given_ms: int | None) -> int | None:
        if not text or given_ms is None:
            return place.service_id if place else None
        try:
            return self._catalogue.find_service(text, days.office_day(given_ms))
        except UnknownService:
            raise Flaw("unknown_service") from None

    def _answers(self, line: CellReader, version: int | None) -> dict[str, Any]:
        if version is None:
            return {}
        answers: dict[str, Any] = {}
        before = len(line.wrongs)
        for column, text in line.cells.items():
            if text and column.startswith("q."):
                read = self._known_answer if len(text) <= _SHORT else self._answer
                value = line.read(column, partial(read, version, column[2:]))
                if value is not None:
                    answers[column[2:]] = value
        if not answers and len(line.wrongs) == before:
            line.wrongs.append(Wrong("", "no_answer"))
        return answers

    def _answer(self, version: int, question_id: str, raw: str) -> Value | None:
        try:
            question = find_question(self._catalogue.definitions[version], question_id)
            return read_answer(question, raw)
        except NotAsked:
            if is_blank(raw):
                return None
            raise Flaw("not_asked") from None
        except BadAnswer as bad:
            # A text that is too long may hold what nobody should read.
            raise Flaw(bad.reason, "" if bad.reason == "too_long" else None) from None


def _key(text: str) -> str:
    if len(text) > _LONGEST_KEY or not text.isprintable():
        raise Flaw("bad_key")
    return text


def _channel(text: str) -> int:
    try:
        return CHANNELS[text.lower() or _DEFAULT_CHANNEL]
    except KeyError:
        raise Flaw("unknown_channel") from None


def _flag(text: str) -> bool:
    try:
        return _FLAGS[text.lower()]
    except KeyError:
        raise Flaw("bad_flag") from None


def _language(text: str) -> str:
    if not text:
        return _DEFAULT_LANGUAGE
    if len(text) > _LONGEST_LANGUAGE or not _LANGUAGE.fullmatch(text):
        raise Flaw("bad_language")
    return text
