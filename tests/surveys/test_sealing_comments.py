"""Comments beside the chain: whatever is changed, moved, added or removed is found and named."""

import makers
import pytest
from chain import add, found_after, verified
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine

from surveys import days

pytestmark = pytest.mark.fast


@pytest.fixture(autouse=True)
def _commented(engine: Engine) -> None:
    """A sealed response with a sealed comment."""
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    (key,) = make_responses(engine, code, [2], days.office_day(days.now_ms()))
    add(engine, key, comment="Phải chờ rất lâu")
    makers.seal(engine)
    assert verified(engine).ok


def test_a_changed_comment_is_found(engine: Engine) -> None:
    found = found_after(engine, "UPDATE comment SET text = 'Rất nhanh'")

    assert "is not the one that was sealed" in found


def test_a_comment_blanked_without_an_erasure_is_found(engine: Engine) -> None:
    found = found_after(engine, "UPDATE comment SET text = NULL, salt = NULL")

    assert "taken away without an erasure" in found


@pytest.mark.parametrize(
    ("column", "value"),
    [("unit_id", "9"), ("day", "'2023-05-09'"), ("touchpoint_id", "9"), ("response_id", "2")],
)
def test_a_moved_comment_is_found(engine: Engine, column: str, value: str) -> None:
    found = found_after(engine, f"UPDATE comment SET {column} = {value}")

    assert found == f"the comment of entry 2 was moved: its {column} was changed"


def test_a_comment_that_was_added_is_found(engine: Engine) -> None:
    columns = "response_id, unit_id, touchpoint_id, day, text, salt"
    found = found_after(
        engine,
        f"INSERT INTO comment (id, entry_id, {columns}) SELECT 99, 1, {columns} FROM comment",
    )

    assert found == "the comment of entry 1 is not the one that was sealed"


def test_a_removed_comment_is_found(engine: Engine) -> None:
    found = found_after(engine, "DELETE FROM comment")

    assert found == "the comment of entry 2 is missing"
