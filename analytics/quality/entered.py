"""What staff write into records, fit to be stored and printed."""

from typing import Final
from urllib.parse import urlsplit

from surveys.masking import find, mask
from surveys.masking.folding import tidy
from surveys.masking.names import NAME
from translations import mark

LONGEST_NAME: Final = 120
TOO_LONG = mark("At most 120 characters.")
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


def is_link(text: str) -> bool:
    """Whether a page may lead there: the web, or a page of this portal."""
    if text.startswith("/"):
        return not text.startswith("//")
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.netloc)
