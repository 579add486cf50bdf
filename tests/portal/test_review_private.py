"""No personal data leave in any format of a review, whoever wrote them and wherever."""

import io
import zipfile
from datetime import date
from functools import partial
from typing import Any

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from meeting import HANG, Q2, decided, frozen
from personal import CASES, SECRETS, leaked, words_in
from sqlalchemy import Engine, insert, select

from analytics.quality.events import Event, EventName
from analytics.quality.nonconformities import Nonconformity
from analytics.quality.objectives import Objective
from analytics.quality.official import OfficialFigure
from analytics.quality.promises import SaidDid, SaidDidWords
from analytics.quality.reviewing import minutes
from analytics.quality.signals import Signal, SignalSentence
from analytics.text.tables import Quotation
from portal.reviews.formats import FORMATS, write
from portal.reviews.opening import open_review
from surveys import days
from surveys.database import reading, writing
from surveys.responses import Comment
from translations import speak

pytestmark = pytest.mark.only("sqlite")
MAY = date(2023, 5, 3)
SPAN = {"start": MAY, "end": date(2023, 6, 1)}


@pytest.fixture
def planted(engine: Engine) -> Engine:
    """A ward whose citizens and staff wrote personal data into everything that takes words."""
    make_unit(engine, "ward")
    code = make_touchpoint(engine, "ward")
    for case in CASES:
        make_responses(engine, code, [5, 4, 2], MAY, comment=case["text"])
    seal(engine)
    with writing(engine) as connection:
        for nth, case in enumerate(CASES):
            _plant(connection, nth, case["text"])
        ids = list(connection.scalars(select(Comment.id)))
        chosen = {"chosen_at": days.now(), "chosen_by": "x"}
        connection.execute(insert(Quotation), [{"comment_id": one, **chosen} for one in ids])
    version = frozen(engine)
    for case in CASES:
        decided(engine, version, case["text"], resources=case["text"])
    with writing(engine) as connection:
        every = "\n".join(case["text"] for case in CASES)
        minutes.write_note(connection, version, "summary", "vi", every, HANG)
    return engine


def _put(connection: Any, table: Any, **values: Any) -> int:
    key = connection.execute(insert(table).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def _plant(connection: Any, nth: int, text: str) -> None:
    put, now = partial(_put, connection), days.now()
    ours = {"unit_id": 1, "evidence": {}, "severity": "minor", "opened_by": "x", "state": "new"}
    opened = {"source": "audit", "opened_at": days.moment(days.start_of(MAY))}
    put(Nonconformity, number=f"2023-{nth:04}", description=text, **ours, **opened)
    raised = {"rule": f"r{nth}", "evidence": {}, "seal_id": 1, "raised_at": now, "state": "closed"}
    signal = put(Signal, unit_id=1, subject="x", closed_why=text, **SPAN, **raised)
    put(SignalSentence, signal_id=signal, language="vi", sentence=text)
    marked = {"kind": "other", "effect": "annotate", "recorded_at": now, "recorded_by": "x"}
    event = put(Event, unit_id=1, starts_on=MAY, ends_on=date(2023, 6, 1), **marked)
    put(EventName, event_id=event, language="vi", name=text)
    aim = {"scope": "own", "target": 0.8, "direction": "at_least", "set_at": now, "set_by": "x"}
    put(Objective, unit_id=1, indicator=text[:40], reason=text, **aim, **SPAN)
    told = {"value": 80, "out_of": 100, "entered_at": now, "entered_by": "x", "source": text}
    put(OfficialFigure, unit_id=1, index="sipas", item=f"{nth} {text}"[:40], **SPAN, **told)
    done = {"state": "approved", "said_on": MAY, "did_on": MAY, "drafted_by": "x"}
    item = put(SaidDid, unit_id=1, drafted_at=now, **done)
    put(SaidDidWords, said_did_id=item, language="vi", said=text, did=text)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_no_format_carries_personal_data(planted: Engine, format: str) -> None:
    with speak("vi"), reading(planted) as connection:
        opened = open_review(connection, load(planted), "ward", Q2)
        told = words_in(format, write(opened, format, demo=False))

    assert len(SECRETS) > 15
    assert "[SDT]" in told
    assert "[HO_TEN]" in told
    assert leaked(told) == []


def test_what_staff_write_is_never_markup(engine: Engine) -> None:
    make_unit(engine, "ward")
    version = frozen(engine)
    attack = "<script>alert(1)</script> =cmd|' /C calc'!A0 &amp; \x00\ufffe"
    decided(engine, version, attack, owner_name="<b>x</b>")
    with writing(engine) as connection:
        minutes.write_note(connection, version, "summary", "vi", attack, HANG)
    with speak("vi"), reading(engine) as connection:
        opened = open_review(connection, load(engine), "ward", Q2)
        written = {name: write(opened, name, demo=False) for name in FORMATS}

    assert b"<script>alert" not in written["html"]
    assert b"&lt;script&gt;alert" in written["html"]
    assert b"<f>cmd" not in zipfile.ZipFile(io.BytesIO(written["xlsx"])).read(
        "xl/worksheets/sheet2.xml"
    )
    assert "<script>alert(1)" in words_in("pdf", written["pdf"])
