"""The right words, numbers and days for whoever reads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import translations
from translations.catalogues import is_for_citizens_only, read_catalogue

pytestmark = pytest.mark.fast

HEADER = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_every_folder_with_words_is_a_language() -> None:
    assert translations.languages() == ("en", "ja", "ko", "vi", "zh")
    assert translations.complete_languages() == ("en", "vi")


def test_every_language_can_be_spoken() -> None:
    translations.compile_all()


def test_a_language_may_be_for_citizens_only(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    file.write_text('msgid ""\nmsgstr ""\n"Language: ko\\n"\n"X-Scope: citizen\\n"\n\n')

    assert is_for_citizens_only(file)


def test_each_language_has_its_own_name() -> None:
    names = [translations.own_name(code) for code in ("vi", "en", "ko", "zh", "ja")]

    assert names == ["Tiếng Việt", "English", "한국어", "中文", "日本語"]


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("vi", ["1.284", "1.284,5", "88%", "87,5%", "2/10/2023", "tháng 5/2023"]),
        ("en", ["1,284", "1,284.5", "88%", "87.5%", "2 Oct 2023", "May 2023"]),
        ("ko", ["1,284", "1,284.5", "88%", "87.5%", "2023. 10. 2.", "2023년 5월"]),
        ("zh", ["1,284", "1,284.5", "88%", "87.5%", "2023年10月2日", "2023年5月"]),
        ("ja", ["1,284", "1,284.5", "88%", "87.5%", "2023年10月2日", "2023年5月"]),
    ],
)
def test_numbers_and_days_look_as_in_that_language(code: str, written: list[str]) -> None:
    with translations.speak(code):
        assert [
            translations.number(1284),
            translations.number(1284.45, 1),
            translations.share(0.875),
            translations.share(0.875, 1),
            translations.day(date(2023, 10, 2)),
            translations.month_name(date(2023, 5, 31)),
        ] == written


@pytest.mark.parametrize(
    ("share", "people"), [(0.875, "88"), (0.8148148, "81"), (0.285, "29"), (0.0, "0"), (1, "100")]
)
def test_halves_are_rounded_up_from_the_exact_value(share: float, people: str) -> None:
    assert translations.in_hundred(share) == people


def test_what_rounds_to_nothing_has_no_sign() -> None:
    with translations.speak("en"):
        told = [translations.number(value, 1) for value in (-0.04, 0.0, -0.06)]
    assert told == ["0.0", "0.0", "-0.1"]


def test_a_sentence_without_translation_is_said_in_english() -> None:
    with translations.speak("vi"):
        assert translations.gettext("Nobody wrote %(what)s down", what="this") == (
            "Nobody wrote this down"
        )


def test_a_number_of_things_is_written_out() -> None:
    with translations.speak("en"):
        said = [translations.ngettext("%(num)s day", "%(num)s days", n) for n in (1, 2, 1284)]

    assert said == ["1 day", "2 days", "1,284 days"]


def test_a_sentence_about_things_takes_other_names_too() -> None:
    with translations.speak("en"):
        said = translations.ngettext("%(num)s by %(who)s", "%(num)s by %(who)s", 3, who="us")

    assert said == "3 by us"


def test_an_empty_text_is_not_the_header() -> None:
    assert translations.gettext("") == ""


def test_a_constant_is_collected_but_not_translated() -> None:
    with translations.speak("vi"):
        assert translations.mark("MMMM y") == "MMMM y"


def test_speaking_for_a_while_gives_the_word_back() -> None:
    with translations.speak("en"):
        with translations.speak("vi"):
            assert translations.spoken() == "vi"
        assert translations.spoken() == "en"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(translations.UnknownLanguage):
        translations.speak("tlh")


def test_two_conversations_do_not_mix() -> None:
    async def talk(code: str) -> str:
        translations.speak(code)
        await asyncio.sleep(0)
        return await asyncio.to_thread(translations.month_name, date(2023, 5, 1))

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(talk(code) for code in ("vi", "en") * 20))

    with ThreadPoolExecutor(1) as apart:
        said = apart.submit(lambda: asyncio.run(all_at_once())).result()

    assert said == ["tháng 5/2023", "May 2023"] * 20


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "vi"),
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR, en;q=0.8, vi;q=0.9", "vi"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8", "ko"),
        ("ja-JP", "ja"),
        ("zh-TW,zh;q=0.9", "zh"),
        ("zh-Hans-CN", "zh"),
        ("th", "vi"),
        ("en;q=0", "vi"),
        ("*", "vi"),
        ("en; q=1.0", "en"),
        ("EN-us", "en"),
        ("en;q=many,,;=", "vi"),
        ("x" * 5000 + ",en", "vi"),
    ],
)
def test_the_browser_gets_the_language_it_likes_best(accept: str | None, chosen: str) -> None:
    assert translations.negotiate(accept, "vi") == chosen


def test_the_choice_may_be_among_fewer_languages() -> None:
    assert translations.negotiate("ko,en;q=0.5", "vi", ("en", "vi")) == "en"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (b'msgid "One"\nmsgstr "M\xff"\n', 5),
        (b'msgid "One"\nmsgstr "Mot"\n\nmsgid "Two"\nmsgstt "Hai"\n', 8),
        (b'msgid "One"\nmsgstr "Mot\n', 5),
    ],
)
def test_a_malformed_file_is_named_with_its_line(words: bytes, line: int, tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    file.write_bytes(HEADER + words)

    with pytest.raises(translations.BrokenCatalogue, match=rf"messages\.po, line {line}: "):
        read_catalogue(file, "vi")


def test_a_sentence_left_empty_is_said_in_english(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    file.write_bytes(HEADER + b'msgid "Day"\nmsgid_plural "Days"\nmsgstr[0] ""\n')

    assert read_catalogue(file, "vi").ngettext("Day", "Days", 2) == "Days"
