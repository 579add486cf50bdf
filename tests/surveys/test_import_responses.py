"""A file of responses comes in, its columns as promised, each citizen once."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from importing import HEADER, WHEN, bring_in, count, stored
from makers import load, make_responses, seal, seed_pilot
from sqlalchemy import Engine, insert, select

from surveys import days
from surveys.database import reading, writing
from surveys.responses import Entry, KnownKey, Pending
from surveys.services import ServiceCode
from surveys.transfer.files import Imported
from surveys.transfer.responses import import_responses


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


def test_a_key_said_twice_the_same_way_counts_once(engine: Engine, file: Path, code: str) -> None:
    line = f"{code},{WHEN},5,k1"

    assert bring_in(engine, file, f"{HEADER},key", line, line) == Imported(stored=1, known=1)


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


def test_a_procedure_code_means_the_service_that_had_it_on_that_day(
    engine: Engine, file: Path
) -> None:
    register = seed_pilot(engine)
    code = min(place.code for place in register.places.values())
    reissued, (before, after) = "9.999999", sorted(register.service_slugs)[:2]
    turn = date(2023, 1, 1)
    with writing(engine) as connection:
        row = {"code": reissued, "verified": True}
        spans = [(before, date(2020, 1, 1), turn), (after, turn, None)]
        for service, start, end in spans:
            dated = {"service_id": service, "valid_from": start, "valid_to": end}
            connection.execute(insert(ServiceCode).values(**row, **dated))

    days_ = ("2022-12-31", "2023-01-01")
    bring_in(engine, file, f"{HEADER},service", *(f"{code},{day},5,{reissued}" for day in days_))

    assert [row.service_id for row in stored(engine)] == [before, after]


def test_what_was_made_up_is_marked(engine: Engine, file: Path, code: str) -> None:
    file.write_text(f"{HEADER}\n{code},{WHEN},5")

    import_responses(engine, file, pytest.fail, simulated=True)

    assert stored(engine)[0].simulated
