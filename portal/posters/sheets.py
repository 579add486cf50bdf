"""The sheets: how large, read from how far, and what stands where on the paper."""

import base64
from collections.abc import Sequence
from typing import NamedTuple

from portal.pages import render
from portal.posters import codes
from portal.posters.lines import fitted, wrapped
from portal.posters.waves import waves
from portal.posters.wording import Poster, sentences


class Spot(NamedTuple):
    """Where a layout stands on its sheet: its corner in mm, turned by degrees."""

    x: float
    y: float
    turn: int = 0


class Size(NamedTuple):
    """A kind of sheet.

    Attributes:
        layout: ``tall`` (drawn at 210 x 297 mm) or ``wide`` (148 x 105 mm).
        scale: of the layout on the sheet.
        width, height: of the sheet, in mm.
        metres: from how far it is read; the code is a tenth of that wide, its quiet zone apart.
            Source: a phone's camera resolves a code down to a tenth of the distance; from one
            metre that is 10 cm, and a module of version 4 at 30 cm still has 0.9 mm.
        spots: one for each copy on the sheet.
        lines: where to cut or fold, as a path.
    """

    layout: str
    scale: float
    width: float
    height: float
    metres: float
    spots: tuple[Spot, ...] = (Spot(0, 0),)
    lines: str = ""


_SLIP = (105.0, 74.25)
ON_A_SHEET = 8
_SLIPS = tuple(Spot(_SLIP[0] * (n % 2), _SLIP[1] * (n // 2)) for n in range(ON_A_SHEET))
_CUTS = "".join(f"M0 {_SLIP[1] * n}h210" for n in (1, 2, 3))
SIZES = {
    "a4": Size("tall", 1, 210, 297, 1.0),
    "a5": Size("tall", 148 / 210, 148, 210, 0.7),
    # One leaf folded in the middle: the upper half stands on its head.
    "tent": Size("wide", 1, 148, 210, 0.5, (Spot(148, 105, 180), Spot(0, 105)), "M0 105h148"),
    "card": Size("wide", 1, 148, 105, 0.5),
    # Eight on a sheet of A4, to be cut and handed over with a result.
    "slip": Size("wide", 105 / 148, 210, 297, 0.35, _SLIPS, f"M105 0v297{_CUTS}"),
}  # fmt: skip
# The widest field of a code that each layout has room for, in its own millimetres.
_ROOM = {"tall": 125.0, "wide": 64.0}
# The area of the waves, likewise: left, top, width, height.
_SEA = {"tall": (0.0, 98.0, 210.0, 128.0), "wide": (0.0, 0.0, 72.0, 77.0)}


def draw(poster: Poster, size: Size) -> str:
    """The sheet as SVG, in millimetres; it looks alike in a browser and in a PDF."""
    code = codes.draw(poster.address)
    _, _, width, height = sea = _SEA[size.layout]
    symbol = size.metres * 100 / size.scale
    field = min(_ROOM[size.layout], symbol * code.side / (code.side - 2 * codes.QUIET))
    return render(
        "posters/sheet.html",
        poster=poster,
        said=sentences(poster),
        size=size,
        code=code,
        field=round(field, 2),
        sea=sea,
        waves=waves(width, height),
        fitted=fitted,
        wrapped=wrapped,
    )


def leaf(poster: Poster, size: Size) -> str:
    """The sheet as a document of one page, for ``portal.pdf``.

    Eight slips are one drawing, repeated as the ground of the page: eight times faster.
    """
    alike = len(size.spots) > 1 and not any(spot.turn for spot in size.spots)
    tile = draw(poster, _one_of(size)) if alike else ""
    return render(
        "posters/leaf.html",
        title=poster.unit,
        size=size,
        drawn="" if alike else draw(poster, size),
        tile=base64.b64encode(tile.encode()).decode(),
        tile_size=_one_of(size)[2:4],
    )


def slips_sheet(posters: Sequence[Poster]) -> str:
    """A sheet of up to eight one-time slips, each drawn for itself, as a document of one page."""
    size = SIZES["slip"]
    tiles = [
        (spot, base64.b64encode(draw(poster, _one_of(size)).encode()).decode())
        for spot, poster in zip(size.spots, posters, strict=False)
    ]
    return render("posters/slips.html", size=size, tiles=tiles, tile_size=_SLIP)


def _one_of(size: Size) -> Size:
    """One copy of a sheet of several, alone on its piece of paper."""
    width, height = _SLIP
    return size._replace(width=width, height=height, spots=(Spot(0, 0),), lines="")
