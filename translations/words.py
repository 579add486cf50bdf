"""What is said in the language spoken now; its English sentence is the key of every text."""

from translations.catalogues import catalogue
from translations.numbers import number
from translations.voice import spoken

# The context of what is data and not code: names and questions, kept in Vietnamese and English.
CONTENT = "content"


def gettext(message: str, /, **names: object) -> str:
    """Say a sentence; what has no translation is said in English.

    Args:
        message: the English sentence; with names, ``%(name)s`` stands for each.
    """
    said = catalogue(spoken()).gettext(message) if message else ""
    return said % names if names else said


def ngettext(singular: str, plural: str, count: int, /, **names: object) -> str:
    """Say a sentence about a number of things; ``%(num)s`` in it is that number, written out."""
    said = catalogue(spoken()).ngettext(singular, plural, count)
    if names or "%(num)s" in said:
        return said % {"num": number(count), **names}
    return said


def content(message: str, code: str) -> str:
    """Say in a language what is data, by its English words; untranslated it stays English.

    Raises:
        UnknownLanguage: there is no such language.
    """
    return catalogue(code).pgettext(CONTENT, message) if message else ""


def mark(message: str) -> str:
    """Collect a sentence for translation without saying it yet: for names of constants."""
    return message
