"""Collect every sentence the portal says, and bring the languages' files up to date with it."""

import io
from copy import deepcopy
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from translations.catalogues import is_whole, read_words

# Context, singular, plural: what makes two messages the same one.
Identity: TypeAlias = tuple[str | None, str | None, str | None]
Learnt: TypeAlias = dict[Identity, str | tuple[str, ...] | list[str]]

SOURCES = [
    ("portal/**.py", "python"),
    ("analytics/**.py", "python"),
    ("surveys/**.py", "python"),
    ("translations/**.py", "python"),
    ("templates/**.html", "jinja2"),
]
# `trimmed` as in the pages' environment; a template that does not parse must not lose its words.
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {"mark": None}


def collected(root: Path) -> Catalog:
    """What the code and the templates below ``root``, a checkout, say today."""
    catalog = Catalog()
    found = extract_from_dir(
        root, SOURCES, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"]
    )
    for file, line, message, comments, context in found:
        catalog.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def identity(message: Message) -> Identity:
    """What makes a message itself."""
    singular, plural = (message.id, None) if isinstance(message.id, str) else message.id[:2]
    return message.context, singular, plural


def learn(folder: Path, code: str) -> Learnt:
    """The translations in all ``.po`` files of a folder; of two for one text the later file's.

    Raises:
        BrokenCatalogue: one of the files is not well-formed.
    """
    files = sorted(folder.glob("*.po"))
    return {
        identity(message): message.string
        for file in files
        for message in read_words(file, code)
        if message.id and message.string and is_whole(message)
    }


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
