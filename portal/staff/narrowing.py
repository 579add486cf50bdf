"""Which comments an address asks for, besides whose and when: by theme, kind, look and words."""

from collections.abc import Mapping
from typing import Final

from analytics.text import KINDS
from analytics.text.lexicon import THEMES
from analytics.text.wanted import LOOKS, Wanted
from portal.staff.filters import Options
from portal.staff.remarks import KIND_NAMES, THEME_NAMES
from translations import gettext as _
from translations import mark

LOOK_NAMES: Final = {
    "review": mark("Worth a second look"),
    "differs": mark("Mark and words differ"),
    "corrected": mark("Corrected by staff"),
    "quoted": mark("Chosen for reports"),
}
NO_WORDS: Final = mark("Nothing was searched for: type letters or digits.")
# Longer than anybody searches for; what is beyond is not looked at.
_LONGEST = 80


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """Read an address; what is missing or makes no sense narrows nothing."""
    theme, kind, look = (query.get(name, "") for name in ("theme", "kind", "look"))
    return Wanted(
        theme if theme in THEMES else None,
        kind if kind in KINDS else None,
        next((one for one in LOOKS if one == look), None),
        query.get("words", "").strip()[:_LONGEST],
    )


def told(wanted: Wanted) -> dict[str, str]:
    """The same as parts of an address."""
    return {
        "theme": wanted.theme or "",
        "kind": wanted.kind or "",
        "look": wanted.look or "",
        "words": wanted.words,
    }


def choices() -> dict[str, Options]:
    """What can be chosen, by field."""
    return {
        "theme": [("", _("All themes")), *named(THEME_NAMES)],
        "kind": [("", _("All kinds")), *named(KIND_NAMES)],
        "look": [("", _("All comments")), *named(LOOK_NAMES)],
    }


def named(names: Mapping[str, str]) -> Options:
    """Values with their names in the reader's language."""
    return [(value, _(words)) for value, words in names.items()]


def problems_of(wanted: Wanted) -> dict[str, str]:
    """What is wrong with the words that were typed, a msgid by field."""
    return {"words": NO_WORDS} if wanted.words and not wanted.terms else {}


def sentence(wanted: Wanted) -> str:
    """What narrows, for the line that the filters close into; "" where nothing does."""
    parts = []
    if wanted.theme:
        parts.append(_(THEME_NAMES[wanted.theme]))
    if wanted.kind:
        parts.append(_(KIND_NAMES[wanted.kind]))
    if wanted.look:
        parts.append(_(LOOK_NAMES[wanted.look]))
    if wanted.terms:
        parts.append(_("“%(words)s”", words=wanted.words))
    return ", ".join(parts) + "." if parts else ""
