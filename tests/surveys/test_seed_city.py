"""The city of 2025: the 114 units, those they followed, and the reform on a register in use."""

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from typing import Any

import pytest
from makers import at, load, make_responses, seal, seed_pilot
from sqlalchemy import Engine, select

from surveys import days, seeding
from surveys.database import reading, writing
from surveys.folding import fold
from surveys.places import LEVELS, Succession, Unit, UnitCode, UnitName, UnitParent, UnitPath
from surveys.register import Place, Register
from surveys.responses import Entry
from surveys.seeds import read_seed
from surveys.services import offered
from surveys.touchpoints import Touchpoint, TouchpointUnit

SEED = read_seed("city")
UNITS = {unit["slug"]: unit for unit in SEED["units"]}
NEW = [unit for unit in SEED["units"] if unit.get("opened_on") == "2025-07-01"]
OLD = [unit for unit in SEED["units"] if unit.get("closed_on")]
PILOT = {unit["slug"] for unit in read_seed("pilot")["units"]}
ROOT = "thanh-pho-hai-phong"
REGISTER = (Unit, UnitName, UnitCode, UnitParent, UnitPath, Succession, Touchpoint, TouchpointUnit)


def plain(unit: dict[str, Any]) -> str:
    """Type and name without diacritics: a slug before anything is added to it."""
    return fold(unit["names"]["vi"]).replace(" ", "-")


@pytest.mark.fast
def test_the_city_has_114_units_and_every_former_one_has_a_successor() -> None:
    kinds = Counter(unit["kind"] for unit in NEW)

    assert kinds == {"ward": 45, "commune": 67, "special_zone": 2}
    assert {(u["parents"][0]["slug"], u["codes"][0]["valid_from"]) for u in NEW} == {
        (ROOT, "2025-07-01")
    }
    assert len({unit["codes"][0]["code"] for unit in NEW}) == 114
    assert len(OLD) == 406
    for unit in OLD:
        assert unit["successors"], unit["slug"]
        assert {heir["effective_on"] for heir in unit["successors"]} == {unit["closed_on"]}
        assert unit["codes"][-1]["valid_to"] == unit["closed_on"]
    whole = Counter(
        unit["slug"] for unit in OLD for heir in unit["successors"] if heir["share"] == "whole"
    )
    assert set(whole.values()) == {1}


@pytest.mark.fast
def test_slugs_are_type_and_name_and_more_only_where_needed() -> None:
    assert len(UNITS) == len(SEED["units"])
    assert set(UNITS) >= PILOT
    former = Counter(map(plain, OLD))
    for unit in OLD:
        district = unit["parents"][0]["slug"] if unit["parents"] else ""
        alone = former[plain(unit)] == 1 or unit["slug"] in PILOT
        assert unit["slug"] == plain(unit) + ("" if alone else f"-{district}")
    again = {unit["slug"] for unit in NEW if unit["slug"] != plain(unit)}
    # Three more names were in use before 2025 by units that the reform did not find any more.
    gone = {"phuong-dong-hai-2025", "phuong-phu-lien-2025", "xa-an-hung-2025"}
    equal = {"xa-cam-giang-10888", "xa-cam-giang-10903"}
    assert again == {f"{plain(unit)}-2025" for unit in NEW if former[plain(unit)]} | gone | equal


@pytest.mark.fast
def test_the_words_of_the_city_are_written_as_the_resolution_writes_them() -> None:
    text = json.dumps(SEED, ensure_ascii=False)

    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"o[àáảãạ]\b|(?<!q)u[ỳýỷỹỵ]\b", text.casefold())
    inferred = [h for unit in OLD for h in unit["successors"] if not h.get("verified", True)]
    assert len(inferred) == 3


def poster(engine: Engine, here: Register, seed: str) -> Place:
    with reading(engine) as connection:
        code = connection.scalar(select(Touchpoint.code).where(Touchpoint.seed == seed))
    return here.find_place(str(code))


def ways(here: Register, place: Place) -> list[str]:
    """The slugs of the units a touchpoint led to, oldest first."""
    return [here.slug_of(unit_id) for unit_id in place.units]


def rows(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as connection:
        return {
            table.__tablename__: sorted(map(repr, connection.execute(select(table.__table__))))
            for table in REGISTER
        }


def test_the_posters_of_the_pilot_lead_on_and_what_they_received_stays(engine: Engine) -> None:
    before = seed_pilot(engine)
    dang_lam = poster(engine, before, "phuong-dang-lam/quay-1")
    make_responses(engine, dang_lam.code, [5, 4], date(2023, 5, 4))
    make_responses(engine, dang_lam.code, [3], date(2025, 9, 2))
    seal(engine)
    with writing(engine) as connection:
        assert seeding.seed_city(connection) == 508
    here = load(engine)

    dang_lam = here.find_place(dang_lam.code)
    assert ways(here, dang_lam) == ["phuong-dang-lam", "phuong-hai-an"]
    spot = here.locate(dang_lam, days.now_ms())
    assert spot.unit_id == here.find_unit("phuong-hai-an")
    assert here.ancestors(spot.unit_id, spot.day) == (here.find_unit(ROOT),)
    # Given before the reform was carried out here: counted as those that came in at that time.
    late = here.locate(dang_lam, at(date(2025, 9, 2)))
    with reading(engine) as connection:
        kept = set(connection.execute(select(Entry.unit_id, Entry.path_id).distinct()))
        told = connection.execute(
            select(Succession.effective_on, Succession.share, Succession.performed_at).where(
                Succession.from_id == here.find_unit("phuong-dang-lam")
            )
        ).one()
    assert kept == {(late.unit_id, late.path_id)}
    assert late.unit_id == here.find_unit("phuong-dang-lam")
    assert (told.effective_on, told.share) == (date(2025, 7, 1), "whole")
    assert days.to_ms(told.performed_at) == dang_lam.since[-1]
    # A district has no successor of its level: its counters are no more.
    assert poster(engine, here, "quan-hai-an/quay-1").state == "retired"

    known = rows(engine)
    with writing(engine) as connection:
        assert seeding.seed_city(connection) == seeding.seed_pilot(connection) == 0
    assert rows(engine) == known


def test_thuy_son_takes_two_steps_also_where_the_pilot_comes_second(engine: Engine) -> None:
    with writing(engine) as connection:
        assert seeding.seed_city(connection) == 521
    city = load(engine)
    with writing(engine) as connection:
        assert seeding.seed_pilot(connection) == 0
        commune = offered(connection, LEVELS["special_zone"], date(2025, 7, 1))
    here = load(engine)

    assert {city.slug_of(place.unit_id) for place in city.places.values()} == {
        unit["slug"] for unit in NEW
    }
    assert len(commune) > 40
    place = poster(engine, here, "xa-thuy-son/quay-1")
    assert ways(here, place) == ["xa-thuy-son", "phuong-thuy-duong", "phuong-thuy-nguyen"]
    assert [days.office_day(ms) for ms in place.since[1:]] == [date(2025, 1, 1), date(2025, 7, 1)]
    with reading(engine) as connection:
        of_code = select(UnitCode.unit_id, UnitCode.valid_from, UnitCode.valid_to)
        held = connection.execute(
            of_code.where(UnitCode.code == "11560").order_by(UnitCode.valid_from)
        ).all()
    assert [here.slug_of(row.unit_id) for row in held] == ways(here, place)
    assert [row.valid_to for row in held] == [date(2025, 1, 1), date(2025, 7, 1), None]
