"""Comments as pages of staff show them, and the line in the log that someone read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analytics.text import verdict
from analytics.text.highlights import highlighted
from analytics.text.shown import Found, Shown
from portal.staff.asked import today
from portal.staff.drawings import name_of_service
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of
from surveys.database import writing
from surveys.register import Register
from surveys.words import words_for
from translations import gettext as _
from translations import mark, spoken

THEME_NAMES = {
    "staff": mark("Staff"),
    "time": mark("Waiting and deadlines"),
    "online": mark("Online service"),
    "procedure": mark("Procedure"),
    "access": mark("Place and information"),
    "complaint": mark("Complaints"),
    "result": mark("Result"),
    "fee": mark("Fees"),
}


KIND_NAMES = {
    "praise": mark("Praise"),
    "complaint": mark("Criticism"),
    "mixed": mark("Praise and criticism"),
    "suggestion": mark("Suggestion"),
    "question": mark("Question"),
    "none": mark("Neither, or not sure"),
}

# How a verdict is drawn: with a solid line, a dashed one, or none.
_MOODS = {"positive": "praise", "negative": "blame"}


class Chip(NamedTuple):
    """A word on a comment; ``mood`` praise, blame or ""."""

    words: str
    mood: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment; texts come ready to be read.

    Attributes:
        unit: "" where the page is of one unit only.
        mark: in the words of the survey; "" where the comment led to a case, whose writer may have
            left a contact, and while its day runs: nobody is to see one person's mark.
        case: the number of that case, or "".
        parts: the text with what drove the verdict marked, (text, mood) each.
        kind: as ``KIND_NAMES`` has it, "" where it was not read yet; ``chip`` names it, None where
            there is nothing to say.
        theme_codes: as ``THEME_NAMES`` has them.
    """

    id: int
    day: date
    unit: str
    service: str
    mark: str
    text: str
    parts: list[Chip]
    kind: str
    chip: Chip | None
    themes: list[Chip]
    theme_codes: tuple[str, ...]
    differs: bool
    corrected: bool
    quoted: bool
    case: str


def remarks(found: Found, register: Register, *, several: bool) -> list[Remark]:
    """The comments, in their order.

    Args:
        several: whether they may be of several units, which each then names.
    """
    return [_remark(one, register, several) for one in found.comments]


def _remark(one: Shown, register: Register, several: bool) -> Remark:
    levels = words_for(register.definitions[one.survey_version_id].levels, spoken())
    return Remark(
        id=one.id,
        day=one.day,
        unit=register.unit_names.say(one.unit_id, spoken()) if several else "",
        service=name_of_service(register, one.service_id),
        mark="" if one.case or one.day >= today() else _words(one, levels),
        text=one.text,
        parts=[Chip(t, _MOODS.get(said, "")) for t, said in highlighted(one.text, one.words)],
        kind=one.kind or "",
        chip=_chip(one),
        themes=[_theme(one, theme) for theme in one.themes if theme in THEME_NAMES],
        theme_codes=one.themes,
        differs=one.differs and not one.case,
        corrected=one.corrected,
        quoted=one.quoted,
        case=one.case or "",
    )


def _words(one: Shown, levels: Sequence[str]) -> str:
    return levels[one.mark - 1] if one.mark else _("Could not finish")


def _chip(one: Shown) -> Chip | None:
    if one.kind is None or one.kind == "none":
        return None
    mood = _MOODS.get(verdict(one.polarity), "") if one.kind in ("praise", "complaint") else ""
    return Chip(_(KIND_NAMES[one.kind]), mood)


def _theme(one: Shown, theme: str) -> Chip:
    return Chip(_(THEME_NAMES[theme]), _MOODS.get(verdict(one.leanings.get(theme)), ""))


def note_reading(request: AnyRequest, slug: str, found: Found) -> None:
    """Write into the staff log who is about to read which comments; nothing where there is none."""
    if not found.comments:
        return
    what = {"unit": slug, "comments": [one.id for one in found.comments]}
    with writing(request.app.state.engine) as connection:
        record(connection, "comments viewed", principal_of(request).who, what)
