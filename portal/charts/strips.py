"""The five levels as one strip."""

from collections.abc import Sequence
from dataclasses import dataclass

# A thin gap keeps neighbours apart in grey print; no level that was chosen vanishes.
_GAP, _LEAST = 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Segment:
    """One level of the strip, places in percent; nothing is drawn where ``width`` is 0."""

    level: int
    count: int
    x: float
    width: float


def levels_strip(counts: Sequence[int]) -> list[Segment]:
    """Lay five counts side by side, least satisfied first; an empty list when all are 0."""
    total = sum(counts)
    if not total:
        return []
    segments, before = [], 0
    for level, count in enumerate(counts, start=1):
        width = max(_LEAST, 100 * count / total - _GAP) if count else 0.0
        segments.append(Segment(level, count, round(100 * before / total, 2), round(width, 2)))
        before += count
    return segments
