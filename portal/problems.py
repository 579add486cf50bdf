"""What people read when something did not work: what happened, and what they can do."""

from typing import NamedTuple

from translations import mark


class Words(NamedTuple):
    """The texts of one kind of problem, as msgids."""

    happened: str
    advice: str


NOT_STORED = mark("What you sent was not stored.")
UNSURE = mark(
    "What you sent may not have been stored. A rating sent again from the same page counts once."
)

_REFUSED = Words(
    mark("This could not be done."),
    mark("Please go back, check what you entered and try again."),
)
_BROKEN = Words(
    mark("Something went wrong on our side."),
    mark("Please try again in a few minutes. If it happens again, tell us the reference."),
)
_WORDS = {
    401: Words(
        mark("This page is for staff who have signed in."),
        mark("Please sign in, then open the page again."),
    ),
    403: Words(
        mark("This is not allowed."),
        mark(
            "The form may be too old: open the page again. Or your account may lack this right: "
            "ask whoever manages the accounts."
        ),
    ),
    404: Words(
        mark("There is no such page."),
        mark("Perhaps the address was mistyped. You can look for the office here."),
    ),
    405: Words(
        mark("This page cannot be used in this way."),
        mark("Please open it again from its beginning."),
    ),
    409: Words(
        mark("This has changed in the meantime."),
        mark("Please open the page again; then try once more."),
    ),
    410: Words(
        mark("This is no longer in use."),
        mark("You can look for the office here."),
    ),
    413: Words(
        mark("What you sent is too large."),
        mark("Please make it shorter and send it again."),
    ),
    422: Words(
        mark("Something in it is missing or wrong."),
        mark("Please go back, check what you entered and try again."),
    ),
    429: Words(
        mark("Too much is being sent at once."),
        mark("Please wait a minute, then try again."),
    ),
    501: Words(
        mark("This server cannot make a PDF."),
        mark(
            "Please take the Word file, or print the page. Whoever runs the portal can mend this."
        ),
    ),
    503: Words(
        mark("The portal cannot work just now."),
        mark("Please try again in a minute."),
    ),
}


def words_for(status: int) -> Words:
    """The texts of a status of 400 or more."""
    return _WORDS.get(status, _BROKEN if status >= 500 else _REFUSED)
