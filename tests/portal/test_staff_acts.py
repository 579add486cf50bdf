"""The auditor reads each act of the staff log in words, in every language of the staff pages."""

import ast
from pathlib import Path

import pytest

from portal.staff.actions.acts import ACTS as OF_RECORDS
from portal.staff.acts import ACTS, act_words
from portal.staff.said.items import ACTS as OF_ITEMS
from translations import speak

pytestmark = pytest.mark.fast
ROOM = Path(__file__).parents[2] / "portal"


def recorded() -> set[str]:
    """The acts that stand in the code as the second argument of a recording."""
    calls = [
        node
        for file in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and len(node.args) > 2
    ]
    told = [
        call.args[1].value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in ("record", "log")
        and isinstance(call.args[1], ast.Constant)
    ]
    return {act for act in told if isinstance(act, str)}


def test_every_act_that_is_recorded_has_words() -> None:
    acts = (
        recorded() | {f"action {act}" for act in OF_RECORDS} | {f"said {act}" for act in OF_ITEMS}
    )

    assert len(acts) > 40
    assert acts - set(ACTS) == set()
    with speak("vi"):
        assert act_words("objective set") == "đặt mục tiêu"
    assert act_words("of another release") == "of another release"
