"""Process results: on time, visits, what could not be finished.

Source: ISO 9001:2015, 9.3.2 c 3.
"""

from collections.abc import Iterator
from typing import Final

from analytics.numbers.registry import INDICATORS
from analytics.quality.pack.contents import Block, Figures, Row, Text
from analytics.quality.pack.registry import section
from analytics.quality.pack.sayings import Said
from analytics.quality.pack.subject import Subject
from translations import mark

IDS: Final = ("on_time", "visits", "could_not_finish", "reply_days", "answered_satisfied")


@section("processes", title=mark("Results of processes"))
def processes(subject: Subject) -> Iterator[Block]:
    """As citizens told them; what the office's own system knows is not here."""
    rows = tuple(
        Row(Said(INDICATORS[figure.indicator].title), figure)
        for figure in subject.figures(IDS)
        if figure.estimate.n
    )
    if rows:
        yield Figures(mark("As citizens told them"), mark("Figure"), rows)
    else:
        yield Text((Said(mark("Nobody told of dates and visits in this period.")),))
    words = mark("The registers of the one-stop shop are not read here; enter their figures below.")
    yield Text((Said(words),))
