"""Reading a CSV file line by line: any size, and every line that cannot be read has a number.

UTF-8 with or without a byte order mark, commas or semicolons, a header in any order.
"""

import csv
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from surveys.transfer.formulas import unguard
from surveys.transfer.lines import Problem, shown

# Of one record, in bytes: many times the longest answers, little enough to be read again.
LONGEST = 65_536
_BOM = "\ufeff"


class BadHeader(ValueError):
    """A first line that does not say what the columns are; ``problems`` names each mistake."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


class Record(NamedTuple):
    """One line of the table, which may run over several lines of the file; where it begins.

    ``problems`` says why it cannot be read; then ``cells`` is empty.
    """

    line: int
    cells: list[str]
    problems: list[Problem]


class _TooLong(Exception):
    """A line or record longer than ``LONGEST``."""


class _Line(NamedTuple):
    number: int
    text: str
    size: int
    flaw: str | None


class _Lines:
    """The lines of a file as text; those of a broken record can be put back.

    ``taken`` are the lines handed out since ``begin``.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ahead: deque[_Line] = deque()
        self._number = 0
        self.digest = hashlib.sha256()
        self.taken: list[_Line] = []
        self._size = 0

    def begin(self) -> None:
        self.taken, self._size = [], 0

    def put_back_all_but_first(self) -> None:
        self._ahead.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        self.taken.append(line)
        self._size += line.size
        if self._size > LONGEST:
            raise _TooLong
        return line.text

    def _read(self) -> _Line:
        raw = self._file.readline(LONGEST + 1)
        if not raw:
            raise StopIteration
        self.digest.update(raw)
        self._number += 1
        if len(raw) > LONGEST:
            self._skip_rest(raw)
            return _Line(self._number, "", len(raw), None)
        flaw = "nul" if b"\0" in raw else None
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text, flaw = raw.decode(errors="replace"), "not_utf8"
        if self._number == 1:
            text = text.removeprefix(_BOM)
        return _Line(self._number, text, len(raw), flaw)

    def _skip_rest(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._file.readline(LONGEST)
            self.digest.update(raw)


class Sheet:
    """A CSV file whose header has been read.

    Args:
        file: open for reading bytes, at its beginning; must stay open.
        columns: the columns that may be there, by name in small letters, each with the name
            under which ``cells`` gives it.
        required: those of the latter that must be there.

    Raises:
        BadHeader: a column is missing, unknown or there twice, or the line cannot be read.
    """

    def __init__(self, file: BinaryIO, columns: Mapping[str, str], required: set[str]) -> None:
        self._file = file
        self._lines = _Lines(file)
        names = [name.strip().lower() for name in self._header()]
        self.names = [columns.get(name, name) for name in names]
        # What the file itself calls a column.
        self.written = dict(zip(self.names, names, strict=True))
        self._unnamed = [place for place, name in enumerate(names) if not name]
        problems = list(_header_problems(self.names, set(columns.values()), required))
        if problems:
            raise BadHeader(problems)

    def _header(self) -> list[str]:
        try:
            text = next(self._lines, "")
        except _TooLong:
            raise BadHeader([Problem(1, "", "too_long")]) from None
        if flaws := self._flaws():
            raise BadHeader(flaws)
        # The separator shows in the header, whose names contain neither.
        self._separator = ";" if text.count(";") > text.count(",") else ","
        try:
            return next(self._reader([text]), [])
        except csv.Error:
            raise BadHeader([Problem(1, "", "quotes")]) from None

    def _reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._separator, strict=True)

    @property
    def digest(self) -> str:
        """SHA-256 of what has been read, in hexadecimal."""
        return self._lines.digest.hexdigest()

    @property
    def position(self) -> int:
        """How many bytes of the file have been taken."""
        return self._file.tell()

    def cells(self, record: Record) -> dict[str, str]:
        """A record's cells by column, guarding apostrophes taken off."""
        return {
            name: unguard(cell) for name, cell in zip(self.names, record.cells, strict=True) if name
        }

    def __iter__(self) -> Iterator[Record]:
        """Every record after the header; lines with nothing in them are passed over."""
        reader = self._reader(self._lines)
        while True:
            self._lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _TooLong):
                yield self._broken()
                continue
            if cells or self._flaws():
                yield self._judged(self._lines.taken[0].number, cells)

    def _broken(self) -> Record:
        """Blame the line where the record began, and look at each of its others by itself.

        A quotation mark that is never closed would otherwise swallow the rest of the file.
        """
        first = self._lines.taken[0]
        self._lines.put_back_all_but_first()
        reason = "too_long" if first.size > LONGEST else "quotes"
        return Record(first.number, [], self._flaws() or [Problem(first.number, "", reason)])

    def _judged(self, number: int, cells: list[str]) -> Record:
        if flaws := self._flaws():
            return Record(number, [], flaws)
        if len(cells) != len(self.names):
            counted = f"{len(cells)} ≠ {len(self.names)}"
            return Record(number, [], [Problem(number, "", "ragged", counted)])
        for place in self._unnamed:
            if cells[place].strip():
                return Record(number, [], [Problem(number, "", "unnamed", shown(cells[place]))])
        return Record(number, cells, [])

    def _flaws(self) -> list[Problem]:
        return [Problem(line.number, "", line.flaw) for line in self._lines.taken if line.flaw]


def _header_problems(names: list[str], known: set[str], required: set[str]) -> Iterator[Problem]:
    for name in sorted(required - set(names)):
        yield Problem(1, name, "missing_column")
    for place, name in enumerate(names):
        if name and name not in known:
            yield Problem(1, shown(name), "unknown_column")
        elif name and name in names[:place]:
            yield Problem(1, name, "repeated_column")
