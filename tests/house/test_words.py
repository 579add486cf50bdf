"""Every sentence people read is there in Vietnamese and English, and nothing else is."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from translations.catalogues import po_file
from translations.collecting import collected

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
WHOLE = ["vi", "en"]


def forms(words: "str | list[str] | tuple[str, ...] | None") -> list[str]:
    return [words] if isinstance(words, str) else list(words or [""])


def identity(message: Message) -> tuple[str | None, str, str | None]:
    """Context, singular, plural: what makes two messages the same one."""
    singular, plural = (*forms(message.id), None)[:2]
    return message.context, str(singular), plural


def messages(catalog: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalog if message.id]


def read(code: str) -> Catalog:
    with po_file(code).open("rb") as words:
        return read_po(words, locale=code, abort_invalid=True)


@pytest.fixture(scope="module")
def said() -> Catalog:
    """What the code and the templates say today."""
    return collected(ROOT)


@pytest.mark.parametrize("code", WHOLE)
def test_nothing_waits_to_be_collected(code: str, said: Catalog) -> None:
    written = {identity(message) for message in messages(read(code))}

    assert {identity(message) for message in messages(said)} - written == set()


@pytest.mark.parametrize("code", WHOLE)
def test_nothing_is_kept_that_nobody_says(code: str, said: Catalog) -> None:
    wanted = {identity(message) for message in messages(said)}

    assert {identity(message) for message in messages(read(code))} - wanted == set()


@pytest.mark.parametrize("code", WHOLE)
def test_nothing_is_left_untranslated(code: str) -> None:
    gaps = [message.id for message in messages(read(code)) if not all(forms(message.string))]

    assert not gaps


@pytest.mark.parametrize("code", WHOLE)
def test_nothing_is_a_guess(code: str) -> None:
    assert not [message.id for message in messages(read(code)) if message.fuzzy]


@pytest.mark.parametrize("code", WHOLE)
def test_a_translation_fills_in_the_same_names(code: str) -> None:
    broken = []
    for message in messages(read(code)):
        asked = {found for form in forms(message.id) for found in PLACEHOLDER.findall(form)}
        for form in forms(message.string):
            # A language may say a plural without its number, but never ask for another name.
            given = set(PLACEHOLDER.findall(form))
            if form and (given - asked or (isinstance(message.id, str) and asked - given)):
                broken.append((message.id, form))

    assert not broken
