"""What staff write into records, fit to be stored and printed."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from surveys.masking import find, mask
from surveys.masking.folding import tidy
from surveys.masking.names import NAME
from translations import mark

_PARTS: Final = re.compile("[/?&=_#;,]+")

LONGEST_NAME: Final = 120
LONGEST: Final = 2000
"""Of whatever is written into a record, in characters. Rule of the house."""

_LONGEST_LINK: Final = 500
TOO_LONG = mark("At most 120 characters.")
OVERLONG = mark("At most 2,000 characters.")
BAD_LINK = mark("A link begins with https:// or with / for a page of this portal.")
PERSONAL_LINK = mark("This link holds personal data. Give the file another name, or leave it out.")
NO_NUMBERS = mark("Only the name and the position: this is printed and sent.")


def entered(text: str) -> str:
    """The words without control characters, personal data covered as in a comment."""
    return mask(text).strip()


def misnamed(name: str, position: str) -> dict[str, str]:
    """What is wrong with an owner as far as one was typed, by field; empty is not wrong here."""
    said = {"owner_name": name, "owner_position": position}
    personal = {field: NO_NUMBERS for field, words in said.items() if _is_personal(words)}
    return personal | {f: TOO_LONG for f, words in said.items() if len(words) > LONGEST_NAME}


def _is_personal(owner: str) -> bool:
    """Whether more than a name stands in it."""
    return any(found.kind != NAME for found in find(tidy(owner)))


def overlong(**said: str) -> dict[str, str]:
    """What is wrong with texts that nobody would read to their end, by field."""
    return {name: OVERLONG for name, words in said.items() if len(tidy(words)) > LONGEST}


def wrong_link(text: str) -> str | None:
    """What is wrong with a link of evidence; "" is none and not wrong.

    It is refused, not masked: a link of which a part is covered leads nowhere.
    """
    if not text:
        return None
    if not _is_link(text) or len(text) > _LONGEST_LINK:
        return BAD_LINK
    address = urlsplit(text)
    words = _PARTS.sub(" ", unquote(f"{address.netloc} {address.path}?{address.query}"))
    # Words are joined by hyphens, and some numbers hold one.
    found = find(tidy(words)) or find(tidy(words.replace("-", " ")))
    return PERSONAL_LINK if found else None


def file_name(text: str) -> str:
    """The name of a file, personal data covered, whatever parts its words."""
    for words in (text.replace("_", " "), re.sub("[-_]", " ", text)):
        covered = mask(words)
        if covered != words:
            return covered
    return text


def _is_link(text: str) -> bool:
    """Whether a page may lead there: the web, or a page of this portal."""
    if text.startswith("/"):
        return not text.startswith("//")
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.netloc)
