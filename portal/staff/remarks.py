"""Comments as pages of staff show them, and the line in the log that someone read them."""

from dataclasses import dataclass
from datetime import date

from analytics.text import NEGATIVE, POSITIVE
from analytics.text.shown import Found, Shown
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


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment; texts come ready to be read.

    Attributes:
        unit: "" where the page is of one unit only.
        mark: in the words of the survey.
        mood: praise, blame, or "" where the reader of comments is not sure.
    """

    id: int
    day: date
    unit: str
    service: str
    mark: str
    text: str
    mood: str
    themes: list[str]


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
        mark=levels[one.mark - 1] if one.mark else _("Could not finish"),
        text=one.text,
        mood=_mood(one.polarity),
        themes=[_(THEME_NAMES[theme]) for theme in one.themes if theme in THEME_NAMES],
    )


def _mood(polarity: float | None) -> str:
    if polarity is None or NEGATIVE < polarity < POSITIVE:
        return ""
    return "praise" if polarity > 0 else "blame"


def note_reading(request: AnyRequest, slug: str, found: Found) -> None:
    """Write into the staff log who is about to read which comments; nothing where there is none."""
    if not found.comments:
        return
    what = {"unit": slug, "comments": [one.id for one in found.comments]}
    with writing(request.app.state.engine) as connection:
        record(connection, "comments viewed", principal_of(request).who, what)
