"""QR codes as paths of strokes, one unit for each module and one stroke for each run of them."""

from typing import NamedTuple

import segno

# Modules of white on each side. Source: ISO/IEC 18004, 6.3.8.
QUIET = 4


class Code(NamedTuple):
    """A code, to be stroked one unit wide; ``side`` counts the quiet zone in."""

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
                runs.append(f"M{begun + QUIET} {y + 0.5:g}h{x - begun}")
    return Code("".join(runs), len(qr.matrix) + 2 * QUIET)
