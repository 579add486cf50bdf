"""Fitting words into a width: SVG neither breaks lines nor knows how wide a text is."""

import unicodedata

# Widths of letters in em, of Noto Sans Bold; regular text is narrower.
# Source: the font's advance widths, in steps.
_WIDTHS = {
    0.3: " .,:;'ijlI-|!()",
    0.46: "ftrs/?JcEFLz",
    0.6: "aekvxyzSTYZ0123456789",
    0.86: "wMWmOQNƯƠ",
}
_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER, _CAPITAL = 0.66, 0.76
_REGULAR = 0.95
# By how much a block of lines is narrowed at a time until it is even.
_TIGHTER = 0.96


def width_of(text: str, size: float, *, bold: bool = True) -> float:
    """About how wide a line is, in the unit of its size; never less than it is."""
    letters = [c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)]
    em = sum(_OF.get(c, _CAPITAL if c.isupper() else _OTHER) for c in letters)
    return em * size * (1 if bold else _REGULAR)


def fitted(text: str, size: float, width: float, *, bold: bool = True) -> float:
    """The size at which a line fits a width; at most the one wished for."""
    needed = width_of(text, size, bold=bold)
    return size if needed <= width else round(size * width / needed, 2)


def wrapped(text: str, size: float, width: float, *, bold: bool = True) -> list[str]:
    """A text in as few lines as fit a width, of about equal length."""
    lines = _broken(text, size, width, bold)
    narrower = width
    while lines and (narrower := narrower * _TIGHTER) > 0:
        tried = _broken(text, size, narrower, bold)
        too_wide = any(width_of(line, size, bold=bold) > narrower for line in tried)
        if len(tried) > len(lines) or too_wide:
            break
        lines = tried
    return lines


def _broken(text: str, size: float, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
