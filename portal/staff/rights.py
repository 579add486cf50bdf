"""What each role may do. A page asks for a right, never for a role.

To add a right: a member of ``Right``, and its place in ``RIGHTS``.
"""

from typing import Literal

from translations import mark

Role = Literal["counter", "leader", "officer", "inspector", "auditor", "admin"]
Right = Literal[
    "account",
    "dashboard",
    "comments",
    "label",
    "answer",
    "actions",
    "approve",
    "reviews",
    "conclude",
    "exclude",
    "assist",
    "export",
    "money",
    "log",
    "places",
    "kiosks",
    "accounts",
]

# account    one's own password and sign-out        exclude   take a response out of the figures
# dashboard  figures of the unit and those below    assist    type in what citizens said
# comments   masked comments                        export    rows in a file
# label      say what a comment means, choose quotations
# answer     reply to citizens                      money     reports of extra money asked
# actions    corrective actions                     log       who saw and changed what
# approve    say to citizens in the office's name
# reviews    packs for the management review        places    units, touchpoints, surveys
# conclude   freeze, decide and sign one            kiosks    tablets and slips of counters
#                                                   accounts  staff accounts and keys
_OFFICE: frozenset[Right] = frozenset(
    {
        *("account", "dashboard", "comments", "label", "answer", "actions", "reviews"),
        *("conclude", "export"),
    }
)
RIGHTS: dict[Role, frozenset[Right]] = {
    "counter": frozenset({"account", "dashboard", "assist"}),
    "leader": _OFFICE | {"approve", "assist", "kiosks"},
    "officer": _OFFICE | {"exclude"},
    # Reports of money asked go to the inspector alone, past everybody they could be about.
    "inspector": frozenset({"account", "dashboard", "comments", "money"}),
    # Reads all but the protected channel, and changes nothing.
    "auditor": frozenset({"account", "dashboard", "comments", "reviews", "export", "log"}),
    # Runs the portal; what citizens wrote is not needed for that.
    "admin": frozenset({"account", "dashboard", "places", "kiosks", "accounts", "log"}),
}

ROLE_NAMES: dict[Role, str] = {
    "counter": mark("Counter staff"),
    "leader": mark("Leader"),
    "officer": mark("Quality officer"),
    "inspector": mark("Inspector"),
    "auditor": mark("Auditor"),
    "admin": mark("Administrator"),
}


class UnknownRole(LookupError):
    """There is no such role."""


def read_role(text: str) -> Role:
    """The role of this name.

    Raises:
        UnknownRole: none has it.
    """
    for role in RIGHTS:
        if role == text:
            return role
    raise UnknownRole(text)
