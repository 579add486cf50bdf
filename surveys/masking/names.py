"""Names of people: capitalised words after a title, unless a place or an office.

Kinship titles (ông, chị ...) lead a name of one word or more; titles of office (cán bộ ...)
only a full one that begins with a family name, because "cán bộ Địa chính" is no person.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from surveys.masking.letters import UPPER, WORD

HERE = Path(__file__).parent
NAME = "HO_TEN"


def _listed(role: str) -> list[str]:
    """The words of one role in names.tsv, longest first."""
    lines = (HERE / "names.tsv").read_text("utf-8").splitlines()
    words = [word for kind, word in (line.split("\t") for line in lines) if kind == role]
    return sorted(words, key=len, reverse=True)


def _any_of(role: str) -> str:
    return f"(?i:{'|'.join(map(re.escape, _listed(role)))})"


# "phố Bà Triệu", "tiếng Anh", "trẻ em": no titles.
_NO_TITLE = "".join(f"(?<!(?i:{word}) )" for word in _listed("no title"))
_WORD = rf"[{UPPER}][{WORD}]*+"
_TITLED = re.compile(
    rf"(?<![{WORD}\d]){_NO_TITLE}(?:{_any_of('kin')}|(?P<office>{_any_of('office')}))"
    rf"[ :,]{{1,3}}(?P<name>{_WORD}(?: {{1,2}}{_WORD}){{0,4}})"
)
_EACH = re.compile(_WORD)
_PAIR = re.compile(rf"[{WORD}]++ {{1,2}}[{WORD}]++")

# Words that no name contains; pairs of words that begin an office or a sentence, though
# the first alone may be a name ("Trung tâm"); family names; places that read like people.
_NO_NAMES = frozenset(_listed("no name"))
_PAIRS = frozenset(_listed("no pair"))
_FAMILIES = frozenset(_listed("family"))
_PLACES = frozenset(_listed("place"))


def names(view: str) -> Iterator[tuple[int, int]]:
    """Where the names of people stand, titles not included.

    Args:
        view: folded text in which other personal data is blanked already.
    """
    for match in _TITLED.finditer(view):
        end = _end(match)
        if end is not None:
            yield match.start("name"), end


def _end(match: re.Match[str]) -> int | None:
    """Where the name ends: before a word that no name contains; None: no name at all."""
    words = list(takewhile(lambda word: _cased(word[0]) not in _NO_NAMES, _words(match)))
    if not words or _begins_a_pair(match):
        return None
    if not _is_name([word[0] for word in words], bool(match["office"])):
        return None
    return words[-1].end()


def _words(match: re.Match[str]) -> Iterator[re.Match[str]]:
    return _EACH.finditer(match.string, *match.span("name"))


def _begins_a_pair(match: re.Match[str]) -> bool:
    pair = _PAIR.match(match.string, match.start("name"))
    return pair is not None and " ".join(pair[0].lower().split()) in _PAIRS


def _is_name(words: list[str], after_office: bool) -> bool:
    family = _cased(words[0]) in _FAMILIES
    if after_office:
        return family and len(words) > 1 and " ".join(map(_cased, words)) not in _PLACES
    # In a comment of capitals every word looks like a name: only a family name decides.
    return family or len(words[0]) == 1 or not words[0].isupper()


def _cased(word: str) -> str:
    return word[0] + word[1:].lower()
