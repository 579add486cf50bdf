"""TextBlob without the numeric libraries that nltk takes along where they are installed.

We never call what they would be for, and they would make the import four times as long.
Imported before everything else in this room, so that whoever asks for TextBlob later finds it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Within, these modules seem not to be installed, unless somebody uses them already."""
    hidden = [name for name in names if name not in sys.modules]
    # None in this table is how Python says that a module is not there.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with without("numpy", "scipy"):
    import textblob  # noqa: F401
