"""One plain way to write a comment: NFC, nothing invisible, one sign for each digit."""

import re
import unicodedata

BLANK = "\0"
_KEPT = "\n\t"
# Private, surrogate, control and format characters: they show nothing, reorder what is
# shown (bidi controls) or cannot be stored as UTF-8 (lone surrogates).
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_DOTS = "。·•∙․‧"


class _Tidy(dict[int, int | None]):
    """For ``str.translate``: drops what is invisible, learnt character by character."""

    def __missing__(self, code: int) -> int | None:
        sign = chr(code)
        hidden = unicodedata.category(sign) in _INVISIBLE or sign in _FILLERS
        self[code] = None if hidden and sign not in _KEPT else code
        return self[code]


class _Fold(dict[int, int]):
    """For ``str.translate``: one character for one, so that positions stay the same."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(_plain(chr(code)))
        return self[code]


def _plain(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(sign)
    if kind == "Zs":
        return " "
    if kind == "Pd" or sign == "−":
        return "-"
    if sign in _DOTS:
        return "."
    same = unicodedata.normalize("NFKC", sign)
    return same if len(same) == 1 and same.isascii() else sign


_tidy, _fold = _Tidy(), _Fold()
# NFC sorts the marks upon one letter in quadratic time; no language needs this many.
_PILE = re.compile(r"[^\w\s\x00-\x7f]{17,}+")
# Keycaps (1️⃣), struck-out and otherwise decorated digits.
_DECORATION = re.compile(r"(?<=\d)[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]++")


def tidy(text: str) -> str:
    """The text in NFC, line ends as ``\\n``, without invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_tidy)
    return _DECORATION.sub("", unicodedata.normalize("NFC", _PILE.sub(_flat, text)))


def _flat(pile: re.Match[str]) -> str:
    return "".join(sign for sign in pile[0] if not unicodedata.combining(sign))


def fold(text: str) -> str:
    """The text as the patterns read it: ASCII digits, dashes, dots and spaces.

    Returns:
        A text of the same length; each character stands where it stood.
    """
    return text.translate(_fold)
