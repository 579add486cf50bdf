"""Verified ratings: those that came with a one-time slip, set beside all of them.

Whoever rates themselves has no slips to spare; so where the two figures differ, the difference is
worth a question. Ratings without a slip are no worse for it: most citizens never get one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from analytics.numbers import heaps
from analytics.numbers.asks import TooManyDays
from analytics.numbers.estimates import Estimate, Evidence
from analytics.numbers.indicators import measure
from analytics.numbers.standing import View, ask_of
from surveys.counts import Counts
from surveys.register import Register


class Among(NamedTuple):
    """How many ratings of a view carry a mark, and how many of those came with a slip."""

    all: int
    verified: int


def verified_among(connection: Connection, register: Register, view: View) -> Among:
    """The share of verified ratings of a unit's own, as two counts.

    Args:
        connection: one snapshot.
    """
    heard = heaps.read(connection, ask_of(register, view, view.period))
    told = measure(Evidence(Counts.total(heap.counts for heap in heard)))["satisfaction"]
    verified = verified_satisfaction(connection, register, view)
    return Among(told.n, verified.n if verified else 0)


def verified_satisfaction(
    connection: Connection, register: Register, view: View
) -> Estimate | None:
    """Satisfaction of a unit's own verified ratings; their share is its n over that of all.

    None where no slip was used, for a whole tree, and for more days than rows are read of: the
    cells cannot tell verified ones apart. ``portal indicators --verified`` tells of trees too.

    Args:
        connection: one snapshot.
    """
    if view.scope != "own":
        return None
    ask = replace(ask_of(register, view, view.period), verified=True)
    try:
        said = heaps.read(connection, ask)
    except TooManyDays:
        return None
    counts = Counts.total(heap.counts for heap in said)
    told = measure(Evidence(counts))["satisfaction"]
    return told if told.n else None
