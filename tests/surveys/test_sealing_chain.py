"""The chain: whatever is changed, removed or added behind the portal's back is found and named."""

from datetime import date

import makers
import pytest
from chain import found_after, tamper, verified
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine

from surveys import days
from surveys.database import reading
from surveys.responses import Entry
from surveys.sealing import sealer
from surveys.sealing.roots import root_at
from surveys.sealing.verify import verify

DAY = date(2023, 5, 4)


@pytest.fixture
def code(engine: Engine) -> str:
    """A touchpoint with 12 sealed responses in three blocks."""
    make_unit(engine, "thanh-pho-thu", "city")
    make_unit(engine, "phuong-thu", parent="thanh-pho-thu")
    code = make_touchpoint(engine, "phuong-thu")
    for day in range(3):
        make_responses(engine, code, [5, 4, 3, 1], DAY.replace(day=4 + day))
        makers.seal(engine)
    return code


def root(engine: Engine) -> dict[str, object]:
    with reading(engine) as connection:
        return root_at(connection, days.office_day(days.now_ms())).told()


def test_an_untouched_ledger_is_proven_whole(engine: Engine, code: str) -> None:
    findings = verified(engine)

    assert findings.ok
    assert (findings.seals, findings.entries) == (3, 12)
    assert findings.cells > 0
    assert findings.root == {name: root(engine)[name] for name in ("seal", "hash", "count")}


def test_an_empty_ledger_is_whole(engine: Engine) -> None:
    findings = verified(engine)

    assert findings.ok
    assert (findings.seals, findings.root) == (0, None)


CHANGES = [
    "overall = 5",
    "key = 'other'",
    "unit_id = 1",
    "day = '2023-05-09'",
    "given_ms = given_ms + 1",
    "received_ms = received_ms - 1",
    "service_id = 3",
    "survey_version_id = 9",
    "locale = 'en'",
    "channel = 6",
    "sign = -1",
    "prior_a = 1",
    "kind = 2",
    "staff = 1",
    "extra = '{\"a\": 1}'",
    "simulated = true",
    "response_id = 1",
]
CUBES = ["cell_day", "cell_service", "cell_service_day", "cell_hour", "cell_touchpoint"]


def test_a_changed_row_is_found_in_its_block(engine: Engine, code: str) -> None:
    found = {
        change: found_after(engine, f"UPDATE entry SET {change} WHERE id = 7") for change in CHANGES
    }

    assert [change for change in CHANGES if "seal 2: entries 5 to 8" not in found[change]] == []


def test_a_removed_row_is_named(engine: Engine, code: str) -> None:
    found = found_after(engine, "DELETE FROM entry WHERE id = 7")

    assert found == "seal 2: entry 7 is missing"


def test_a_row_removed_with_the_block_made_to_fit_is_found(engine: Engine, code: str) -> None:
    found = found_after(
        engine, "DELETE FROM entry WHERE id = 8", "UPDATE seal SET last_id = 7 WHERE id = 2"
    )

    assert "seal 2" in found


def test_an_added_row_is_found(engine: Engine, code: str) -> None:
    names = [column.name for column in Entry.__table__.columns if column.name != "id"]
    said = ", ".join(names)
    found = found_after(
        engine, f"INSERT INTO entry (id, {said}) SELECT 13, {said} FROM entry WHERE id = 12"
    )

    assert found == "entry 13 belongs to no seal"


def test_a_removed_block_is_found(engine: Engine, code: str) -> None:
    found = found_after(
        engine, "DELETE FROM entry WHERE seal_id = 2", "DELETE FROM seal WHERE id = 2"
    )

    assert found == "seal 2 is missing"


def test_a_row_moved_to_another_block_is_found(engine: Engine, code: str) -> None:
    found = found_after(engine, "UPDATE entry SET seal_id = 3 WHERE id = 8")

    assert "seal 2" in found


def test_a_changed_time_of_a_seal_is_found(engine: Engine, code: str) -> None:
    found = found_after(engine, "UPDATE seal SET sealed_ms = sealed_ms - 1 WHERE id = 2")

    assert "seal 2" in found


def test_a_changed_or_removed_cell_is_found(engine: Engine, code: str) -> None:
    for cube in CUBES:
        assert found_after(engine, f"UPDATE {cube} SET o5 = o5 + 1 WHERE o5 > 0").startswith(cube)
        assert found_after(engine, f"DELETE FROM {cube}").startswith(cube)


def test_ancestors_that_were_changed_are_found(engine: Engine, code: str) -> None:
    found = found_after(engine, "UPDATE unit_path SET ancestors = '7' WHERE ancestors = '1'")

    assert "does not match its entries" in found


def test_ancestors_that_were_removed_are_found(engine: Engine, code: str) -> None:
    found = found_after(engine, "DELETE FROM unit_path")

    assert "is missing" in found


def test_a_doubt_that_was_lifted_behind_the_back_is_found(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5], DAY, flags=1)
    makers.seal(engine)
    found = found_after(engine, "DELETE FROM screening")

    assert found != "nothing"


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("change", ["day = 'x'", "overall = 'x'", "extra = 'x'"])
def test_a_row_that_cannot_be_read_is_a_difference(engine: Engine, code: str, change: str) -> None:
    found = found_after(engine, f"UPDATE entry SET {change} WHERE id = 7")

    assert "something stored cannot be read" in found


def test_a_held_root_proves_what_came_before_it(engine: Engine, code: str) -> None:
    held = root(engine)
    make_responses(engine, code, [5] * 3, DAY)
    makers.seal(engine)

    assert verified(engine, held).ok


def test_a_chain_written_anew_does_not_pass_through_a_held_root(engine: Engine, code: str) -> None:
    held = root(engine)
    for table in (
        "entry",
        "seal",
        "cell_day",
        "cell_service",
        "cell_service_day",
        "cell_hour",
        "cell_touchpoint",
    ):
        tamper(engine, f"DELETE FROM {table}")
    make_responses(engine, code, [5] * 12, DAY)
    while sealer.seal_once(engine, 4):
        pass

    assert verified(engine).ok
    assert verified(engine, held).difference == (
        "seal 3 does not have the hash and count of the held root"
    )


def test_a_chain_cut_short_does_not_reach_a_held_root(engine: Engine, code: str) -> None:
    held = root(engine)
    tamper(engine, "DELETE FROM entry WHERE seal_id = 3")
    tamper(engine, "DELETE FROM seal WHERE id = 3")

    assert verified(engine, held).difference == "seal 3 of the held root is missing"


def test_rows_beyond_the_last_block_are_found(engine: Engine, code: str) -> None:
    found = found_after(
        engine,
        "UPDATE entry SET id = 13, seal_id = 4 WHERE id = 12",
        "UPDATE seal SET last_id = 11 WHERE id = 3",
    )

    assert found != "nothing"


def test_a_verification_tells_how_far_it_is(engine: Engine, code: str) -> None:
    told: list[tuple[int, int]] = []
    with reading(engine) as connection:
        verify(connection, None, lambda done, of: told.append((done, of)))

    assert told == [(4, 12), (8, 12), (12, 12)]
