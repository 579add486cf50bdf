"""What one tap may say: a mark, or why nothing could be finished today."""

from dataclasses import dataclass

from surveys.responses import UNFINISHED
from translations import mark


@dataclass(frozen=True, slots=True)
class Choice:
    """One question of one tap.

    ``field`` is the name of its buttons, ``values`` what each of them is stored as, ``path`` what
    stands behind the touchpoint's address, ``template`` the page that asks it.
    """

    field: str
    values: dict[str, int]
    path: str
    template: str


RATING = Choice("overall", {str(n): n for n in range(1, 6)}, "", "rate/page.html")
COULD_NOT_FINISH = Choice("reason", UNFINISHED, "/unfinished", "rate/unfinished.html")

REASONS = {
    "paper": mark("A paper was missing"),
    "elsewhere": mark("I was sent elsewhere"),
    "queue": mark("The wait was too long"),
    "system": mark("The system was down"),
    "refused": mark("I was refused"),
}
