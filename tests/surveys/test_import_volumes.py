"""Closed transactions come in whole or not at all; a corrected count replaces the one before."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from makers import seed_pilot
from sqlalchemy import Engine, event, insert, select

from surveys import days
from surveys.database import reading, writing
from surveys.register import Register
from surveys.responses import Import, Seal
from surveys.transfer.files import Imported
from surveys.transfer.lines import Problem
from surveys.transfer.staging import PORTION, clear_abandoned
from surveys.transfer.volumes import import_volumes
from surveys.volumes import Volume

HEADER = "unit,service,day,closed"
WARD = "phuong-dang-lam"


@pytest.fixture
def register(engine: Engine) -> Register:
    return seed_pilot(engine)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "volumes.csv"


def bring_in(engine: Engine, file: Path, *lines: str) -> tuple[Imported, list[Problem]]:
    file.write_text("\n".join([HEADER, *lines]))
    problems: list[Problem] = []
    return import_volumes(engine, file, problems.append), problems


def stored(engine: Engine) -> list[tuple[Any, ...]]:
    """Every row by place, the corrected ones before their corrections."""
    here = (Volume.unit_id, Volume.day, Volume.service_id)
    rows = select(*here, Volume.closed).order_by(*here, Volume.import_id)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(rows)]


def test_volumes_are_stored_by_unit_day_and_service(
    engine: Engine, file: Path, register: Register
) -> None:
    lines = (f"{WARD},,2023-05-12,40", f"{WARD},chung-thuc,2023-05-12,25")

    done, problems = bring_in(engine, file, *lines)

    unit, service = register.find_unit(WARD), {s: i for i, s in register.service_slugs.items()}
    assert (done, problems) == (Imported(stored=2), [])
    assert stored(engine) == [
        (unit, date(2023, 5, 12), 0, 40),
        (unit, date(2023, 5, 12), service["chung-thuc"], 25),
    ]


def test_the_same_file_again_stores_nothing(engine: Engine, file: Path, register: Register) -> None:
    bring_in(engine, file, f"{WARD},,2023-05-12,40")

    again, _ = bring_in(engine, file, f"{WARD},,2023-05-12,40")

    assert again.before is not None


def test_a_corrected_count_joins_the_one_it_replaces_and_an_equal_one_is_known(
    engine: Engine, file: Path, register: Register
) -> None:
    bring_in(engine, file, f"{WARD},,2023-05-12,40", f"{WARD},,2023-05-13,7")

    done, _ = bring_in(
        engine,
        file,
        f"{WARD},,2023-05-12,41",
        f"{WARD},,2023-05-13,7",
        f"{WARD},,2023-05-14,8",
        f"{WARD},,2023-05-14,8",
    )

    assert done == Imported(stored=1, replaced=1, known=2)
    assert [row[3] for row in stored(engine)] == [40, 41, 7, 8]


def test_a_correction_is_compared_with_the_newest_count(
    engine: Engine, file: Path, register: Register
) -> None:
    for closed in (40, 41):
        bring_in(engine, file, *(f"{WARD},,2023-05-{day},{closed}" for day in (12, 13)))

    back, _ = bring_in(engine, file, f"{WARD},,2023-05-12,40", f"{WARD},,2023-05-13,41")

    assert back == Imported(replaced=1, known=1)
    assert [row[3] for row in stored(engine)] == [40, 41, 40, 40, 41]


def test_a_file_that_corrects_everything_never_holds_the_lock_for_long(
    engine: Engine, file: Path, register: Register
) -> None:
    first = date(2023, 5, 1).toordinal()
    places = [
        f"{unit},,{date.fromordinal(first + n)}" for unit in register.slugs for n in range(90)
    ]
    bring_in(engine, file, *(f"{place},40" for place in places))
    written = [0]

    def hear(
        _connection: Any, _cursor: Any, said: str, rows: Any, _context: Any, many: bool
    ) -> None:
        if said.startswith(("INSERT INTO volume ", "UPDATE volume ")):
            written[-1] += len(rows) if many else 1

    event.listen(engine, "before_cursor_execute", hear)
    event.listen(engine, "commit", lambda _connection: written.append(0))
    done, _ = bring_in(engine, file, *(f"{place},41" for place in places))

    assert done == Imported(replaced=len(places))
    assert (sum(written), max(written)) == (len(places), PORTION)


def test_a_clock_that_went_back_does_not_close_a_file_before_a_seal(
    engine: Engine, file: Path, register: Register
) -> None:
    ahead_ms = days.now_ms() + 60_000
    with writing(engine) as connection:
        block = {"first_id": 1, "last_id": 1, "encoding": 1, "hash": bytes(32)}
        connection.execute(insert(Seal).values(id=1, sealed_ms=ahead_ms, **block))

    bring_in(engine, file, f"{WARD},,2023-05-12,40")

    with reading(engine) as connection:
        closed_at = connection.scalars(select(Import.closed_at)).one()
    assert closed_at == days.moment(ahead_ms + 1)


def test_every_bad_line_is_named_and_nothing_is_stored(
    engine: Engine, file: Path, register: Register
) -> None:
    done, problems = bring_in(
        engine,
        file,
        f"{WARD},,2023-05-12,40",
        "phuong-x,,2023-05-12,40",
        f"{WARD},no-such,2023-05-12,-1",
        f"{WARD},,12/05/2023,4.5",
        f"{WARD},,2999-01-01,",
        f"{WARD},,2023-05-12,41",
    )

    assert problems == [
        Problem(3, "unit", "unknown_unit", "phuong-x"),
        Problem(4, "service", "unknown_service", "no-such"),
        Problem(4, "closed", "bad_count", "-1"),
        Problem(5, "day", "bad_day", "12/05/2023"),
        Problem(5, "closed", "bad_count", "4.5"),
        Problem(6, "day", "future", "2999-01-01"),
        Problem(6, "closed", "missing", ""),
        Problem(7, "closed", "contradicts", "2"),
    ]
    assert (done, stored(engine)) == (Imported(problems=8), [])


def test_what_a_killed_import_left_is_cleared_away(
    engine: Engine, file: Path, register: Register
) -> None:
    bring_in(engine, file, f"{WARD},,2023-05-12,40")
    with writing(engine) as connection:
        left = {"what": "volumes", "digest": "0", "name": "v.csv", "rows": 1}
        connection.execute(insert(Import).values(id=7, started_at=days.now(), **left))
        row = {"unit_id": register.find_unit(WARD), "day": date(2023, 5, 12), "import_id": 7}
        more = [row | {"service_id": service, "closed": 4} for service in range(PORTION + 1)]
        connection.execute(insert(Volume), more)

    assert clear_abandoned(engine) == 1
    assert [row[3] for row in stored(engine)] == [40]


@pytest.mark.slow
def test_a_year_of_volumes_is_stored(engine: Engine, file: Path, register: Register) -> None:
    services = list(register.service_slugs.values())
    lines = [
        f"{unit},{service},{date.fromordinal(date(2023, 1, 1).toordinal() + day)},{day}"
        for day in range(50)
        for unit in register.slugs
        for service in services
    ]

    assert bring_in(engine, file, *lines)[0] == Imported(stored=len(lines))
