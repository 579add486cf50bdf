"""The five phases of the programme, and the tasks that every unit has in them.

The phases are those of the pilot of 2023; how they divide its six months, and the tasks, are ours.
Source: TCVN ISO 18091:2020 with clauses 4 to 10 of TCVN ISO 9001:2015.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from translations import mark


class Phase(NamedTuple):
    """A phase: its name, a msgid, and its tasks in their order, msgids by template."""

    name: str
    tasks: dict[str, str]


PHASES: Final[tuple[Phase, ...]] = (
    Phase(
        mark("Prepare and survey"),
        {
            "scope": mark("Write down context, interested parties and scope (clause 4)"),
            "register": mark("Enter the unit, its services, counters and their volumes"),
            "posters": mark("Hang the posters at every counter"),
            "baseline": mark("Survey citizens before anything changes"),
        },
    ),
    Phase(
        mark("Train"),
        {
            "training": mark("Train leaders and staff in the standard and in this portal"),
            "awareness": mark("Tell all staff what quality is here, and their part in it"),
        },
    ),
    Phase(
        mark("Assess oneself"),
        {
            "assessment": mark("Assess the 39 indicators of Annex A with evidence"),
            "verification": mark("Have the assessment verified by somebody from outside"),
            "gaps": mark("Turn each gap into an action, or say why not"),
        },
    ),
    Phase(
        mark("Approve and act"),
        {
            "approval": mark("Approve the action programme"),
            "objectives": mark("Set quality objectives with target, owner and date"),
            "acting": mark("Carry out the actions, looked at every week"),
            "answers": mark("Answer what citizens said"),
        },
    ),
    Phase(
        mark("Report and maintain"),
        {
            "effects": mark("Check the effect of each action"),
            "review": mark("Hold the management review"),
            "telling": mark("Tell citizens what was done"),
            "keeping": mark("Decide how it is kept up, by whom, how often"),
        },
    ),
)

WAVES: Final[dict[str, str]] = {
    "pilot-2023": mark("The pilot, March to August 2023"),
    "city": mark("All wards and communes of the city"),
}

DATES: Final[dict[str, tuple[date, ...]]] = {
    "pilot-2023": tuple(date(2023, month, 1) for month in (3, 4, 5, 6, 8, 9)),
    "city": (*(date(2027, month, 1) for month in (1, 3, 5, 7, 11)), date(2028, 1, 1)),
}
"""The first days of the five phases, and the day after the last. Those of the city are a proposal:
no decision fixes them yet."""

TASKS: Final[dict[str, str]] = {
    template: words for phase in PHASES for template, words in phase.tasks.items()
}
