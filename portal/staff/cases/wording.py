"""What is said of cases: their types, states, steps and the reasons why something is refused."""

from datetime import date, datetime

from analytics.quality.casework.finding import View
from surveys import days
from translations import day, mark, ngettext
from translations import gettext as _

TYPE_NAMES = {
    "suggestion": mark("Rating or suggestion"),
    "petition": mark("Petition on a procedure"),
    "complaint": mark("Formal complaint"),
}
STATE_NAMES = {
    "new": mark("new"),
    "in_work": mark("in work"),
    "asked": mark("the citizen was asked"),
    "handed_over": mark("handed over"),
    "answered": mark("answered"),
    "closed": mark("closed"),
    "reopened": mark("opened once more"),
}
SEVERITY_NAMES = {
    "low": mark("Low"),
    "middle": mark("Middle"),
    "high": mark("High"),
}
VIEW_NAMES: dict[View, str] = {
    "new": mark("New"),
    "soon": mark("Due soon"),
    "overdue": mark("Overdue"),
    "work": mark("All open"),
    "waiting": mark("Waiting for the citizen"),
    "closed": mark("Closed"),
}
EMPTY_VIEWS: dict[View, str] = {
    "new": mark("Nothing new. A case begins when a citizen asks for an answer, or from a comment."),
    "soon": mark("Nothing is due within two working days."),
    "overdue": mark("Nothing is overdue."),
    "work": mark("No case is open. One begins when a citizen asks for an answer."),
    "waiting": mark("No citizen owes a detail or a word on the answer."),
    "closed": mark("No case was closed yet."),
}
STEP_NAMES = {
    "transfer": mark("Take it up, refuse it or hand it on"),
    "ask": mark("Ask the citizen for more, if need be"),
    "answer": mark("Answer"),
    "answer_complex": mark("Answer (difficult case)"),
    "publish": mark("Publish the answer"),
}
ACT_NAMES = {
    "opened": mark("Opened"),
    "triaged": mark("Taken up"),
    "handed_over": mark("Handed over"),
    "asked": mark("The citizen was asked"),
    "answered": mark("Answered"),
    "published": mark("Put on the public page"),
    "unpublished": mark("Taken off the public page"),
    "reopened": mark("Opened once more"),
    "contact": mark("The contact was read"),
    "closed": mark("Closed"),
}
REASONS = {
    "missing": mark("Please fill this in."),
    "too_short": mark("A citizen learns nothing from so few words."),
    "too_long": mark("This is too long. Please shorten it."),
    "personal": mark("This names or points at a person. Please write it without."),
    "empty": mark("Choose a file first."),
    "too_large": mark("A file may have 2 MB at most."),
    "too_many": mark("Three files are enough. Take one off first."),
    "unknown_kind": mark("Only PDF, PNG and JPEG can be sent along."),
}


# What is missing, field by field, so that a list of it says something.
MISSING = {
    "found": mark("Please write what you found."),
    "done": mark("Please write what was done."),
    "done_on": mark("Please give the day."),
    "whom_to_call": mark("Please write whom to call."),
    "owner_name": mark("Please write who answers for it."),
    "owner_position": mark("Please write the position."),
}


def reason(code: str, field: str = "") -> str:
    """Why something is not taken, by a code of ``REASONS``."""
    words = MISSING.get(field) if code == "missing" else None
    return _(words or REASONS[code])


def length(days_: int, unit: str) -> str:
    """The length of a clock."""
    if unit == "working_day":
        return ngettext("%(num)s working day", "%(num)s working days", days_)
    return ngettext("%(num)s day", "%(num)s days", days_)


def due(last: date | None) -> str:
    """A last day, and how far it is."""
    if last is None:
        return ""
    left = (last - days.office_day(days.now_ms())).days
    if left < 0:
        late = ngettext("%(num)s day late", "%(num)s days late", -left)
        return _("due %(day)s, %(late)s", day=day(last), late=late)
    if left == 0:
        return _("due today")
    ahead = ngettext("in %(num)s day", "in %(num)s days", left)
    return _("due %(day)s, %(ahead)s", day=day(last), ahead=ahead)


def on(at: datetime | None) -> str:
    """The office day of a moment, as people write it."""
    return day(days.office_day(days.to_ms(at))) if at else ""
