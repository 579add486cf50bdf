"""A comment that was corrected, quoted and put into a signed review, and then erased."""

from datetime import date

import pytest
from makers import make_responses, make_touchpoint, make_unit, seal
from meeting import frozen, signed
from sqlalchemy import Engine, select

from analytics.quality.pack.sayings import Quoted
from analytics.quality.reviewing import signing, versions
from analytics.text import desk
from analytics.text.corrections import correct, quote
from analytics.text.erasing import erase_comment
from surveys.database import Base, reading, writing

pytestmark = pytest.mark.fast

SAID = "Cán bộ nhiệt tình, cảm ơn hoahongxanh"


def test_nothing_of_an_erased_comment_is_left_and_the_review_stays_whole(engine: Engine) -> None:
    make_unit(engine, "ward")
    code = make_touchpoint(engine, "ward")
    make_responses(engine, code, [5] * 30, date(2023, 5, 3))
    make_responses(engine, code, [5], date(2023, 5, 4), comment=SAID)
    seal(engine)
    desk.read_waiting(engine)
    with writing(engine) as connection:
        correct(connection, 1, "lan", "praise", ["staff"])
        quote(connection, 1, "lan")
    version = signed(engine, frozen(engine))
    with reading(engine) as connection:
        assert Quoted(1, SAID) in quoted(versions.content_of(connection, version))
    with writing(engine) as connection:
        erase_comment(connection, 1)

    with reading(engine) as connection:
        assert quoted(versions.content_of(connection, version)) == [Quoted(1)]
        assert versions.is_whole(connection, version)
        assert signing.is_as_signed(connection, version)
        for table in Base.metadata.sorted_tables:
            assert "hoahongxanh" not in repr(connection.execute(select(table)).all()).lower()


def quoted(pack: versions.Pack) -> list[Quoted]:
    texts = (block.said for one in pack.sections for block in one.blocks if hasattr(block, "said"))
    return [one for said in texts for one in said if isinstance(one, Quoted)]
