"""What may be done with a record in which state, and what has to be known before.

Source: ISO 9001:2015, 10.2.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

from surveys.folding import fold
from translations import mark

State = Literal["new", "in_work", "waiting", "closed", "reopened"]
Act = Literal["contain", "plan", "done", "none", "close", "reopen", "assign"]
Verdict = Literal["better", "not_shown", "worse", "too_little"]

STATES: Final[dict[str, str]] = {
    "new": mark("New"),
    "in_work": mark("In work"),
    "waiting": mark("Waiting for its effect"),
    "closed": mark("Closed"),
    "reopened": mark("Reopened"),
}
OPEN: Final = ("new", "in_work", "waiting", "reopened")

ALLOWED: Final[dict[str, frozenset[Act]]] = {
    "new": frozenset({"contain", "plan", "none", "assign"}),
    "in_work": frozenset({"contain", "plan", "done", "none", "assign"}),
    "reopened": frozenset({"contain", "plan", "done", "none", "assign"}),
    "waiting": frozenset({"close", "reopen", "assign"}),
    "closed": frozenset({"reopen"}),
}

SOURCES: Final[dict[str, str]] = {
    "signal": mark("Signal of a chart"),
    "comment": mark("Comment of a citizen"),
    "case": mark("Petition or complaint"),
    "audit": mark("Audit finding"),
    "assessment": mark("Gap of a self-assessment"),
    "decision": mark("Decision of a management review"),
}
SEVERITIES: Final[dict[str, str]] = {
    "minor": mark("Minor"),
    "major": mark("Major"),
    "critical": mark("Critical"),
}
CAUSES: Final[dict[str, str]] = {
    "people": mark("People: number, skills, attitude"),
    "procedure": mark("Procedure: steps, papers, time limits"),
    "information": mark("Information: signs, guidance, forms"),
    "equipment": mark("Equipment and software"),
    "place": mark("Place: counters, seats, access"),
    "partners": mark("Other offices and providers"),
    "law": mark("Rules that the office cannot change"),
}
"""The groups of a cause-and-effect diagram. Source: Ishikawa 1968, fitted to a one-stop shop."""


class NotNow(ValueError):
    """The act does not fit the state of the record; carries the act and the state."""


class Refused(ValueError):
    """What was entered cannot be taken; carries a msgid for each field, all of them at once.

    Attributes:
        problems: by the name of the field.
        values: what fills the msgids in, for all of them.
    """

    def __init__(self, problems: dict[str, str], **values: object) -> None:
        super().__init__(problems)
        self.problems, self.values = problems, values


def must_allow(state: str, act: Act) -> None:
    """Refuse an act that does not fit the state.

    Raises:
        NotNow: it does not.
    """
    if act not in ALLOWED[state]:
        raise NotNow(act, state)


OWN_ACTION = mark("A second person closes: you own this action or reported it as done.")
NOT_CHECKED = mark("The effect has not been checked yet.")
GOT_WORSE = mark("The figure got worse. Reopen the record and look for another cause.")
WHY_CLOSE = mark("The effect was not shown. Say why the record may be closed all the same.")


def may_close(
    closer: str, others: Collection[str | None], verdict: str | None, *, remark: str, acted: bool
) -> None:
    """Whether this person may close a record that waits.

    Args:
        closer: "name, position".
        others: who owns the action, who reported it as done or proposed to do nothing.
        verdict: of the last check that was computed; too little to tell is not a verdict yet.
        acted: whether there was an action, whose effect has to be known.

    Raises:
        Refused: with the reason under ``remark``.

    Source: ISO 9001:2015, 10.2.1 d; that a second person closes is a rule of the house.
    """
    if name_of(closer) in {name_of(other) for other in others if other}:
        raise Refused({"remark": OWN_ACTION})
    if not acted:
        return
    if verdict in (None, "too_little"):
        raise Refused({"remark": NOT_CHECKED})
    if verdict == "worse":
        raise Refused({"remark": GOT_WORSE})
    if verdict != "better" and not remark:
        raise Refused({"remark": WHY_CLOSE})


def name_of(person: str) -> str:
    """The name in "name, position", as names are compared."""
    return fold(person.partition(",")[0]).strip()
