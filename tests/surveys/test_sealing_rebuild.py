"""Rebuilding: cells that are wrong come right again, while ratings are sealed."""

from collections.abc import Callable
from datetime import date

import makers
import pytest
from chain import tamper, verified
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine

from surveys.sealing.counting import UnknownPath
from surveys.sealing.recount import Rebuilt, rebuild

pytestmark = pytest.mark.fast

DAY = date(2023, 5, 4)
CUBES = ["cell_day", "cell_service", "cell_service_day", "cell_hour", "cell_touchpoint"]


@pytest.fixture
def code(engine: Engine) -> str:
    """A touchpoint with sealed responses, among them one in doubt and one on paper."""
    make_unit(engine, "thanh-pho-thu", "city")
    make_unit(engine, "phuong-thu", parent="thanh-pho-thu")
    code = make_touchpoint(engine, "phuong-thu")
    make_responses(engine, code, [5, 4, 3, 1], DAY, access=4)
    make_responses(engine, code, [5], DAY, flags=1)
    make_responses(engine, code, [2], DAY.replace(month=8), channel="paper")
    makers.seal(engine)
    return code


def quiet(_done: int, _all: int) -> None:
    """Tell nobody."""


def test_whole_cells_are_left_as_they_are(engine: Engine, code: str) -> None:
    assert rebuild(engine, quiet) == Rebuilt(6, 0)


def test_broken_cells_come_right(engine: Engine, code: str) -> None:
    cells = verified(engine).cells
    for cube in CUBES:
        tamper(engine, f"UPDATE {cube} SET o5 = o5 + 3, responses = 0 WHERE flagged")
    tamper(engine, "DELETE FROM cell_day WHERE scope = 'own'")
    assert not verified(engine).ok

    done = rebuild(engine, quiet)

    assert done.entries == 6
    assert done.mended >= 4
    assert verified(engine).ok
    assert verified(engine).cells == cells


def test_cells_that_count_nothing_real_are_emptied(engine: Engine, code: str) -> None:
    tamper(engine, "UPDATE cell_day SET day = '2001-01-01' WHERE flagged")

    rebuild(engine, quiet)

    assert verified(engine).ok


def test_all_cells_come_back_from_nothing(engine: Engine, code: str) -> None:
    for cube in CUBES:
        tamper(engine, f"DELETE FROM {cube}")

    rebuild(engine, quiet)

    assert verified(engine).ok


def sealing(engine: Engine, code: str) -> Callable[[int, int], None]:
    def seal_meanwhile(_done: int, _all: int) -> None:
        make_responses(engine, code, [5, 1], DAY)
        make_responses(engine, code, [4], DAY.replace(year=2024))
        makers.seal(engine)

    return seal_meanwhile


def test_what_is_sealed_meanwhile_is_counted_once(engine: Engine, code: str) -> None:
    tamper(engine, "UPDATE cell_day SET o5 = 99 WHERE scope = 'own'")

    rebuild(engine, sealing(engine, code))

    findings = verified(engine)
    assert findings.ok
    assert findings.entries == 9


def test_ancestors_that_are_missing_are_named(engine: Engine, code: str) -> None:
    tamper(engine, "DELETE FROM unit_path WHERE ancestors <> ''")

    with pytest.raises(UnknownPath):
        rebuild(engine, quiet)
