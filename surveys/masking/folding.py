"""One plain way to write a comment: NFC, nothing invisible, one sign for each digit."""

import re
import unicodedata

BLANK = "\0"
# What joins emoji into one picture (👨‍👩‍👧).
JOINER = "\u200d"
_KEPT = f"\n\t{JOINER}"
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
# Signs that are pictures, or become part of one. Source: Unicode Technical Standard 51, ED-1.
_EMOJI = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_VARIANT = "[\ufe00-\ufe0f]"
# Within emoji a joiner and a sign of variant are kept (group 1), anywhere else they hide something.
_LOOSE = re.compile(
    rf"({_EMOJI}{_VARIANT}?+(?:{JOINER}{_EMOJI}{_VARIANT}?+)*+)|[{JOINER}\ufe00-\ufe0f]"
)
# NFC sorts the marks upon one letter in quadratic time; no language needs this many.
_PILE = re.compile(r"[^\w\s\x00-\x7f]{17,}+")
# Keycaps (1️⃣), struck-out and otherwise decorated digits.
_DECORATION = re.compile(r"(?<=\d)[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]++")


def tidy(text: str) -> str:
    """The text in NFC, line ends as ``\\n``, without invisible characters outside emoji."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_tidy)
    text = _LOOSE.sub(r"\1", text)
    return _DECORATION.sub("", unicodedata.normalize("NFC", _PILE.sub(_flat, text)))


def _flat(pile: re.Match[str]) -> str:
    return "".join(sign for sign in pile[0] if not unicodedata.combining(sign))


def fold(text: str) -> str:
    """The text as the patterns read it: ASCII digits, dashes, dots and spaces.

    Returns:
        A text of the same length; each character stands where it stood.
    """
    return text.translate(_fold)
