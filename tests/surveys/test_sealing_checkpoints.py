"""Checkpoints: a month of sealing is closed, and attests what its rows told once they are gone."""

import json
from collections.abc import Callable
from datetime import date

import makers
import pytest
from chain import add, entries, found_after, tamper, verified
from makers import at, make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, text

from surveys import days
from surveys.counts import CHECKPOINT
from surveys.database import reading, writing
from surveys.sealing import corrections
from surveys.sealing.attested import Attested
from surveys.sealing.blocks import Differs
from surveys.sealing.checkpoints import close_months
from surveys.sealing.recount import Rebuilt, rebuild
from surveys.sealing.roots import make_missing_roots, root_at

SetClock = Callable[[int, int], date]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets the portal's only clock to nine o'clock of a day of 2023."""

    def set_clock(month: int, day: int) -> date:
        monkeypatch.setattr(days, "now_ms", lambda: at(date(2023, month, day)))
        return date(2023, month, day)

    return set_clock


@pytest.fixture
def code(engine: Engine, clock: SetClock) -> str:
    clock(9, 4)
    make_unit(engine, "thanh-pho-thu", "city")
    make_unit(engine, "phuong-thu", parent="thanh-pho-thu")
    return make_touchpoint(engine, "phuong-thu")


def rate(engine: Engine, code: str, day: date, *marks: int, **said: object) -> list[str]:
    keys = make_responses(engine, code, marks, day, **said)
    makers.seal(engine)
    return keys


@pytest.fixture
def closed(engine: Engine, code: str, clock: SetClock) -> list[Attested]:
    """September and October, closed; additions, a doubt, comments and an exclusion among them."""
    rate(engine, code, clock(9, 4), 5, 4, 1, access=4)
    rate(engine, code, clock(9, 30), 2, flags=1, comment="Chờ lâu")
    (key,) = rate(engine, code, clock(10, 2), 3)
    add(engine, key, comment="Đã xong", staff=5)
    makers.seal(engine)
    september = close_months(engine)
    with writing(engine) as connection:
        assert corrections.exclude(connection, 1, "Lan", "twice")
        assert make_missing_roots(connection)
    rate(engine, code, clock(11, 3), 5, 1)
    october = close_months(engine)
    rate(engine, code, clock(11, 4), 4)
    return september + october


def drop_before(engine: Engine, covered: Attested) -> None:
    """What retention does with the rows that a checkpoint covers."""
    tamper(engine, f"DELETE FROM entry WHERE id <= {covered.entries}")
    tamper(engine, f"DELETE FROM seal WHERE id <= {covered.seal}")


def quiet(_done: int, _all: int) -> None:
    """Tell nobody."""


def test_a_closed_month_says_where_the_ledger_stood(engine: Engine, closed: list[Attested]) -> None:
    assert [(one.month, one.seal, one.entries) for one in closed] == [
        ("2023-09", 2, 4),
        ("2023-10", 6, 8),
    ]
    findings = verified(engine)
    assert findings.difference is None
    assert (findings.checkpoints, findings.attested.seal) == (2, 0)


def test_a_month_is_closed_once_and_only_when_it_is_over(
    engine: Engine, closed: list[Attested]
) -> None:
    assert close_months(engine) == []
    assert [entry.kind for entry in entries(engine)].count(CHECKPOINT) == 2


def test_months_that_were_missed_are_closed_but_none_without_a_seal(
    engine: Engine, code: str, clock: SetClock
) -> None:
    rate(engine, code, clock(3, 2), 5)
    rate(engine, code, clock(4, 5), 4)
    rate(engine, code, clock(8, 5), 3)
    clock(12, 1)

    assert [one.month for one in close_months(engine)] == ["2023-03", "2023-04", "2023-08"]
    assert verified(engine).checkpoints == 3


def test_a_doubt_that_is_lifted_later_changes_no_checkpoint(
    engine: Engine, closed: list[Attested]
) -> None:
    tamper(engine, "DELETE FROM screening")
    assert rebuild(engine, quiet).mended > 0

    assert verified(engine).difference is None


@pytest.mark.parametrize("which", [0, 1])
def test_dropped_rows_are_attested(engine: Engine, closed: list[Attested], which: int) -> None:
    cells = verified(engine).cells
    drop_before(engine, closed[which])

    findings = verified(engine)

    assert findings.difference is None
    assert findings.attested == closed[which]
    assert (findings.cells, findings.checkpoints) == (cells, 1 - which)


def test_whatever_is_changed_about_dropped_rows_is_found(
    engine: Engine, closed: list[Attested]
) -> None:
    drop_before(engine, closed[0])
    other = json.dumps({**json.loads(_extra(engine)), "cells": "0" * 64})

    for change in (
        "UPDATE cell_day SET o5 = o5 + 1 WHERE day = '2023-09-04' AND scope = 'own'",
        "DELETE FROM cell_touchpoint WHERE month = '2023-09-01'",
        f"UPDATE entry SET extra = '{other}' WHERE kind = 5 AND key = 'checkpoint 2023-09'",
    ):
        assert found_after(engine, change) == (
            "the cells less what the entries count are not those that the checkpoint of 2023-09 "
            "attests"
        )


def _extra(engine: Engine) -> str:
    with reading(engine) as connection:
        said = text("SELECT CAST(extra AS text) FROM entry WHERE key = 'checkpoint 2023-09'")
        return str(connection.scalar(said))


def test_rows_that_no_checkpoint_covers_are_missed(engine: Engine, closed: list[Attested]) -> None:
    drop_before(engine, closed[0])
    tamper(engine, "DELETE FROM entry WHERE seal_id = 3")
    tamper(engine, "DELETE FROM seal WHERE id = 3")

    assert verified(engine).difference == "seal 1 is missing"
    with pytest.raises(Differs):
        rebuild(engine, quiet)


def test_rebuilding_keeps_what_is_attested(engine: Engine, closed: list[Attested]) -> None:
    drop_before(engine, closed[0])
    assert rebuild(engine, quiet) == Rebuilt(len(entries(engine)), 0)

    tamper(engine, "UPDATE cell_day SET o1 = o1 + 1 WHERE day = '2023-09-04'")
    with pytest.raises(Differs, match="attests"):
        rebuild(engine, quiet)

    tamper(engine, "UPDATE cell_day SET o1 = o1 - 1 WHERE day = '2023-09-04'")
    assert verified(engine).ok


def test_months_go_on_being_closed_after_rows_were_dropped(
    engine: Engine, closed: list[Attested], clock: SetClock
) -> None:
    drop_before(engine, closed[1])
    clock(12, 1)

    assert [one.month for one in close_months(engine)] == ["2023-11"]
    assert verified(engine).checkpoints == 1


def test_no_month_is_closed_over_cells_that_were_changed(
    engine: Engine, closed: list[Attested], clock: SetClock
) -> None:
    tamper(engine, "UPDATE cell_day SET o5 = o5 + 1 WHERE day = '2023-09-04' AND scope = 'own'")
    clock(12, 1)

    with pytest.raises(Differs, match="2023-10"):
        close_months(engine)


def test_a_held_root_older_than_the_rows_is_not_taken_for_proven(
    engine: Engine, closed: list[Attested]
) -> None:
    held = {"seal": closed[0].seal, "hash": closed[0].hash, "count": closed[0].entries}
    older = {"seal": 1, "hash": "0" * 64, "count": 3}
    with reading(engine) as connection:
        newest = root_at(connection, date(2023, 11, 4)).told()
    drop_before(engine, closed[0])

    assert verified(engine, held).ok
    assert verified(engine, newest).ok
    assert verified(engine, held | {"count": 5}).difference is not None
    assert verified(engine, older).difference == "seal 1 of the held root was dropped"
