"""Collect every sentence the portal says, and bring the languages' files up to date with it."""

import io
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from translations.catalogues import is_for_citizens_only, is_whole, read_words
from translations.seeds import KEPT_IN, words_of_a_seed
from translations.words import CONTENT

# Context, singular, plural: what makes two messages the same one.
Identity: TypeAlias = tuple[str | None, str | None, str | None]
Learnt: TypeAlias = dict[Identity, str | tuple[str, ...] | list[str]]

SOURCES: list[tuple[str, Any]] = [
    ("portal/**.py", "python"),
    ("analytics/**.py", "python"),
    ("surveys/**.py", "python"),
    ("translations/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.xml", "jinja2"),
    ("surveys/seeds/*.json", words_of_a_seed),
]
# `trimmed` as in the pages' environment; a template that does not parse must not lose its words.
_JINJA = {"trimmed": "true", "silent": "false"}
OPTIONS = {"templates/**.html": _JINJA, "templates/**.xml": _JINJA}
KEYWORDS = DEFAULT_KEYWORDS | {"mark": None}

# Where citizens are spoken to: files, and folders with all in them. A language of
# ``X-Scope: citizen`` has the texts of these places and of the seeds, and no others.
CITIZEN_PLACES = (
    "portal/charts/",
    "portal/citizen/",
    "portal/kiosk/",
    "portal/public/",
    "portal/periods.py",
    "portal/problems.py",
    "analytics/numbers/indicators.py",
    "surveys/words.py",
    "translations/",
    "templates/errors/",
    "templates/kiosk/",
    "templates/public/",
    "templates/questions/",
    "templates/rate/",
    "templates/receipt/",
    "templates/base.html",
    "templates/charts.html",
    "templates/citizen.html",
    "templates/components.html",
    "templates/faces.html",
)


def collected(root: Path) -> Catalog:
    """What the code and the templates below ``root``, a checkout, say today."""
    catalog = Catalog()
    found = extract_from_dir(
        root, SOURCES, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"]
    )
    for file, line, message, comments, context in found:
        catalog.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def wanted(said: Catalog, file: Path, code: str) -> Catalog:
    """What of all that is said a language's ``messages.po`` should have.

    Citizens' languages need what citizens are told; Vietnamese and English keep what is data where
    it is kept.
    """
    mine, citizens_only = deepcopy(said), is_for_citizens_only(file)
    for message in list(said):
        kept_there = message.context == CONTENT and code in KEPT_IN
        if message.id and (kept_there or (citizens_only and not is_for_citizens(message))):
            mine.delete(message.id, message.context)
    return mine


def is_for_citizens(message: Message) -> bool:
    """Whether a text, or one that reads the same, is said where citizens are spoken to."""
    places = (place for place, _line in message.locations)
    return message.context == CONTENT or any(map(_speaks_to_citizens, places))


def _speaks_to_citizens(place: str) -> bool:
    return place.startswith(CITIZEN_PLACES)


def identity(message: Message) -> Identity:
    """What makes a message itself."""
    singular, plural = (message.id, None) if isinstance(message.id, str) else message.id[:2]
    return message.context, singular, plural


def learn(folder: Path, code: str, plain: str) -> Learnt:
    """The translations that a folder brings; of two for one text the later file's.

    Args:
        code: the language, whose files are called ``anything.CODE.po``.
        plain: the language of the files that name none.

    Raises:
        BrokenCatalogue: one of the files is not well-formed.
    """
    files = [file for file in sorted(folder.glob("*.po")) if _language(file, plain) == code]
    return {
        identity(message): message.string
        for file in files
        for message in read_words(file, code)
        if message.id and message.string and is_whole(message)
    }


def _language(file: Path, plain: str) -> str:
    return Path(file.stem).suffix.removeprefix(".") or plain


def up_to_date(file: Path, code: str, said: Catalog, learnt: Learnt) -> tuple[str, list[Message]]:
    """What a ``messages.po`` should say: new texts added, forgotten ones dropped, its header kept.

    English is its own translation, so it is filled in.

    Args:
        learnt: translations to take over in place of its own.

    Returns:
        The text of the file, and the messages that still wait for a translator.
    """
    catalog = read_words(file, code)
    # The update adopts the very messages it is given, so each language gets its own.
    catalog.update(deepcopy(said), no_fuzzy_matching=True)
    for message in filter(lambda message: message.id, catalog):
        message.string = learnt.get(identity(message), message.string)
        if code == "en" and not is_whole(message):
            message.string = message.id
    body = io.BytesIO()
    write_po(
        body,
        catalog,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = file.read_text(encoding="utf-8").partition("\n\n")[0].strip()
    waiting = [message for message in catalog if message.id and not is_whole(message)]
    return f"{header}\n\n{body.getvalue().decode().strip()}\n", waiting
