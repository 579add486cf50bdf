"""A service named late is entered as a pair that takes back and restates: nobody was excluded."""

import io
import json
from datetime import date
from typing import Any

import pytest
import ward
from makers import load, make_responses, seal
from sqlalchemy import Engine, func, select

from analytics.quality.pack import build
from analytics.quality.pack.contents import Facts
from surveys.counts import EXCLUSION
from surveys.database import reading, writing
from surveys.days import parse_period
from surveys.responses import Entry
from surveys.sealing import corrections
from surveys.transfer.exports import export_responses
from surveys.transfer.folding import Wanted

pytestmark = pytest.mark.fast

MAY = date(2023, 5, 3)


@pytest.fixture
def moved(engine: Engine, code: str, services: list[int]) -> list[str]:
    """Twelve sealed responses, the first three of which named their service only later."""
    keys = make_responses(engine, code, [5] * 9 + [1] * 3, MAY)
    seal(engine)
    for key in keys[:3]:
        ward.add(engine, key, Entry, service_id=services[0], access=4)
    seal(engine)
    return keys


def quality(engine: Engine) -> dict[Any, Any]:
    """What the review pack says of the data."""
    with reading(engine) as connection:
        pack = build(connection, load(engine), "ward", parse_period("2023-Q2"))
    blocks = [block for section in pack.sections for block in section.blocks]
    return {
        fact.label: fact.value
        for block in blocks
        if isinstance(block, Facts)
        for fact in block.rows
    }


def exported(engine: Engine) -> list[dict[str, Any]]:
    out = io.BytesIO()
    with reading(engine) as connection:
        export_responses(connection, load(engine), Wanted(), "json", out)
    return list(json.loads(out.getvalue()))


def test_the_ledger_holds_a_pair_for_each(engine: Engine, moved: list[str]) -> None:
    with reading(engine) as connection:
        pairs = select(Entry.sign, func.count()).where(Entry.kind == EXCLUSION)
        found = connection.execute(pairs.group_by(Entry.sign).order_by(Entry.sign)).all()

    assert [tuple(row) for row in found] == [(-1, 3), (1, 3)]


def test_the_review_pack_counts_no_exclusion(engine: Engine, moved: list[str]) -> None:
    told = quality(engine)

    assert told["Excluded by a named person, not counted"] == 0
    assert told["With an overall mark"] == 12
    assert told["Overall marks by QR code"] == 12


def test_the_review_pack_counts_those_in_the_list(engine: Engine, moved: list[str]) -> None:
    for key in (moved[0], moved[5]):
        ward.exclude(engine, key)
    assert quality(engine)["Excluded by a named person, not counted"] == 2

    with writing(engine) as connection:
        corrections.reinstate(connection, 1)
    assert quality(engine)["Excluded by a named person, not counted"] == 1


def test_an_excluded_response_that_names_its_service_is_one_exclusion(
    engine: Engine, moved: list[str], services: list[int]
) -> None:
    ward.exclude(engine, moved[5])
    ward.add(engine, moved[5], Entry, service_id=services[1])
    seal(engine)

    told = quality(engine)

    assert told["Excluded by a named person, not counted"] == 1
    assert told["With an overall mark"] == 11


def test_figures_lose_nobody(engine: Engine, moved: list[str]) -> None:
    counts = ward.told(engine).buckets[0].counts
    named = ward.told(engine, service="service-1").buckets[0].counts

    assert (counts["responses"], counts["o5"], counts["o1"]) == (12, 9, 3)
    assert (named["responses"], named["o5"], named["access4"]) == (3, 3, 3)


def test_the_export_leaves_nobody_out(engine: Engine, moved: list[str]) -> None:
    rows = exported(engine)

    assert len(rows) == 12
    assert sum(bool(row["service"]) for row in rows) == 3
