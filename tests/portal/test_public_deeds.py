"""What an office answered to everybody stands on its page, and what it answered to one does not."""

import pytest
from asking import Portal
from casework import WHOLE, answer, make_case
from sqlalchemy import Engine, update

from analytics.quality.cases import CaseAnswer
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
