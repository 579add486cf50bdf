"""A pack that was written down comes back as it was."""

from datetime import date

import pytest
from makers import load, make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine

from analytics.quality.pack import build
from analytics.quality.pack.keeping import Unreadable, kept, read_pack
from surveys.database import reading
from surveys.days import parse_period


def test_what_was_not_kept_by_us_is_not_read() -> None:
    for told in ({"is": "Nothing"}, {"is": "Period", "start": 1}, {}, [], "x"):
        with pytest.raises(Unreadable):
            read_pack(told)


@pytest.mark.only("sqlite")
def test_days_and_numbers_come_back_as_they_were(engine: Engine) -> None:
    make_unit(engine, "ward")
    make_responses(engine, make_touchpoint(engine, "ward"), [5] * 140 + [2] * 20, date(2023, 5, 3))
    seal(engine)
    with reading(engine) as connection:
        pack = build(connection, load(engine), "ward", parse_period("2023-Q2"))

    assert kept(read_pack(kept(pack))) == kept(pack)
    assert read_pack(kept(pack)).header.prepared_at == pack.header.prepared_at
