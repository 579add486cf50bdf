"""Collect every sentence the portal says, and bring the languages' files up to date with it."""

import io
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

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
    found = extract_from_dir(root, SOURCES, OPTIONS, keywords=KEYWORDS)
    for file, line, message, comments, context in found:
        catalog.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def bring_up_to_date(file: Path, code: str, said: Catalog) -> int:
    """Rewrite one ``messages.po``: new sentences added, forgotten ones dropped, its header kept.

    English is its own translation, so it is filled in.

    Returns:
        How many sentences still have no translation.
    """
    text = file.read_text(encoding="utf-8")
    catalog = read_po(io.StringIO(text), locale=code, abort_invalid=True)
    # The update adopts the very messages it is given, so each language gets its own.
    catalog.update(deepcopy(said), no_fuzzy_matching=True)
    if code == "en":
        for message in catalog:
            message.string = message.string if _is_whole(message) else message.id
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
    header = text.partition("\n\n")[0].strip()
    file.write_text(f"{header}\n\n{body.getvalue().decode().strip()}\n", encoding="utf-8")
    return sum(not _is_whole(message) for message in catalog if message.id)


def _is_whole(message: Message) -> bool:
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms)
