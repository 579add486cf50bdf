"""One bad line and nothing of the file is stored; every bad line is named by its number."""

from pathlib import Path

import pytest
from importing import HEADER, WHEN, count, reasons, stored, try_in
from sqlalchemy import Engine

from surveys.responses import Import, KnownKey, Pending
from surveys.transfer.files import Imported
from surveys.transfer.lines import Problem


def test_a_comment_of_several_lines_leaves_the_numbers_right(
    engine: Engine, file: Path, code: str
) -> None:
    lines = (f"{HEADER},comment", f'{code},{WHEN},4,"một\nhai"', "", f"{code},{WHEN},6,")

    _, problems = try_in(engine, file, *lines)

    assert problems == [Problem(5, "overall", "out_of_range", "6")]


def test_every_bad_line_is_named_and_nothing_is_stored(
    engine: Engine, file: Path, code: str
) -> None:
    lines = [
        "touchpoint,given_at,overall,channel,service,survey,q.access,key,locale,comment",
        f"{code},{WHEN},5,paper,,,,,,",
        f"AAAAAAAAA,{WHEN},5,,,,,,,",
        f",{WHEN},5,,,,,,,",
        f"{code},12/05/2023,5,,,,,,,",
        f"{code},2999-01-01,5,,,,,,,",
        f"{code},,5,,,,,,,",
        f"{code},{WHEN},na,,,,,,,",
        f"{code},{WHEN},0,fax,x,default@9,6,{'k' * 129},không,{'a' * 501}",
        f"{code},{WHEN},,,,,,,,",
        f"{code},{WHEN},5",
        f"{code},{WHEN},5,,,,,,,,,",
    ]

    done, problems = try_in(engine, file, *lines)

    assert reasons(problems) == [
        (3, "touchpoint", "bad_code"),
        (4, "touchpoint", "missing"),
        (5, "given_at", "bad_time"),
        (6, "given_at", "future"),
        (7, "given_at", "missing"),
        (8, "overall", "out_of_range"),
        (9, "key", "bad_key"),
        (9, "channel", "unknown_channel"),
        (9, "locale", "bad_language"),
        (9, "survey", "unknown_version"),
        (9, "service", "unknown_service"),
        (10, "", "no_answer"),
        (11, "", "ragged"),
        (12, "", "ragged"),
    ]
    assert done == Imported(problems=14)
    assert (stored(engine), count(engine, Import), count(engine, KnownKey)) == ([], 0, 0)


def test_an_unknown_code_with_a_right_check_character_is_named(
    engine: Engine, file: Path, code: str
) -> None:
    stranger = "000000000"

    _, problems = try_in(engine, file, HEADER, f"{stranger},{WHEN},5")

    assert problems == [Problem(2, "touchpoint", "unknown_touchpoint", stranger)]


def test_answers_are_judged_by_their_question(engine: Engine, file: Path, code: str) -> None:
    header = f"{HEADER},q.access,q.visits,comment"
    too_long = "a" * 501

    _, problems = try_in(
        engine,
        file,
        header,
        f"{code},{WHEN},5,6,,",
        f"{code},{WHEN},5,,4,",
        f"{code},{WHEN},5,,,{too_long}",
    )

    assert problems == [
        Problem(2, "q.access", "out_of_range", "6"),
        Problem(3, "q.visits", "unknown_option", "4"),
        Problem(4, "comment", "too_long", ""),
    ]


def test_bytes_that_are_no_text_are_named(engine: Engine, file: Path, code: str) -> None:
    good = f"{code},{WHEN},5,"
    lines = [f"{HEADER},comment", good, good.encode() + b"\xff\xfe", good + "a\0b", good]

    _, problems = try_in(engine, file, *lines)

    assert reasons(problems) == [(3, "", "not_utf8"), (4, "", "nul")]


def test_a_megabyte_in_one_cell_is_named(engine: Engine, file: Path, code: str) -> None:
    huge = "x" * 1_000_000
    good = f"{code},{WHEN},5,"

    _, problems = try_in(engine, file, f"{HEADER},comment", good, good + huge, good, good + "6")

    assert reasons(problems) == [(3, "", "too_long")]


def test_a_quotation_mark_left_open_blames_its_own_line_only(
    engine: Engine, file: Path, code: str
) -> None:
    good, open_ = f"{code},{WHEN},5,", f'{code},{WHEN},5,"open'

    _, problems = try_in(engine, file, f"{HEADER},comment", good, open_, *[good] * 3000)

    assert reasons(problems) == [(3, "", "quotes")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("given_at,overall", [(1, "touchpoint", "missing_column")]),
        ("touchpoint,given_at,q.taste", [(1, "q.taste", "unknown_column")]),
        ("touchpoint,given_at,overall,marks", [(1, "marks", "unknown_column")]),
        ("touchpoint,given_at,submitted_at", [(1, "given_at", "repeated_column")]),
        ("touchpoint,given_at,overall,q.overall", [(1, "q.overall", "repeated_column")]),
        ("", [(1, "given_at", "missing_column"), (1, "touchpoint", "missing_column")]),
    ],
)
def test_a_header_that_cannot_be_understood_is_refused(
    engine: Engine, file: Path, header: str, expected: list[tuple[int, str, str]]
) -> None:
    _, problems = try_in(engine, file, header, "x,y,z")

    assert reasons(problems) == expected


def test_a_column_is_named_as_the_file_names_it(engine: Engine, file: Path, code: str) -> None:
    _, problems = try_in(engine, file, "Touchpoint,Submitted_At,Q.Staff", f"{code},never,9")

    assert reasons(problems) == [(2, "submitted_at", "bad_time"), (2, "q.staff", "out_of_range")]


def test_a_key_said_twice_in_different_ways_is_refused(
    engine: Engine, file: Path, code: str
) -> None:
    lines = (f"{HEADER},key", f"{code},{WHEN},5,k1", f"{code},{WHEN},4,k1")

    _, problems = try_in(engine, file, *lines)

    assert problems == [Problem(3, "key", "contradicts", "2")]


@pytest.mark.slow
def test_one_bad_line_in_100_000_is_named_and_nothing_is_stored(
    engine: Engine, file: Path, code: str
) -> None:
    lines = [f"{code},{WHEN},5"] * 100_000
    lines[57_122] = f"{code},{WHEN},55"

    done, problems = try_in(engine, file, HEADER, *lines)

    assert problems == [Problem(57_124, "overall", "out_of_range", "55")]
    assert (done.stored, count(engine, Pending), count(engine, Import)) == (0, 0, 0)


def test_the_label_of_what_is_simulated_is_yes_or_no(
    engine: Engine, code: str, tmp_path: Path
) -> None:
    lines = [f"{code},{WHEN},5,{label}" for label in ("1", "0", "TRUE", "false", "", "maybe")]

    _, problems = try_in(engine, tmp_path / "r.csv", f"{HEADER},simulated", *lines)

    assert reasons(problems) == [(7, "simulated", "bad_flag")]
