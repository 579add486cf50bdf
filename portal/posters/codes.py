"""QR codes as paths, one unit for each module."""

from typing import NamedTuple

import segno

# Modules of white on each side. Source: ISO/IEC 18004, 6.3.8.
QUIET = 4


class Code(NamedTuple):
    """A code: its path begins behind the quiet zone; ``side`` counts that zone in."""

    path: str
    side: int


def draw(address: str) -> Code:
    """The QR code of an address, at level Q.

    A quarter of it may be dirty, torn or in glare: paper on a counter gets that, and H would make
    the modules smaller without need.

    Source: ISO/IEC 18004, error correction levels.
    """
    qr = segno.make(address, error="q", boost_error=False, micro=False)
    runs = []
    for y, row in enumerate(qr.matrix, QUIET):
        x = 0
        while x < len(row):
            dark, begun = row[x], x
            while x < len(row) and row[x] == dark:
                x += 1
            if dark:
                runs.append(f"M{begun + QUIET} {y}h{x - begun}v1h-{x - begun}z")
    return Code("".join(runs), len(qr.matrix) + 2 * QUIET)
