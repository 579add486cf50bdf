"""What the doctor says of one thing."""

from enum import Enum
from typing import NamedTuple

from translations import mark


class Level(Enum):
    """How well something is; ``BROKEN`` means that the portal could not run."""

    WELL = mark("well")
    ADVICE = mark("to do")
    BROKEN = mark("broken")


class Finding(NamedTuple):
    """One sentence about how it is, and one about what to do, empty where nothing is to be done."""

    level: Level
    found: str
    todo: str = ""


def well(found: str) -> Finding:
    """All is as it should be."""
    return Finding(Level.WELL, found)


def advice(found: str, todo: str) -> Finding:
    """The portal runs, and something could be better."""
    return Finding(Level.ADVICE, found, todo)


def broken(found: str, todo: str) -> Finding:
    """The portal could not run."""
    return Finding(Level.BROKEN, found, todo)
