"""The words we know: what they say of an office, and of which theme.

The lists beside this file are read once; to teach a word, write it into its list:

* ``words/*.txt``: one line for phrases that say the same, ``VALUE THEMES ~TRUST | phrase, phrase``;
  an indented line goes on. VALUE is a polarity (-1..1); ``!`` and a polarity for what says nothing
  until it is denied ("không hướng dẫn"); ``=`` for what only names a theme; ``x`` for what says
  nothing and shields the words inside it. THEMES are apart by commas, or missing. TRUST is how far
  the phrase is believed when typed without diacritics, 0..1, 1 where it is missing.
* ``cues.tsv``: words that change what others say: negation, intensity, contrast, wish, question.
* ``spellings.tsv``: short forms typed on phones, and what they mean.

Source: written for this project; polarity on a scale of ±1 superlative, ±0.8 clear judgement,
±0.5 mild or a fact with consequences, ±0.3 a hint.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
THEMES = ("staff", "time", "online", "procedure", "access", "complaint", "result", "fee")
ENGLISH = "english"
_ROLES = {"=": "theme", "x": "shield", "!": "expected"}
_LINE = re.compile(
    r"(?P<value>\S+)(?: (?P<themes>[a-z,]+))?(?: ~(?P<trust>[\d.]+))? \| (?P<forms>.+)"
)
_TABLES = (
    "cues.tsv",
    "hunches.tsv",
    "languages.tsv",
    "settled.tsv",
    "spellings.tsv",
    "turns.tsv",
)


# "ban qua" is "bẩn quá" more often than not.
_CLEAR, _STRESSED = 0.5, 0.9


class Entry(NamedTuple):
    """What one phrase means.

    ``role`` is "opinion", "expected" (weighs only when denied), "theme", "shield" or one of
    ``cues.tsv``; ``trust`` is 0..1 where the phrase is typed without diacritics.
    """

    form: str
    role: str
    weight: float
    themes: tuple[str, ...]
    trust: float = 1.0


class Index(NamedTuple):
    """Entries by phrase, and for each first word the longest phrase it begins, in words."""

    entries: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]


def strip(text: str) -> str:
    """The text without diacritics: "đợi lâu" becomes "doi lau"."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def rows(table: str) -> Iterator[dict[str, str]]:
    """The lines of one table as mappings from its column names."""
    head, *lines = (HERE / table).read_text("utf-8").splitlines()
    columns = head.split("\t")
    for line in lines:
        yield dict(zip(columns, line.split("\t"), strict=True))


def lists() -> list[Path]:
    """The files of ``words``, the English one last: what both languages say is Vietnamese."""
    return sorted((HERE / "words").glob("*.txt"), key=lambda file: (file.stem == ENGLISH, file))


def entries_of(file: Path) -> Iterator[Entry]:
    """The phrases of one list, in order.

    Raises:
        ValueError: a line is not written as above.
    """
    for line in file.read_text("utf-8").replace("\n    ", " ").splitlines():
        if not (match := _LINE.fullmatch(line)):
            raise ValueError(f"{file.name}: {line}")
        value, themes = match["value"], tuple(filter(None, (match["themes"] or "").split(",")))
        role = _ROLES.get(value[0], "opinion")
        weight = 0.0 if role in ("theme", "shield") else float(value.removeprefix("!"))
        for form in match["forms"].split(", "):
            yield Entry(form, role, weight, themes, float(match["trust"] or 1))


@cache
def index(*, bare: bool) -> Index:
    """Every phrase we know.

    Args:
        bare: for comments typed without diacritics. Entries are then found by their stripped
            form, weigh less where that form is ambiguous, and are left out at trust 0.
    """
    if not bare:
        return make_index(_all_entries())
    trusted = [
        entry._replace(form=strip(entry.form), weight=entry.weight * _share(entry))
        for entry in _all_entries()
        if entry.trust
    ]
    known = {entry.form for entry in trusted}
    return make_index([*trusted, *(one for one in _stressed() if one.form not in known)])


def _stressed() -> Iterator[Entry]:
    """Words that say nothing bare, with what makes them plain again: "ban" no, "ban qua" yes."""
    frequent = {row["word"] for row in rows("languages.tsv")}
    for entry in _all_entries():
        plain = entry.role == "opinion" and abs(entry.weight) >= _CLEAR
        if plain and not entry.trust and " " not in entry.form:
            form = strip(entry.form)
            if form in frequent:
                continue
            for stressed in (f"{form} qua", f"{form} lam"):
                yield entry._replace(form=stressed, weight=entry.weight * _STRESSED)


def make_index(known: Iterable[Entry]) -> Index:
    """An index of entries; several may have one form."""
    entries: dict[str, tuple[Entry, ...]] = {}
    longest: dict[str, int] = {}
    for entry in known:
        entries[entry.form] = (*entries.get(entry.form, ()), entry)
        first, size = entry.form.split(" ", 1)[0], entry.form.count(" ") + 1
        longest[first] = max(longest.get(first, 0), size)
    return Index(entries, longest)


def _share(entry: Entry) -> float:
    return entry.trust if entry.role in ("opinion", "expected") else 1.0


@cache
def _all_entries() -> tuple[Entry, ...]:
    return (*(entry for file in lists() for entry in entries_of(file)), *cues())


@cache
def cues() -> tuple[Entry, ...]:
    """The words that change what others say."""
    return tuple(
        Entry(row["form"], row["role"], float(row["weight"] or 0), (), float(row["bare"]))
        for row in rows("cues.tsv")
    )


@cache
def spellings() -> dict[str, str]:
    """What a short form means, by the form as typed in small letters."""
    return {row["written"]: row["meant"] for row in rows("spellings.tsv")}


@cache
def fingerprint() -> str:
    """Eight hex digits that change whenever a list or a table changes."""
    files = [*lists(), *(HERE / table for table in _TABLES)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]
