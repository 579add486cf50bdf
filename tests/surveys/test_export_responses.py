"""What is exported is every response that counts, once, and an import takes it back."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal, seed_pilot
from openpyxl import load_workbook
from sqlalchemy import Engine, insert, select, update
from ward import exclude

from surveys import additions, cells, days
from surveys.database import Base, make_engine, reading, writing
from surveys.responses import Entry, Import, Pending
from surveys.touchpoints import Touchpoint
from surveys.transfer.exports import export_responses
from surveys.transfer.folding import Wanted
from surveys.transfer.responses import import_responses

DAY = date(2023, 5, 12)


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "thanh-pho", "city")
    make_unit(engine, "phuong-hoa-mai", parent="thanh-pho")
    return make_touchpoint(engine, "phuong-hoa-mai")


def export(engine: Engine, format_: str = "csv", wanted: Wanted | None = None) -> bytes:
    out = io.BytesIO()
    with reading(engine) as connection:
        export_responses(connection, load(engine), wanted or Wanted(), format_, out)
    return out.getvalue()


def rows_of(engine: Engine, wanted: Wanted | None = None) -> list[dict[str, str]]:
    text = export(engine, wanted=wanted).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def add(
    engine: Engine,
    key: str,
    items: Mapping[str, int | None],
    comment: str | None = None,
    service_id: int | None = None,
) -> None:
    """What the citizen of this response adds later."""
    with writing(engine) as connection:
        found = connection.execute(select(Pending.__table__).where(Pending.key == key)).first()
        said = found or connection.execute(select(Entry.__table__).where(Entry.key == key)).first()
        assert said is not None
        columns = {name: getattr(said, name) for name in additions.SAID}
        given = additions.Given(key, True, columns)
        additions.record(connection, given, dict(items), comment, service_id, 0)


def test_a_waiting_and_a_sealed_response_look_the_same(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], DAY, access=0, staff=4, comment="Tốt")
    waiting = rows_of(engine)
    seal(engine)

    assert rows_of(engine) == waiting
    assert waiting == [
        waiting[0]
        | {
            "touchpoint": code,
            "service": "",
            "given_at": "2023-05-12T09:00:00+07:00",
            "channel": "qr",
            "locale": "vi",
            "survey": "default@2",
            "overall": "5",
            "comment": "Tốt",
            "q.access": "na",
            "q.staff": "4",
            "q.result": "",
        }
    ]


def test_additions_are_folded_in_sealed_or_not(engine: Engine, code: str) -> None:
    (key,) = make_responses(engine, code, [5], DAY, comment="Tốt")
    seal(engine)
    add(engine, key, {"access": 4}, "Rất tốt")
    seal(engine)
    add(engine, key, {"access": 1, "staff": 0, "visits": 2})

    (row,) = rows_of(engine)

    assert (row["overall"], row["comment"]) == ("5", "Rất tốt")
    assert (row["q.access"], row["q.staff"], row["q.visits"]) == ("4", "na", "2")


def test_an_excluded_response_is_left_out(engine: Engine, code: str) -> None:
    first, second = make_responses(engine, code, [1, 5], DAY)
    seal(engine)
    exclude(engine, first)

    assert [row["key"] for row in rows_of(engine)] == [second]


def test_rows_of_an_open_import_are_left_out(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], DAY)
    with writing(engine) as connection:
        open_ = {"what": "responses", "digest": "0", "name": "r.csv", "rows": 0}
        connection.execute(insert(Import).values(id=3, started_at=days.now(), **open_))
        connection.execute(update(Pending).values(import_id=3))

    assert rows_of(engine) == []


def test_a_response_without_a_mark_is_exported(engine: Engine, code: str) -> None:
    make_responses(engine, code, [None], DAY, unfinished=3)

    (row,) = rows_of(engine)

    assert (row["overall"], row["q.unfinished"]) == ("", "3")


def test_days_and_units_narrow_it(engine: Engine, code: str) -> None:
    for day in (11, 12, 13):
        make_responses(engine, code, [5], date(2023, 5, day))
    seal(engine)
    make_responses(engine, make_touchpoint(engine, "thanh-pho"), [3], DAY)
    city = load(engine).find_unit("thanh-pho")

    one_day = Wanted(DAY, date(2023, 5, 13))

    assert sorted(row["overall"] for row in rows_of(engine, one_day)) == ["3", "5"]
    assert [row["overall"] for row in rows_of(engine, Wanted(unit_id=city))] == ["3"]
    assert len(rows_of(engine, Wanted(unit_id=city, below=True))) == 4


def twin(engine: Engine, file: Path) -> Engine:
    """Another database, of the same units and with the same codes on the walls."""
    other = make_engine(f"sqlite:///{file}")
    Base.metadata.create_all(other)
    seed_pilot(other)
    with reading(engine) as connection:
        codes = connection.execute(select(Touchpoint.seed, Touchpoint.code)).all()
    with writing(other) as connection:
        for seed, code in codes:
            connection.execute(update(Touchpoint).where(Touchpoint.seed == seed).values(code=code))
    return other


def figures(engine: Engine) -> list[set[tuple[Any, ...]]]:
    """Every cell that counts something."""
    found = []
    with reading(engine) as connection:
        for cube in cells.CUBES:
            keys = len(cube.primary_key.columns)
            rows = (tuple(row) for row in connection.execute(select(cube)))
            found.append({row for row in rows if any(row[keys:])})
    return found


def by_key(engine: Engine) -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in rows_of(engine)}


def test_an_import_elsewhere_gives_the_same_figures(engine: Engine, tmp_path: Path) -> None:
    register = seed_pilot(engine)
    places = sorted(register.places.values(), key=lambda place: place.id)[:4]
    for number, place in enumerate(places):
        day = date(2023, 1 + number, 28)
        said = {"access": number, "staff": 5, "comment": "=HYPERLINK(1), 'tốt'\nvà nhanh"}
        keys = make_responses(engine, place.code, [1, 4, 5, 5], day, hour=17, **said)
        make_responses(engine, place.code, [None], day, unfinished=2, channel="kiosk")
        seal(engine)
        add(engine, keys[0], {"result": 2, "visits": 3, "on_time": 4})
        add(engine, keys[1], {}, service_id=5)
        seal(engine)
        exclude(engine, keys[3])
        make_responses(engine, place.code, [3], day, channel="assisted", service_id=4)
    file = tmp_path / "export.csv"
    file.write_bytes(export(engine))
    other = twin(engine, tmp_path / "other.db")

    done = import_responses(other, file, pytest.fail)

    seal(engine)
    seal(other)
    assert done.stored == 20
    assert figures(other) == figures(engine)
    # Within a block the ledger has an order of its own.
    assert by_key(other) == by_key(engine)
    other.dispose()


def test_an_export_brought_back_stores_nothing(engine: Engine, code: str, tmp_path: Path) -> None:
    make_responses(engine, code, [5, 4], DAY)
    seal(engine)
    file = tmp_path / "export.csv"
    file.write_bytes(export(engine))

    done = import_responses(engine, file, pytest.fail)

    assert (done.stored, done.known) == (0, 2)


def test_json_says_the_same_as_csv(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5, 1], DAY, access=0, comment="=1+1")
    seal(engine)

    told = json.loads(export(engine, "json"))

    assert [row["overall"] for row in told] == [5, 1]
    assert {row["comment"] for row in told} == {"=1+1"}
    assert (told[0]["q.access"], told[0]["q.staff"]) == ("na", None)
    assert list(told[0]) == list(rows_of(engine)[0])


def test_nothing_to_export_is_still_a_table(engine: Engine, code: str) -> None:
    assert json.loads(export(engine, "json")) == []
    assert export(engine).startswith(b"\xef\xbb\xbfkey,touchpoint,")
    sheet = load_workbook(io.BytesIO(export(engine, "xlsx"))).active
    assert [row[0].value for row in sheet.iter_rows()] == ["key"]


def test_what_is_simulated_stays_labelled_elsewhere(engine: Engine, tmp_path: Path) -> None:
    places = list(seed_pilot(engine).places.values())
    keys = make_responses(engine, places[0].code, [5, 4], DAY)
    assert "simulated" not in rows_of(engine)[0]
    with writing(engine) as connection:
        connection.execute(update(Pending).where(Pending.key == keys[0]).values(simulated=True))
    labels = {row["key"]: row["simulated"] for row in rows_of(engine)}
    file = tmp_path / "export.csv"
    file.write_bytes(export(engine))
    other = twin(engine, tmp_path / "other.db")

    import_responses(other, file, pytest.fail)

    assert labels == {keys[0]: "1", keys[1]: "0"}
    assert {row["key"]: row["simulated"] for row in rows_of(other)} == labels
    other.dispose()
