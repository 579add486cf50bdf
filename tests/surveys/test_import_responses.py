"""A file of responses comes in whole or not at all, and every bad line is named."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal, seed_pilot
from sqlalchemy import Engine, func, select

from surveys import days
from surveys.database import reading
from surveys.responses import Entry, Import, KnownKey, Pending
from surveys.transfer.files import Imported
from surveys.transfer.lines import Problem
from surveys.transfer.responses import import_responses

HEADER = "touchpoint,given_at,overall"
WHEN = "2023-05-12T09:30"


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-hoa-mai")
    return make_touchpoint(engine, "phuong-hoa-mai")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "responses.csv"


def bring_in(engine: Engine, file: Path, *lines: str | bytes, sep: str = "\n") -> Imported:
    """Import these lines, which are all good."""
    done, problems = try_in(engine, file, *lines, sep=sep)
    assert problems == []
    return done


def try_in(
    engine: Engine, file: Path, *lines: str | bytes, sep: str = "\n"
) -> tuple[Imported, list[Problem]]:
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    file.write_bytes(sep.encode().join(raw))
    problems: list[Problem] = []
    return import_responses(engine, file, problems.append), problems


def reasons(problems: Sequence[Problem]) -> list[tuple[int, str, str]]:
    return [problem[:3] for problem in problems]


def stored(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(Pending.__table__).order_by(Pending.id)))


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_a_line_becomes_a_response_that_is_due_at_once(
    engine: Engine, file: Path, code: str
) -> None:
    done = bring_in(engine, file, HEADER, f"{code},{WHEN},5")

    (row,) = stored(engine)
    assert done == Imported(stored=1)
    assert (row.overall, row.settles_ms, row.flags, row.simulated) == (5, 0, 0, False)
    assert (row.day, row.channel, row.locale) == (date(2023, 5, 12), 4, "vi")
    assert row.given_ms == days.read_moment("2023-05-12T09:30+07:00")
    assert seal(engine) == 1


def test_its_key_is_remembered_for_ever(engine: Engine, file: Path, code: str) -> None:
    bring_in(engine, file, f"{HEADER},key", f"{code},{WHEN},5,mau-17")

    with reading(engine) as connection:
        (known,) = connection.execute(select(KnownKey.__table__))
    assert (known.key, known.until, known.receipt) == ("mau-17", None, None)


def test_the_same_file_again_stores_nothing_and_says_when(
    engine: Engine, file: Path, code: str
) -> None:
    bring_in(engine, file, HEADER, f"{code},{WHEN},5")

    again = import_responses(engine, file, pytest.fail)

    assert again.stored == 0
    assert again.before is not None
    assert len(stored(engine)) == 1


def test_all_columns_are_read(engine: Engine, file: Path) -> None:
    register = seed_pilot(engine)
    place = next(p for p in register.places.values() if p.service_id is None)
    bring_in(
        engine,
        file,
        "key,touchpoint,service,submitted_at,channel,locale,survey,overall,comment,"
        "q.access,q.staff,q.visits,q.on_time,q.unfinished",
        f"k1,{place.code.lower()},chung-thuc,2023-05-12 09:30,Phone,en,default@1,,Tốt,na,4,3,2,1",
    )

    (row,) = stored(engine)
    assert (row.key, row.channel, row.locale, row.overall) == ("k1", 5, "en", None)
    assert register.service_slugs[row.service_id] == "chung-thuc"
    assert (row.access, row.staff, row.visits, row.on_time, row.unfinished) == (0, 4, 3, 2, 1)
    assert (row.comment, row.procedure, row.extra) == ("Tốt", None, None)


def test_a_byte_order_mark_and_semicolons_are_read(engine: Engine, file: Path, code: str) -> None:
    lines = ("\ufefftouchpoint;given_at;overall;comment", f"{code};{WHEN};4;nhanh, gọn")

    assert bring_in(engine, file, *lines, sep="\r\n").stored == 1
    assert stored(engine)[0].comment == "nhanh, gọn"


def test_decomposed_letters_are_composed(engine: Engine, file: Path, code: str) -> None:
    comment = unicodedata.normalize("NFD", "Thủ tục rườm rà")
    bring_in(engine, file, f"{HEADER},comment", f"{code},{WHEN},4,{comment}")

    assert stored(engine)[0].comment == "Thủ tục rườm rà"


def test_personal_data_is_masked_before_it_is_stored(engine: Engine, file: Path, code: str) -> None:
    bring_in(engine, file, f"{HEADER},comment", f"{code},{WHEN},4,Gọi tôi số 0912345678")

    assert stored(engine)[0].comment == "Gọi tôi số [SDT]"


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


def test_a_key_said_twice_the_same_way_counts_once(engine: Engine, file: Path, code: str) -> None:
    line = f"{code},{WHEN},5,k1"

    assert bring_in(engine, file, f"{HEADER},key", line, line) == Imported(stored=1, known=1)


def test_a_key_said_twice_in_different_ways_is_refused(
    engine: Engine, file: Path, code: str
) -> None:
    lines = (f"{HEADER},key", f"{code},{WHEN},5,k1", f"{code},{WHEN},4,k1")

    _, problems = try_in(engine, file, *lines)

    assert problems == [Problem(3, "key", "contradicts", "2")]


def test_a_key_of_another_file_is_known(engine: Engine, file: Path, code: str) -> None:
    header = f"{HEADER},key"
    bring_in(engine, file, header, f"{code},{WHEN},5,k1")

    done = bring_in(engine, file, header, f"{code},{WHEN},5,k1", f"{code},{WHEN},1,k2")

    assert done == Imported(stored=1, known=1)
    assert [row.overall for row in stored(engine)] == [5, 1]


def test_a_sealed_response_is_known_even_when_its_key_is_forgotten(
    engine: Engine, file: Path, code: str
) -> None:
    day = date(2023, 5, 12)
    (sealed,) = make_responses(engine, code, [5], day)
    seal(engine)
    (waiting,) = make_responses(engine, code, [5], day)
    with engine.begin() as connection:
        connection.execute(KnownKey.__table__.delete())

    lines = (f"{code},{WHEN},5,{key}" for key in (sealed, waiting))
    done = bring_in(engine, file, f"{HEADER},key", *lines)

    assert done == Imported(known=2)
    assert (count(engine, Entry), count(engine, Pending)) == (1, 1)


def test_two_equal_lines_without_keys_are_two_citizens(
    engine: Engine, file: Path, code: str
) -> None:
    line = f"{code},{WHEN},5"

    assert bring_in(engine, file, HEADER, line, line).stored == 2


def test_an_apostrophe_that_guards_a_cell_is_taken_off(
    engine: Engine, file: Path, code: str
) -> None:
    bring_in(engine, file, f"{HEADER},comment", f"{code},{WHEN},5,'=1+1", f"{code},{WHEN},5,'tốt'")

    assert [row.comment for row in stored(engine)] == ["=1+1", "'tốt'"]


def test_a_response_counts_at_the_unit_of_its_day(engine: Engine, file: Path, code: str) -> None:
    bring_in(engine, file, HEADER, f"{code},2023-05-31T23:30,5", f"{code},2023-05-31T17:30Z,5")

    assert [row.day for row in stored(engine)] == [date(2023, 5, 31), date(2023, 6, 1)]
    assert {row.unit_id for row in stored(engine)} == {load(engine).find_unit("phuong-hoa-mai")}


@pytest.mark.slow
def test_one_bad_line_in_100_000_is_named_and_nothing_is_stored(
    engine: Engine, file: Path, code: str
) -> None:
    lines = [f"{code},{WHEN},5"] * 100_000
    lines[57_122] = f"{code},{WHEN},55"

    done, problems = try_in(engine, file, HEADER, *lines)

    assert problems == [Problem(57_124, "overall", "out_of_range", "55")]
    assert (done.stored, count(engine, Pending), count(engine, Import)) == (0, 0, 0)
