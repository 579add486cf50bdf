"""Every sentence people read is there in the languages they may choose, and nothing else is."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from translations import languages
from translations.catalogues import po_file
from translations.collecting import CITIZEN_PLACES, collected, wanted

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
# Where nobody but staff is spoken to, and whoever runs the portal.
STAFF_PLACES = (
    "templates/audit/",
    "templates/posters/",
    "templates/print.html",
    "templates/quality/",
    "templates/reports/",
    "templates/signals/",
    "templates/staff",
    "templates/units/",
)


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
    """What the code, the templates and the seeds say today."""
    return collected(ROOT)


@pytest.fixture(params=languages())
def code(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


def test_a_language_has_what_is_said_to_its_readers_and_nothing_else(
    code: str, said: Catalog
) -> None:
    written = {identity(message) for message in messages(read(code))}
    asked = {identity(message) for message in messages(wanted(said, po_file(code), code))}

    assert (asked - written, written - asked) == (set(), set())


def test_nothing_is_left_untranslated(code: str) -> None:
    gaps = [message.id for message in messages(read(code)) if not all(forms(message.string))]

    assert not gaps


def test_nothing_is_a_guess(code: str) -> None:
    assert not [message.id for message in messages(read(code)) if message.fuzzy]


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


def test_a_language_counts_by_its_own_rule(code: str) -> None:
    catalog, rule = read(code), get_plural(code)
    several = [m for m in messages(catalog) if not isinstance(m.id, str)]

    assert (catalog.num_plurals, catalog.plural_expr) == (rule.num_plurals, rule.plural_expr)
    assert {len(forms(m.string)) for m in several} == {rule.num_plurals}


def test_a_big_word_stands_in_its_sentence_once(code: str) -> None:
    """Templates cut these sentences at the bar, which no other sentence may have."""
    barred = [m for m in messages(read(code)) if any("|" in form for form in forms(m.id))]

    assert all(form.count("|") == 1 for m in barred for form in forms(m.string))


def test_whom_a_template_speaks_to_is_decided() -> None:
    """A new one lies with the citizens' or the staff's; else its texts would stay English."""
    templates = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("templates/**/*.html")]

    assert [t for t in templates if not t.startswith((*CITIZEN_PLACES, *STAFF_PLACES))] == []
