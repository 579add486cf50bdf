"""Collecting the texts keeps what translators wrote and loses nothing that is said."""

from pathlib import Path

import pytest

from translations.__main__ import main
from translations.collecting import collected, learn, up_to_date, wanted

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
    text, waiting = up_to_date(lao(checkout), "lo", collected(checkout), {})

    assert {message.id for message in waiting} == {
        "Office",
        ("One answer", "%(n)s answers"),
        "Rating",
    }
    assert 'msgid "Rating"\nmsgstr ""' in text


def test_a_translation_and_its_header_stay_and_what_is_unsaid_goes(checkout: Path) -> None:
    text, _ = up_to_date(lao(checkout), "lo", collected(checkout), {})

    assert text.startswith(WRITTEN.partition("\n\n")[0])
    assert 'msgstr "ສົ່ງ"' in text
    assert "Nobody says this" not in text


def test_english_is_its_own_translation_and_lends_it_to_nobody(checkout: Path) -> None:
    said = collected(checkout)
    english, other = checkout / "en.po", lao(checkout)
    english.write_text(WRITTEN.replace("lo", "en").replace("nplurals=1", "nplurals=2"), "utf-8")

    assert not up_to_date(english, "en", said, {})[1]
    assert len(up_to_date(other, "lo", said, {})[1]) == 3


def test_collecting_twice_changes_nothing(checkout: Path) -> None:
    file, said = lao(checkout), collected(checkout)
    once, _ = up_to_date(file, "lo", said, {})
    file.write_text(once, "utf-8")

    assert up_to_date(file, "lo", said, {})[0] == once


def test_a_note_for_translators_travels_with_its_text(checkout: Path) -> None:
    (checkout / "portal/rate.py").write_text("# Translators: a verb\nname = _('Rate')\n")

    assert "#. Translators: a verb\n" in up_to_date(lao(checkout), "lo", collected(checkout), {})[0]


def test_texts_translated_elsewhere_are_taken_over(checkout: Path) -> None:
    folder = checkout / "words"
    folder.mkdir()
    (folder / "one.th.po").write_text('msgid "Office"\nmsgstr "สำนักงาน"\n', "utf-8")
    (folder / "one.po").write_text(
        'msgid "Rating"\nmsgstr "ການໃຫ້ຄະແນນ"\n\nmsgid "Office"\nmsgstr ""\n\n'
        'msgid "One answer"\nmsgid_plural "%(n)s answers"\nmsgstr[0] "%(n)s ຄຳຕອບ"\n',
        "utf-8",
    )

    text, waiting = up_to_date(lao(checkout), "lo", collected(checkout), learn(folder, "lo", "lo"))

    assert [message.id for message in waiting] == ["Office"]
    assert 'msgstr[0] "%(n)s ຄຳຕອບ"' in text


def test_a_check_says_which_file_is_behind(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = checkout / "translations/lo/LC_MESSAGES"
    folder.mkdir(parents=True)
    (checkout / "portal/citizen").mkdir()
    (checkout / "portal/citizen/tap.py").write_text('place = _("Here")\n')
    file = lao(folder)

    assert main(["--check"], root=checkout) == 1
    assert main([], root=checkout) == 0
    assert main(["--check"], root=checkout) == 0
    assert "lo: 1 texts, 1 to translate" in capsys.readouterr().out
    assert 'msgid "Here"' in file.read_text("utf-8")


def test_citizens_are_told_what_the_seeds_say_in_the_languages_that_seeds_do_not_speak(
    checkout: Path,
) -> None:
    (checkout / "surveys/seeds").mkdir(parents=True)
    (checkout / "surveys/seeds/city.json").write_text(
        '{"meta": {"vi": "a", "en": "b"}, "levels": {"vi": ["Kém", "Tốt"], "en": ["Bad", "Good"]},'
        ' "asked": [{"words": {"vi": {"title": "Sao?"}, "en": {"title": "Why?"}}}],'
        ' "units": [{"parents": [], "names": {"vi": "Thành phố", "en": "City"}},'
        ' {"parents": [{"slug": "city"}], "names": {"vi": "Phường", "en": "Ward"}}]}'
    )
    said = collected(checkout)
    told = [(m.context, m.id) for m in wanted(said, lao(checkout), "lo") if m.id]

    assert sorted(told) == [("content", word) for word in ("Bad", "City", "Good", "Why?")]
    assert {m.context for m in wanted(said, lao(checkout), "vi")} == {None}
