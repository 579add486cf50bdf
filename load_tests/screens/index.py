"""The list of the pictures, as a page of the documentation."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from load_tests.citizen.stage import LANGUAGES
from load_tests.screens.sights import Sight

_HEAD = """# The pages

Made by `make screens` from a demonstration: every page in Vietnamese and English, on a phone
(360 px), a tablet (800 px) and a desk (1,280 px). What is pictured is listed in
`load_tests/screens/sights.py` and `load_tests/citizen/pages.py`.
"""


def name_of(sight: Sight, language: str, window: str) -> str:
    """The file of a picture."""
    return f"{sight.name}-{language}-{window}.webp"


def written(sights: Iterable[Sight], folder: Path, windows: Iterable[str]) -> str:
    """The index of the pictures that are there."""
    return "\n".join(_lines(sights, folder, list(windows)))


def _lines(sights: Iterable[Sight], folder: Path, windows: list[str]) -> Iterator[str]:
    yield _HEAD
    yield f"| page | {' | '.join(LANGUAGES)} |"
    yield f"|---|{'---|' * len(LANGUAGES)}"
    for sight in sights:
        cells = []
        for language in LANGUAGES:
            names = [(window, name_of(sight, language, window)) for window in windows]
            there = [f"[{window}]({name})" for window, name in names if (folder / name).exists()]
            cells.append(", ".join(there))
        if any(cells):
            yield f"| `{sight.path}` {sight.name} | {' | '.join(cells)} |"
    yield ""
