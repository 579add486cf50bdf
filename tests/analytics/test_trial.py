"""How well comments are read is counted as a statistician would, and held to the targets."""

from pathlib import Path

import pytest
import text_check

from analytics.text import Reading, read
from analytics.text.trial import BadLabelled, Labelled, accuracy, judge, load, macro_f1

pytestmark = pytest.mark.fast

PAIRS = [
    ("positive", "positive"),
    ("positive", "positive"),
    ("positive", "negative"),
    ("neutral", "negative"),
    ("negative", "negative"),
]


def test_accuracy_and_macro_f1_are_those_of_the_textbook() -> None:
    assert accuracy(PAIRS) == 0.6
    # F1: positive 2*2/(3+2), negative 2*1/(1+3), neutral 0.
    assert macro_f1(PAIRS) == pytest.approx((0.8 + 0.5 + 0) / 3)


def test_flips_and_themes_are_counted_over_what_was_labelled() -> None:
    def said(text: str) -> Reading:
        return Reading("vi", float(text), "none", ("staff", "time"), {}, (), "0")

    comments = [
        Labelled("1", "positive", frozenset({"staff"})),
        Labelled("1", "negative", None),
        Labelled("1", "neutral", frozenset({"time", "staff"})),
    ]
    score = judge(comments, said)

    assert score.flips == 0.5
    assert score.themes == pytest.approx(2 * 3 / (4 + 3))
    assert score.accuracy.low <= score.accuracy.value <= score.accuracy.high


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "a"}', '{"text": "a", "label": "good"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text('{"text": "a", "label": "neutral"}\n' + line + "\n", "utf-8")

    with pytest.raises(BadLabelled, match=r"some\.jsonl, line 2"):
        load(file)


# Read while the words were chosen, so above what strange comments reach.
SEEN = [text_check.DATA / f"{name}.jsonl" for name in ("ward_second", "challenge_second")]


@pytest.mark.parametrize("file", [*text_check.kept(), *SEEN], ids=lambda file: file.name)
def test_the_labelled_comments_are_read_as_well_as_promised(file: Path) -> None:
    assert [line.words for line in text_check.said_of(file, load(file)) if not line.met] == []


# Developed on, so above what strange comments reach; what it guards is that it gets no worse.
DEVELOPED_ON = 0.88


def test_themes_are_heard_as_well_as_when_they_were_last_worked_on() -> None:
    themes = judge(load(text_check.DATA / "themes_dev.jsonl"), read).themes

    assert themes is not None
    assert themes >= DEVELOPED_ON


def test_without_a_held_out_set_the_check_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(text_check, "HELD_OUT", ("never_written.jsonl",))

    assert text_check.main([]) == 2
    assert "there is no held-out set: never_written.jsonl" in capsys.readouterr().err


def test_a_check_of_a_file_that_is_not_there_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert text_check.main(["nowhere.jsonl"]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_the_command_gives_the_verdicts_that_are_checked() -> None:
    assert judge(load(text_check.DATA / "comments_small.jsonl"), read).accuracy.value >= 0.95
