"""The formats of a pack. A new one is a function here and its line in ``FORMATS``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from analytics.quality.pack.contents import Pack
from portal.reviews.drawing import draw
from portal.reviews.drawn import Paper
from portal.reviews.minuting import whole
from portal.reviews.opening import Opened

Write = Callable[[Pack, Paper, bool], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; ``name`` is its ending, too."""

    name: str
    media_type: str
    write: Write


class UnknownFormat(LookupError):
    """There is no such format; carries the text."""


def write(opened: Opened, format: str, *, demo: bool) -> bytes:
    """A pack as a file, in the language spoken now.

    Raises:
        UnknownFormat: there is none of this name.
        NoPdf: this machine cannot make one.
    """
    return find_format(format).write(whole(opened), draw(opened), demo)


def find_format(name: str) -> Format:
    """The format of this name.

    Raises:
        UnknownFormat: there is none.
    """
    if name not in FORMATS:
        raise UnknownFormat(name)
    return FORMATS[name]


# Each loads what it needs when it is asked for: the server starts without any of it.
def _html(_pack: Pack, paper: Paper, demo: bool) -> bytes:
    from portal.reviews.sheet import write_html

    return write_html(paper, demo=demo).encode()


def _pdf(_pack: Pack, paper: Paper, demo: bool) -> bytes:
    from portal.pdf import as_pdf
    from portal.reviews.sheet import inked, write_html

    return as_pdf(inked(write_html(paper, demo=demo)))


def _docx(_pack: Pack, paper: Paper, demo: bool) -> bytes:
    from portal.reviews.office import write_docx

    return write_docx(paper, demo=demo)


def _xlsx(pack: Pack, paper: Paper, demo: bool) -> bytes:
    from portal.reviews.workbook import write_xlsx

    return write_xlsx(pack, paper, demo=demo)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        Format("html", "text/html; charset=utf-8", _html),
        Format("docx", f"{_OFFICE}.wordprocessingml.document", _docx),
        Format("pdf", "application/pdf", _pdf),
        Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
    )
}
