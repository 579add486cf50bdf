"""The words: every sentence people read, in the language of whoever reads it.

To add a language, write ``translations/<code>/LC_MESSAGES/messages.po`` and nothing else. A header
line ``X-Scope: citizen`` in it says that only the citizen's pages are translated, with the names of
services and the questions of surveys; ``python -m translations --help`` says how.
"""

from translations.catalogues import (
    BrokenCatalogue,
    UnknownLanguage,
    catalogue,
    compile_all,
    complete_languages,
    languages,
    own_name,
)
from translations.dates import day, month_name
from translations.numbers import in_hundred, number, rounded, share
from translations.voice import DEFAULT, negotiate, speak, spoken
from translations.words import content, gettext, mark, ngettext

__all__ = [
    "DEFAULT",
    "BrokenCatalogue",
    "UnknownLanguage",
    "catalogue",
    "compile_all",
    "complete_languages",
    "content",
    "day",
    "gettext",
    "in_hundred",
    "languages",
    "mark",
    "month_name",
    "negotiate",
    "ngettext",
    "number",
    "own_name",
    "rounded",
    "share",
    "speak",
    "spoken",
]
