"""The sections beside satisfaction: each tells what its tables hold, or that they are empty."""

from datetime import date
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, insert

from analytics.numbers.estimates import Estimate
from analytics.quality.objectives import Objective
from analytics.quality.pack import Pack, build
from analytics.quality.pack.contents import Figures, Table, Text
from analytics.quality.pack.objectives import decide
from surveys import days
from surveys.database import reading, writing
from surveys.days import parse_period

pytestmark = pytest.mark.only("sqlite")
MAY = date(2023, 5, 3)


def packed(engine: Engine, unit: str) -> Pack:
    with reading(engine) as connection:
        return build(connection, load(engine), unit, parse_period("2023-Q2"))


def blocks(pack: Pack, section: str) -> Any:
    return next(one.blocks for one in pack.sections if one.id == section)


def test_a_district_of_2023_tells_of_its_wards(engine: Engine) -> None:
    make_unit(engine, "quan", "urban_district")
    make_unit(engine, "phuong", parent="quan")
    make_responses(engine, make_touchpoint(engine, "phuong"), [5] * 12, MAY)
    make_responses(engine, make_touchpoint(engine, "quan"), [2] * 10, MAY)
    seal(engine)
    pack = packed(engine, "quan")
    (overall,) = (
        b for b in blocks(pack, "satisfaction") if isinstance(b, Figures) and not b.banded
    )

    assert pack.header.scope == "tree"
    assert overall.rows[0].figure.estimate.n == 22


def test_every_section_of_an_empty_portal_says_what_is_missing(engine: Engine) -> None:
    make_unit(engine, "ward")
    pack = packed(engine, "ward")

    for section in pack.sections:
        told = [b for b in section.blocks if isinstance(b, Text) or getattr(b, "rows", ())]
        assert told, section.id


@pytest.mark.parametrize(
    ("low", "high", "direction", "verdict"),
    [
        (0.86, 0.92, "at_least", "met"),
        (0.80, 0.92, "at_least", "open"),
        (0.70, 0.84, "at_least", "missed"),
        (0.70, 0.84, "at_most", "met"),
        (0.86, 0.92, "at_most", "missed"),
        (None, None, "at_least", "open"),
    ],
)
def test_a_target_is_decided_by_the_whole_interval(
    low: float | None, high: float | None, direction: str, verdict: str
) -> None:
    told = Estimate(0.88, low, high, 160, 140, "wilson95", "ok")

    assert decide(told, 0.85, direction) == verdict


def test_an_objective_is_told_with_its_figure_and_command(engine: Engine) -> None:
    make_unit(engine, "ward")
    make_responses(engine, make_touchpoint(engine, "ward"), [5] * 140 + [2] * 20, MAY)
    seal(engine)
    span = {"start": date(2023, 1, 1), "end": date(2024, 1, 1)}
    row = {"unit_id": 1, "scope": "own", "indicator": "satisfaction", "target": 0.8, **span}
    row |= {"direction": "at_least", "set_at": days.now(), "set_by": "x"}
    with writing(engine) as connection:
        connection.execute(insert(Objective).values(row))
    pack = packed(engine, "ward")
    (table,) = (b for b in blocks(pack, "objectives") if isinstance(b, Table))
    told = table.rows[0]

    assert told[2].estimate.n == 160  # type: ignore[union-attr]
    assert told[3].words == "met"  # type: ignore[union-attr]
    assert told[2].command in pack.commands  # type: ignore[union-attr]
