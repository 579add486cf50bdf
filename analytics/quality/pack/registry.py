"""The sections of a pack, in the order in which they were entered."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from analytics.quality.pack.contents import Block, Section
from analytics.quality.pack.subject import Subject

Write = Callable[[Subject], Iterable[Block]]


class Chapter(NamedTuple):
    """How a section is made; ``title`` is a msgid."""

    id: str
    title: str
    write: Write

    def of(self, subject: Subject) -> Section:
        """The section about this subject."""
        return Section(self.id, self.title, tuple(self.write(subject)))


SECTIONS: Final[dict[str, Chapter]] = {}


def section(id: str, *, title: str) -> Callable[[Write], Write]:
    """Enter a function as the next section."""

    def enter(write: Write) -> Write:
        if id in SECTIONS:
            raise ValueError(f"two sections {id}")
        SECTIONS[id] = Chapter(id, title, write)
        return write

    return enter
