"""What people type, made fit to be stored."""

import unicodedata

# Databases refuse a NUL, and half of a surrogate pair cannot be written as UTF-8.
_CONTROLS = {"Cc", "Cs"}
_UNSEEN = {"Cf", *_CONTROLS}


def is_blank(raw: str) -> bool:
    """Whether nothing can be seen of it: blanks, control characters, zero-width marks."""
    return all(c.isspace() or unicodedata.category(c) in _UNSEEN for c in raw)


def tidy(raw: str) -> str:
    """Return the text with letters composed (NFC), line ends as one character, ends trimmed.

    Other control characters become a blank where they part words, and go where they do not.
    """
    lines = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(_tidied, lines)).strip()


def _tidied(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _CONTROLS:
        return character
    return " " if character.isspace() else ""
