"""The languages there are: one folder with a ``messages.po`` each, compiled when first spoken."""

import io
import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

HERE = Path(__file__).parent
# Babel reads past a missing quote and swallows a letter, so each line is looked at first.
_LINE = re.compile(
    r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s+)?"([^"\\]|\\.)*")?\s*'
)
_SCOPE = re.compile(r'^"X-Scope: *citizen\\n"$', re.MULTILINE)


class BrokenCatalogue(ValueError):
    """A ``messages.po`` that cannot be read; says which file, which line, and why."""

    def __init__(self, file: Path, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}")
        self.file = file
        self.line = line


class UnknownLanguage(LookupError):
    """A language for which there is no ``messages.po``."""


def po_file(code: str) -> Path:
    """Where the words of a language are written."""
    return HERE / code / "LC_MESSAGES" / "messages.po"


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages, in order of the alphabet."""
    return tuple(sorted(file.parts[-3] for file in HERE.glob("*/LC_MESSAGES/messages.po")))


@cache
def complete_languages() -> tuple[str, ...]:
    """Languages for staff too: all but those whose header says ``X-Scope: citizen``."""
    return tuple(code for code in languages() if not is_for_citizens_only(po_file(code)))


def is_for_citizens_only(file: Path) -> bool:
    """Whether a ``messages.po`` promises the words of the citizen's pages only."""
    header = file.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
    return bool(_SCOPE.search(header))


@cache
def own_name(code: str) -> str:
    """The language's name in itself: "Tiếng Việt", "English"."""
    from babel import Locale

    return Locale.parse(code).get_display_name(code) or code


@cache
def catalogue(code: str) -> GNUTranslations:
    """The compiled words of a language; what it lacks is said in English.

    Raises:
        UnknownLanguage: there is no such language.
        BrokenCatalogue: its file cannot be read.
    """
    if code not in languages():
        raise UnknownLanguage(code)
    return read_catalogue(po_file(code), code)


def compile_all() -> None:
    """Compile every language now, so that a broken file stops the start and not a visitor.

    Raises:
        BrokenCatalogue: one of the files is not well-formed.
    """
    for code in languages():
        catalogue(code)


def read_catalogue(file: Path, code: str) -> GNUTranslations:
    """Compile one ``.po`` file in memory.

    Raises:
        BrokenCatalogue: the file is not well-formed.
    """
    from babel.messages.mofile import write_mo

    words = read_words(file, code)
    for message in list(words):
        # An empty form would be said as silence; without the message English speaks.
        if message.id and not is_whole(message):
            words.delete(message.id, message.context)
    compiled = io.BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return GNUTranslations(compiled)


def read_words(file: Path, code: str) -> "Catalog":
    """Read one ``.po`` file as it is written.

    Raises:
        BrokenCatalogue: the file is not well-formed.
    """
    from babel.messages.pofile import PoFileError, read_po

    raw = file.read_bytes()
    try:
        text = raw.decode()
        for number, line in enumerate(text.splitlines(), 1):
            if not _LINE.fullmatch(line):
                raise BrokenCatalogue(file, number, "neither a comment nor a quoted text")
        return read_po(io.StringIO(text), locale=code, abort_invalid=True)
    except UnicodeDecodeError as failure:
        line_number = raw.count(b"\n", 0, failure.start) + 1
        raise BrokenCatalogue(file, line_number, "this is not UTF-8") from failure
    except PoFileError as failure:
        raise BrokenCatalogue(file, failure.lineno + 1, str(failure)) from failure


def is_whole(message: "Message") -> bool:
    """Whether a message is translated, in each of its forms."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms)
