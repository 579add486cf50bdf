"""What is said in the language spoken now; its English sentence is the key of every text."""

from translations.catalogues import catalogue
from translations.numbers import number
from translations.voice import spoken


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


def mark(message: str) -> str:
    """Collect a sentence for translation without saying it yet: for names of constants."""
    return message
