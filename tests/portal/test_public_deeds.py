"""What an office did, and answered to everybody, stands on its page; the rest does not."""

from datetime import date
from typing import Any

import pytest
from asking import Portal
from casework import WHOLE, answer, make_case
from desk import words
from makers import load
from sqlalchemy import Engine, insert, update

from analytics.quality.cases import CaseAnswer
from analytics.quality.promises import SaidDid, SaidDidWords
from surveys import days
from surveys.database import writing

pytestmark = [pytest.mark.fast, pytest.mark.only("sqlite")]


def test_an_answer_that_concerns_many_is_told_with_its_day(
    portal: Portal, code: str, engine: Engine
) -> None:
    answer(engine, make_case(engine, code))
    before = portal.get("/units/phuong-thu?lang=en").text
    with writing(engine) as connection:
        connection.execute(update(CaseAnswer).values(public=True))
    after = portal.get("/units/phuong-thu?lang=en").text

    assert WHOLE.done not in before
    assert f'<p class="lines" lang="vi">{WHOLE.done}</p>' in after
    assert "What we did, 2 Nov 2026" in after


def tell(engine: Engine, state: str, did: str) -> None:
    """An item of what was done, in two languages."""
    row: dict[str, Any] = {"unit_id": load(engine).find_unit("phuong-thu"), "state": state}
    row |= {"said_on": date(2026, 8, 3), "did_on": date(2026, 9, 1)}
    row |= {"drafted_at": days.now(), "drafted_by": "lan, Leader"}
    with writing(engine) as connection:
        key = connection.execute(insert(SaidDid).values(row)).inserted_primary_key
        assert key
        said = [
            {"said_did_id": key[0], "language": code, "said": "Chờ lâu.", "did": f"{did} {code}"}
            for code in ("vi", "en")
        ]
        connection.execute(insert(SaidDidWords), said)


def test_what_was_done_is_told_once_it_is_approved_with_its_days(
    portal: Portal, code: str, engine: Engine
) -> None:
    tell(engine, "approved", "A second counter")
    tell(engine, "draft", "A third counter")
    tell(engine, "withdrawn", "A fourth counter")
    page = words(portal.get("/units/phuong-thu?lang=en").text)
    feed = portal.get("/units/phuong-thu/feed?lang=vi").text

    assert "Said on 3 Aug 2026 “Chờ lâu.” Done on 1 Sep 2026 A second counter en" in page
    assert "third" not in page + feed
    assert "fourth" not in page + feed
    assert "A second counter vi</title>" in feed
    assert "<updated>2026-09-01T00:00:00+07:00</updated>" in feed
