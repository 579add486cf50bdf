"""Collecting the texts keeps what translators wrote and loses nothing that is said."""

from pathlib import Path

import pytest

from translations.collecting import bring_up_to_date, collected

pytestmark = pytest.mark.fast

WRITTEN = """msgid ""
msgstr ""
"Language: lo\\n"
"X-Scope: citizen\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Send"
msgstr "ສົ່ງ"

msgid "Nobody says this any more"
msgstr "..."
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A tiny portal: two rooms that say something."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(
        '<button>{{ _("Send") }}</button>'
        "{% trans n=n %}\n  One answer\n{% pluralize %}\n  %(n)s answers\n{% endtrans %}"
    )
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal/rate.py").write_text('TITLE = mark("Rating")\nhead = _("Office")\n')
    return tmp_path


def lao(folder: Path) -> Path:
    file = folder / "messages.po"
    file.write_text(WRITTEN, "utf-8")
    return file


def test_texts_are_found_in_code_and_in_templates(checkout: Path) -> None:
    said = {message.id for message in collected(checkout) if message.id}

    assert said == {"Send", "Rating", "Office", ("One answer", "%(n)s answers")}


def test_new_texts_wait_for_a_translator(checkout: Path) -> None:
    file = lao(checkout)

    assert bring_up_to_date(file, "lo", collected(checkout)) == 3
    assert 'msgid "Rating"\nmsgstr ""' in file.read_text("utf-8")


def test_a_translation_and_its_header_stay_and_what_is_unsaid_goes(checkout: Path) -> None:
    file = lao(checkout)
    bring_up_to_date(file, "lo", collected(checkout))
    text = file.read_text("utf-8")

    assert text.startswith(WRITTEN.partition("\n\n")[0])
    assert 'msgstr "ສົ່ງ"' in text
    assert "Nobody says this" not in text


def test_english_is_its_own_translation_and_lends_it_to_nobody(checkout: Path) -> None:
    said = collected(checkout)
    english, other = checkout / "en.po", lao(checkout)
    english.write_text(WRITTEN.replace("lo", "en").replace("nplurals=1", "nplurals=2"), "utf-8")

    assert bring_up_to_date(english, "en", said) == 0
    assert bring_up_to_date(other, "lo", said) == 3


def test_collecting_twice_changes_nothing(checkout: Path) -> None:
    file, said = lao(checkout), collected(checkout)
    bring_up_to_date(file, "lo", said)
    once = file.read_text("utf-8")
    bring_up_to_date(file, "lo", said)

    assert file.read_text("utf-8") == once
