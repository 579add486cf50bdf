"""Steps, owners and delays in words."""

from __future__ import annotations

from typing import Any

from analytics.quality.actions.lists import LACKS, Overdue
from analytics.quality.actions.states import STATES
from portal.staff.actions.effects import VERDICTS
from surveys.days import office_day, to_ms
from translations import day, mark, ngettext
from translations import gettext as _

ACTS = {
    "opened": mark("Opened"),
    "contained": mark("Containment and cause kept"),
    "planned": mark("Action planned, its check fixed"),
    "done": mark("Action reported as done"),
    "none": mark("No action proposed"),
    "checked": mark("Effect checked"),
    "postponed": mark("Too few answers: the check moved"),
    "closed": mark("Closed by a second person"),
    "reopened": mark("Reopened"),
    "reassigned": mark("Handed to another owner"),
    "moved": mark("Moved to the unit that follows"),
}
# By whom a step is that nobody took.
_ITSELF = mark("the portal")


# How far something overdue has gone, by ``Overdue.level``.
LEVEL_WORDS = {
    1: mark("This is the owner's to settle."),
    2: mark("It has reached the leader of the unit."),
    3: mark("It has reached the unit above."),
}


def owner_of(row: Any) -> str:
    """The name and the position of the owner, "" where there is none."""
    return ", ".join(filter(None, (row.owner_name, row.owner_position)))


def late_words(late: Overdue) -> str:
    """How late a record is, and with what."""
    days = ngettext("%(num)s working day late", "%(num)s working days late", late.late)
    return _("%(days)s: %(lacks)s", days=days, lacks=_(LACKS[late.lacks]))


def step_of(step: Any) -> dict[str, str]:
    """A step of the history: day, words, by whom, what changed, and the note."""
    change = ""
    if step.was and step.became:
        change = f"{_name(step.was)} → {_name(step.became)}"
    elif step.act == "checked" and step.became:
        change = _name(step.became)
    return {
        "day": day(office_day(to_ms(step.at))),
        "act": _(ACTS.get(step.act, step.act)),
        "by": _(_ITSELF) if step.by == "portal" else step.by,
        "change": change if step.act not in ("opened", "contained", "done", "closed") else "",
        "note": step.note or "",
    }


def _name(value: str) -> str:
    known = STATES | VERDICTS
    return _(known[value]) if value in known else value
