"""Text folded for searching, so that how a name was typed does not matter."""

import unicodedata

# Letters with a stroke are letters of their own to Unicode: nothing takes the stroke off. The
# Icelandic ð is what some keyboards send for đ; the two look alike as capitals.
_STROKES = str.maketrans("đð", "dd")
_MARK, _UNSEEN = "Mn", "Cf"


def fold(text: str) -> str:
    """Return the text in lower case, without diacritics, words apart by one space.

    What people type differently becomes equal: ``Thủy``, ``Thuỷ`` and ``thuy``; composed and
    decomposed letters; full-width forms; hyphens, commas and line ends. Marks that nobody sees
    are dropped. Folding what is folded changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_STROKES)
    seen = (_seen(character) for character in unicodedata.normalize("NFKD", plain))
    return " ".join("".join(seen).split())


def _seen(character: str) -> str:
    if unicodedata.category(character) in (_MARK, _UNSEEN):
        return ""
    return character if character.isalnum() else " "
