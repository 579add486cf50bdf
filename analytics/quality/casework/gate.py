"""The gate before an answer: what is missing, what names somebody, and what is hard to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from surveys.masking import find
from surveys.masking.folding import tidy
from surveys.typed import is_blank

LONGEST: Final = 2000
LONGEST_CALL: Final = 300
SHORTEST: Final = 15

# Source: our own rule for citizens' pages; see the voice of the look. An answer of an office may be
# a little longer, but a sentence that does not fit on two lines of a phone is read twice.
LONG_SENTENCE: Final = 25
# Abbreviations that offices write to each other; whoever reads the answer may know none of them.
ABBREVIATION: Final = re.compile(r"(?<![\w.-])[A-ZĐ]{2,}(?:[-.][A-ZĐ]{2,})*(?![\w-])")
_END = re.compile(r"[.!?…;]+(?:\s|$)|\n+")
# These are read more easily short than long.
_KNOWN = {"TP", "CCCD", "VN", "OK"}
# Paper language: (what is written, what citizens say).
_STIFF = {
    "thủ tục hành chính": "giấy tờ, thủ tục",
    "công dân": "ông/bà",
    "theo quy định của pháp luật hiện hành": "theo luật (ghi rõ luật nào)",
    "thẩm quyền": "việc của cơ quan nào",
    "căn cứ": "theo",
    "nêu trên": "nhắc lại việc đó",
    "đề nghị": "mời, xin",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as it is written.

    Attributes:
        found, done: texts of at most ``LONGEST`` characters.
        done_on: the day on which it was done, or will be.
        whom_to_call: an office's number and whose it is; here a name and a number are meant to be.
        refusal: nothing could be done; somebody else has to look at it too.
        public: concerns many, and may stand on the unit's public page.
    """

    language: str
    found: str
    done: str
    done_on: date | None
    whom_to_call: str
    refusal: bool = False
    public: bool = False

    @property
    def words(self) -> str:
        """All that is written in it, but for whom to call."""
        return f"{self.found}\n{self.done}"


def missing(draft: Draft) -> dict[str, str]:
    """Why it may not leave, as a reason by field; empty when it may.

    Reasons: ``missing``, ``too_short``, ``too_long``, ``personal``.
    """
    problems = {}
    for name, text in (("found", draft.found), ("done", draft.done)):
        reason = _wrong(text)
        if reason:
            problems[name] = reason
    if draft.done_on is None:
        problems["done_on"] = "missing"
    if is_blank(draft.whom_to_call):
        problems["whom_to_call"] = "missing"
    elif len(draft.whom_to_call) > LONGEST_CALL:
        problems["whom_to_call"] = "too_long"
    return problems


def _wrong(text: str) -> str | None:
    if is_blank(text):
        return "missing"
    if len(text) > LONGEST:
        return "too_long"
    if personal(text):
        return "personal"
    return "too_short" if len(text.strip()) < SHORTEST else None


def personal(text: str) -> list[str]:
    """The stretches of a text that name or point at a person."""
    tidied = tidy(text)
    return [tidied[hit.start : hit.end] for hit in find(tidied)]


@dataclass(frozen=True, slots=True)
class Hard:
    """Something that is hard to read: ``kind`` is long, abbreviation or stiff.

    Attributes:
        what: the sentence's beginning, the abbreviation, or the words of paper.
        words: how many words the sentence has; 0 otherwise.
        instead: what to write in its place, where we know.
    """

    kind: str
    what: str
    words: int = 0
    instead: str = ""


def hard_to_read(text: str) -> list[Hard]:
    """What a citizen would read twice; hints, never a reason to hold an answer back."""
    return [*_long(text), *_short_forms(text), *_stiff(text)]


def _long(text: str) -> Iterator[Hard]:
    for sentence in filter(None, (part.strip() for part in _END.split(text))):
        count = len(sentence.split())
        if count > LONG_SENTENCE:
            yield Hard("long", " ".join(sentence.split()[:6]) + "…", count)


def _short_forms(text: str) -> Iterator[Hard]:
    for short in dict.fromkeys(ABBREVIATION.findall(text)):
        if short not in _KNOWN:
            yield Hard("abbreviation", short)


def _stiff(text: str) -> Iterator[Hard]:
    lower = text.lower()
    for words, instead in _STIFF.items():
        if words in lower:
            yield Hard("stiff", words, instead=instead)
