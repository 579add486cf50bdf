"""Personal data in a comment: found and covered before anything is stored.

A kind of personal data is one row in ``kinds.py``; names of people are in ``names.py``.
To add a kind, write its row there, in its place in the order, and a case in the tests.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from surveys.masking.folding import BLANK, JOINER, fold, tidy
from surveys.masking.kinds import HARMLESS, KINDS
from surveys.masking.names import NAME, names

LIMIT = 500
# Longer than any number or name we know, so that one which begins before the
# limit and ends behind it is still recognised.
_MARGIN = 200
_MASK = re.compile(r"\[[A-Z_]{2,9}\]")


class Found(NamedTuple):
    """One stretch of personal data: where it stands in the tidied text, and its kind."""

    start: int
    end: int
    kind: str


def mask(text: str) -> str:
    """Cover personal data with the name of its kind in brackets, such as ``[SDT]``.

    Not found, so that people still have to look before a comment is published: numbers
    written in words, names without a title before them, names in small letters or without
    diacritics ("anh nguyen van a"), letters of other scripts that only look Latin.
    Places named after people stay.

    Returns:
        The text in NFC, without control characters, personal data covered.

    Source: Law 91/2025/QH15 on personal data protection, de-identified data.
    """
    text = tidy(text)
    return _cover(text, find(text))


def clean(text: str, limit: int = LIMIT) -> str:
    """Make a comment fit to be stored: tidied, at most ``limit`` characters, masked.

    What straddles the limit is masked whole, so no half of a number is left behind.

    Args:
        limit: in characters, of what is read and of what is returned.
    """
    text = tidy(text[: 8 * (limit + _MARGIN)]).strip()[: limit + _MARGIN]
    begun = [found for found in find(text) if found.start < limit]
    end = max([limit, *(found.end for found in begun)])
    return _shorten(_cover(text[:end], begun), limit).rstrip(JOINER).rstrip()


def find(text: str) -> list[Found]:
    """Personal data in a text that ``tidy`` has returned, in order, never overlapping."""
    view = fold(text)
    found: list[Found] = []
    for kind in KINDS:
        hits = [_hidden(match, kind.name) for match in kind.pattern.finditer(view)]
        view = _blanked(view, hits)
        found += (hit for hit in hits if hit.kind != HARMLESS)
    found += (Found(start, end, NAME) for start, end in names(view))
    return sorted(found)


def _hidden(match: re.Match[str], kind: str) -> Found:
    # The group is there but empty-handed when another branch of the pattern matched.
    start, end = match.span("data") if match.re.groupindex.get("data") else match.span()
    return Found(start, end, kind) if start >= 0 else Found(*match.span(), kind)


def _blanked(view: str, hits: list[Found]) -> str:
    """The view with the hits overwritten: of the same length, and nothing matches twice."""
    return _replaced(view, hits, lambda hit: BLANK * (hit.end - hit.start))


def _cover(text: str, found: list[Found]) -> str:
    return _replaced(text, found, lambda hit: f"[{hit.kind}]")


def _replaced(text: str, hits: list[Found], sign: Callable[[Found], str]) -> str:
    parts: list[str] = []
    done = 0
    for hit in hits:
        parts += text[done : hit.start], sign(hit)
        done = hit.end
    return "".join(parts) + text[done:]


def _shorten(masked: str, limit: int) -> str:
    """The first characters, ending before a mask rather than within one."""
    if len(masked) <= limit:
        return masked
    opened = masked.rfind("[", 0, limit)
    cut_mask = opened >= 0 and _MASK.match(masked, opened) and masked.find("]", opened) >= limit
    return masked[:opened] if cut_mask else masked[:limit]
