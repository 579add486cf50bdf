"""The words we know: what they say of an office, and of which theme.

The tables beside this file are read once; to teach a word, add a line to its table:

* ``lexicon.tsv``: a phrase, its polarity (-1..1; empty: names a theme only; ``x``: says nothing
  and shields the words inside it), its themes, and how far it is trusted when typed without
  diacritics (0..1).
* ``cues.tsv``: words that change what others say: negation, intensity, contrast, wish, question.
* ``spellings.tsv``: short forms typed on phones, and what they mean.

Source: written for this project; polarity on a scale of ±1 superlative, ±0.8 clear judgement,
±0.5 mild or a fact with consequences, ±0.3 a hint.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
THEMES = ("staff", "time", "online", "procedure", "access", "complaint", "result", "fee")
_ROLES = {"": "theme", "x": "shield"}
_TABLES = ("lexicon.tsv", "cues.tsv", "spellings.tsv", "languages.tsv")


class Entry(NamedTuple):
    """What one phrase means. ``role`` is "opinion", "theme", "shield" or one of ``cues.tsv``."""

    form: str
    role: str
    weight: float
    themes: tuple[str, ...]


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


@cache
def index(*, bare: bool) -> Index:
    """Every phrase we know.

    Args:
        bare: for comments typed without diacritics. Entries are then found by their stripped
            form, weigh less where that form is ambiguous, and are left out at weight 0.
    """
    entries: dict[str, tuple[Entry, ...]] = {}
    for entry, trust in _all_entries():
        form = strip(entry.form) if bare else entry.form
        kept = entry._replace(weight=entry.weight * trust) if _scaled(entry, bare) else entry
        if trust or not bare:
            entries[form] = (*entries.get(form, ()), kept)
    longest: dict[str, int] = {}
    for form in entries:
        words = form.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Index(entries, longest)


def _scaled(entry: Entry, bare: bool) -> bool:
    return bare and entry.role == "opinion"


def _all_entries() -> Iterator[tuple[Entry, float]]:
    for row in rows("lexicon.tsv"):
        role = _ROLES.get(row["polarity"], "opinion")
        weight = float(row["polarity"]) if role == "opinion" else 0.0
        yield Entry(row["form"], role, weight, tuple(row["themes"].split())), float(row["bare"])
    for row in rows("cues.tsv"):
        yield Entry(row["form"], row["role"], float(row["weight"] or 0), ()), float(row["bare"])


@cache
def english() -> dict[str, float]:
    """Polarity of the English service words, which TextBlob's own lexicon lacks."""
    return {
        row["form"]: float(row["polarity"])
        for row in rows("lexicon.tsv")
        if row["language"] == "en" and row["polarity"] not in _ROLES
    }


@cache
def spellings() -> dict[str, str]:
    """What a short form means, by the form as typed in small letters."""
    return {row["written"]: row["meant"] for row in rows("spellings.tsv")}


@cache
def fingerprint() -> str:
    """Eight hex digits that change whenever a table changes."""
    tables = b"".join((HERE / table).read_bytes() for table in _TABLES)
    return hashlib.sha256(tables).hexdigest()[:8]
