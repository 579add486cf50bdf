"""Bringing in files of responses in tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from surveys.database import reading
from surveys.responses import Pending
from surveys.transfer.files import Imported
from surveys.transfer.lines import Problem
from surveys.transfer.responses import import_responses

HEADER = "touchpoint,given_at,overall"
WHEN = "2023-05-12T09:30"


def bring_in(engine: Engine, file: Path, *lines: str | bytes, sep: str = "\n") -> Imported:
    """Import these lines, which are all good."""
    done, problems = try_in(engine, file, *lines, sep=sep)
    assert problems == []
    return done


def try_in(
    engine: Engine, file: Path, *lines: str | bytes, sep: str = "\n"
) -> tuple[Imported, list[Problem]]:
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    file.write_bytes(sep.encode().join(raw))
    problems: list[Problem] = []
    return import_responses(engine, file, problems.append), problems


def reasons(problems: Sequence[Problem]) -> list[tuple[int, str, str]]:
    return [problem[:3] for problem in problems]


def stored(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(Pending.__table__).order_by(Pending.id)))


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0
