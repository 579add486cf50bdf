"""A file that is brought in: known by its hash, judged whole, every bad line told."""

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, Literal

from sqlalchemy import Engine, select

from surveys.database import reading
from surveys.responses import Import
from surveys.transfer.alone import alone
from surveys.transfer.lines import BadLine, Problem
from surveys.transfer.reading import BadHeader, Record, Sheet
from surveys.transfer.staging import clear

Step = Literal["waiting", "checking", "storing"]
# Told the step, how much of it is done, and how much there is: bytes checked, rows stored.
Progress = Callable[[Step, int, int], None]
Complain = Callable[[Problem], None]
# Progress is told every so many lines.
_OFTEN = 1000


class FileChanged(RuntimeError):
    """The file was written to while it was read; nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended; with problems, or ``before``, nothing was stored.

    Attributes:
        stored: lines that are new.
        known: lines whose key, or whose value, was there already.
        replaced: volumes that had another value before.
        problems: how many there are; each was told.
        before: when this very file was brought in earlier.
    """

    stored: int = 0
    known: int = 0
    replaced: int = 0
    problems: int = 0
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file on its way in; ``before`` as in ``Imported``."""

    file: BinaryIO
    name: str
    size: int
    digest: str
    before: datetime | None


def silent(_step: Step, _done: int, _all: int) -> None:
    """Show no progress."""


@contextmanager
def source(engine: Engine, path: str | Path, progress: Progress) -> Generator[Source]:
    """Open a file while nothing else is brought in; what killed imports left is cleared away.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file, alone(engine, lambda: progress("waiting", 0, 0)):
        clear(engine)
        digest = file_digest(file, "sha256").hexdigest()
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        with reading(engine) as connection:
            known = select(Import.closed_at).where(Import.digest == digest)
            before = connection.scalar(known)
        yield Source(file, Path(path).name, size, digest, before)


def judge(
    source: Source,
    columns: Mapping[str, str],
    required: set[str],
    take: Callable[[int, dict[str, str]], None],
    complain: Complain,
    progress: Progress,
) -> int:
    """Read every line of a file; how many problems were told.

    Args:
        columns, required: as ``Sheet`` has them.
        take: called with each line's number and cells; raises ``BadLine``.

    Raises:
        FileChanged: it is not the file any more that was opened.
    """
    try:
        sheet = Sheet(source.file, columns, required)
    except BadHeader as bad:
        return _told(bad.problems, complain)
    problems = 0
    for count, record in enumerate(sheet):
        problems += _told(record.problems or _taken(sheet, record, take), complain)
        if count % _OFTEN == 0:
            progress("checking", sheet.position, source.size)
    progress("checking", source.size, source.size)
    if sheet.digest != source.digest:
        raise FileChanged(source.name)
    return problems


def _taken(
    sheet: Sheet, record: Record, take: Callable[[int, dict[str, str]], None]
) -> Sequence[Problem]:
    """What is wrong with a line that can be read."""
    try:
        take(record.line, sheet.cells(record))
    except BadLine as bad:
        return [
            Problem(record.line, sheet.written.get(column, column), reason, value)
            for column, reason, value in bad.wrongs
        ]
    return ()


def _told(problems: Sequence[Problem], complain: Complain) -> int:
    for problem in problems:
        complain(problem)
    return len(problems)
