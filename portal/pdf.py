"""PDF: the one place that knows WeasyPrint, which is loaded when the first PDF is made."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from translations import gettext as _

# Debian 12. WeasyPrint loads the libraries by itself and fails without a word for people.
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONTS = "fonts-noto-core fontconfig"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Without this family a PDF would fall back to fonts in which Vietnamese words fall apart.
FAMILY = "NotoSans-Regular"


class NoPdf(Exception):
    """PDF cannot be made on this machine; the text says what to install."""


def write_pdf(
    documents: Iterable[str], of: int, out: Path, told: Callable[[int, int], None]
) -> None:
    """Write HTML documents behind one another into one PDF, with the fonts they use embedded.

    Args:
        documents: each a whole HTML document; drawn only when their turn comes.
        of: how many there are.
        told: called with (done, all).

    Raises:
        NoPdf: WeasyPrint, its libraries or the fonts are missing.
    """
    weasyprint = _weasyprint()
    # One for all: each holds megabytes that only its pages' end would free.
    fonts = weasyprint.text.fonts.FontConfiguration()
    pages: list[Any] = []
    first = None
    for done, html in enumerate(documents, 1):
        laid_out = weasyprint.HTML(string=html).render(font_config=fonts)
        first = first or laid_out
        pages += laid_out.pages
        told(done, of)
    if first is not None:
        first.copy(pages).write_pdf(out)


def as_pdf(html: str) -> bytes:
    """One HTML document as a PDF.

    Raises:
        NoPdf: WeasyPrint, its libraries or the fonts are missing.
    """
    made: bytes = _weasyprint().HTML(string=html).write_pdf()
    return made


def _weasyprint() -> Any:
    if not any(map(has_family, font_folders())):
        raise NoPdf(
            _("PDF needs a font with all Vietnamese letters: install %(packages)s.", packages=FONTS)
        )
    try:
        import weasyprint.text.fonts
    except ImportError:
        raise NoPdf(_("PDF needs WeasyPrint: install the extra pdf.")) from None
    except OSError:
        raise NoPdf(
            _("PDF needs the Debian packages %(packages)s: install them.", packages=LIBRARIES)
        ) from None
    # It complains of everything in our style that only a browser knows.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)
    return weasyprint


def font_folders() -> list[Path]:
    """Where fonts lie on this machine."""
    return [Path(folder).expanduser() for folder in FONT_FOLDERS]


def has_family(folder: Path) -> bool:
    """Whether the font of our PDFs lies below a folder."""
    return any(folder.rglob(f"{FAMILY}.[to]tf"))
