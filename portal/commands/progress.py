"""A progress bar for whoever watches a terminal; silent in scripts and logs."""

import sys
from collections.abc import Callable

Progress = Callable[[int, int], None]
_WIDTH = 30


def bar(label: str) -> Progress:
    """A function to call with (done, all); it draws on stderr and ends its line at the end."""
    if not sys.stderr.isatty():
        return lambda _done, _all: None

    def draw(done: int, of: int) -> None:
        filled = _WIDTH * done // of if of else _WIDTH
        line = f"\r{label} [{'#' * filled}{' ' * (_WIDTH - filled)}] {done}/{of}"
        print(line, end="\n" if done >= of else "", file=sys.stderr, flush=True)

    return draw
