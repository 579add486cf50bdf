"""Responses as a table whose columns are those that an import takes."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import BinaryIO

from sqlalchemy import Connection

from surveys import days
from surveys.questions import Value
from surveys.register import Register
from surveys.responses import CHANNEL_NAMES, ITEMS
from surveys.transfer import catalogue
from surveys.transfer.answers import COMMENT, NotAsked, find_question, write_answer
from surveys.transfer.catalogue import Catalogue
from surveys.transfer.folding import Standing, Wanted, any_simulated, count, standing
from surveys.transfer.formats import FORMATS, Cell, Table

OVERALL = "overall"
# Progress is told every so many responses.
_OFTEN = 1000


def export_responses(
    connection: Connection,
    register: Register,
    wanted: Wanted,
    format_: str,
    out: BinaryIO,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Write every wanted response that counts, each once, as it stands with its additions.

    Brought into another database with the same register, it gives the same figures. Where any of
    them is simulated, a column says of each whether it is.

    Args:
        connection: one snapshot (``reading``); the register is of the same database.
        format_: one of ``FORMATS``.
        out: open for writing bytes; stays open.
        progress: told now and then how many are written, and of about how many.
    """
    labelled = any_simulated(connection, wanted)
    words = _Words(register, catalogue.load(connection), labelled=labelled)
    of = count(connection, wanted)

    def rows() -> Iterator[list[Cell]]:
        for done, response in enumerate(standing(connection, wanted)):
            if done % _OFTEN == 0:
                progress(done, of)
            if _says_something(response):
                yield words.row(response)
        progress(of, of)

    FORMATS[format_](Table(words.columns, rows()), out)


def _says_something(response: Standing) -> bool:
    # Where the only answer was a comment that has been erased, nothing is left to bring in.
    return bool(response.items or response.extra or response.comment)


class _Words:
    """What ids are called in files."""

    def __init__(self, register: Register, names: Catalogue, *, labelled: bool) -> None:
        self._labelled = labelled
        self._codes = {place.id: place.code for place in register.places.values()}
        self._services = {service_id: slug for slug, service_id in names.slugs.items()}
        # Of a version's two names the one with its number.
        self._versions = {id_: name for name, id_ in names.versions.items() if "@" in name}
        self._definitions = names.definitions
        asked = [*ITEMS, *names.question_ids]
        self._others = [id_ for id_ in dict.fromkeys(asked) if id_ not in (OVERALL, COMMENT)]
        self._written = lru_cache(4096)(self._write)

    @property
    def columns(self) -> list[str]:
        plain = ["key", "touchpoint", "service", "given_at", "channel", "locale", "survey"]
        label = ["simulated"] if self._labelled else []
        return [*plain, *label, OVERALL, COMMENT, *(f"q.{id_}" for id_ in self._others)]

    def row(self, response: Standing) -> list[Cell]:
        said, version = response.said, response.said.survey_version_id
        answers = response.extra | response.items
        return [
            said.key,
            self._codes[said.touchpoint_id],
            self._services.get(response.service_id or 0),
            _moment(said.given_ms),
            CHANNEL_NAMES[said.channel],
            said.locale,
            self._versions[version],
            *([int(said.simulated)] if self._labelled else []),
            response.items.get(OVERALL),
            response.comment,
            *(self._cell(version, id_, answers.get(id_)) for id_ in self._others),
        ]

    def _cell(self, version: int, question_id: str, value: Value | None) -> Cell:
        return self._written(version, question_id, value) if isinstance(value, int) else value

    def _write(self, version: int, question_id: str, value: int) -> Cell:
        try:
            text = write_answer(find_question(self._definitions[version], question_id), value)
        except NotAsked:
            return value
        return value if text == str(value) else text


def _moment(ms: int) -> str:
    """ISO 8601 on the office's clock, with its offset; parts of a second only where there are."""
    return days.office_time(ms).isoformat(timespec="milliseconds" if ms % 1000 else "seconds")
