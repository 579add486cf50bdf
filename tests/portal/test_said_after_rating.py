"""After the tap, citizens read what was done because of what others said."""

from datetime import date

import pytest
from asking import Portal, tap
from makers import load
from sqlalchemy import Engine, insert

from analytics.quality.promises import SaidDid, SaidDidWords
from surveys import days
from surveys.database import writing

pytestmark = [pytest.mark.fast, pytest.mark.only("sqlite")]


def tell(engine: Engine, id_: int, state: str, did: str) -> None:
    """An item of the unit, in Vietnamese alone."""
    unit_id = load(engine).find_unit("phuong-thu")
    day = {"said_on": date(2025, 5, 1), "did_on": date(2025, 6, id_)}
    row = {"id": id_, "unit_id": unit_id, "state": state, **day}
    words = {"said_did_id": id_, "language": "vi", "said": "Phải chờ lâu", "did": did}
    with writing(engine) as connection:
        drafted = {"drafted_at": days.now(), "drafted_by": "x"}
        connection.execute(insert(SaidDid).values(**row, **drafted))
        connection.execute(insert(SaidDidWords).values(**words))


def test_the_newest_approved_item_follows_the_thanks(
    portal: Portal, code: str, engine: Engine
) -> None:
    tell(engine, 1, "approved", "Mở thêm quầy")
    tell(engine, 2, "approved", "Thêm ghế ngồi")
    tell(engine, 3, "draft", "Chưa ai duyệt")
    page = portal.get(tap(portal, code, overall=4).headers["location"]).text

    assert "Thêm ghế ngồi" in page
    assert "Mở thêm quầy" not in page
    assert "Chưa ai duyệt" not in page
