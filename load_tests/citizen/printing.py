"""Every counter's poster, and every size of one of them, read back by a reader that is not ours."""

import subprocess
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image

from load_tests.citizen.stage import OFFICE, Scene
from load_tests.citizen.table import Row

DPI = 150
# How many codes stand on one sheet of each size.
SIZES = {"a4": 1, "a5": 1, "tent": 2, "card": 1, "slip": 8, "form": 1}


def row(scene: Scene, folder: Path) -> Row:
    """The row of the table about what is printed."""
    sizes = [option for size in SIZES for option in ("--size", size)]
    scene.stage.portal("posters", "--unit", OFFICE, *sizes, "--out", str(folder / "one"))
    scene.stage.portal("posters", "--all", "--out", str(folder / "all"))
    faults = [
        fault for size in SIZES for fault in _sizes(folder / f"one/{OFFICE}-{size}.pdf", size)
    ]
    (whole,) = (folder / "all").glob("*.pdf")
    read = {code for page in _pages(whole) for code in page}
    faults += [f"not read on its poster: {code}" for code in set(scene.counters) - read]
    told = f"{len(scene.counters)} posters, {len(SIZES)} sizes, {DPI} dpi"
    return Row.of_faults("printed codes not read back", told, faults)


def _sizes(pdf: Path, size: str) -> Iterator[str]:
    for number, found in enumerate(_pages(pdf), 1):
        if len(found) != SIZES[size] or len(set(found)) != 1:
            yield f"{size}, sheet {number}: read {found}, {SIZES[size]} were printed"


def _pages(pdf: Path) -> Iterator[list[str]]:
    """The codes on each page of a PDF."""
    name = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", pdf, name], check=True)
    for page in sorted(pdf.parent.glob(f"{name.name}-*.pgm")):
        with Image.open(page) as image:
            found = zxingcpp.read_barcodes(image)
        page.unlink()
        yield [urllib.parse.urlsplit(one.text).path.removeprefix("/r/") for one in found]
