"""The reading desk: sealed comments are read once by each version, after they were sealed."""

from datetime import date
from typing import Any

import makers
import pytest
from makers import make_responses, make_touchpoint, make_unit
from sqlalchemy import Engine, select, update

from analytics.text import VERSION, desk
from analytics.text.erasing import erase_comment
from analytics.text.tables import CommentReading
from surveys.database import reading, writing
from surveys.responses import Comment
from surveys.sealing import corrections

pytestmark = pytest.mark.fast

DAY = date(2023, 5, 4)
PRAISE, COMPLAINT = "Cán bộ rất nhiệt tình", "Phải chờ quá lâu, rất thất vọng"


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


def comment(engine: Engine, code: str, *texts: str) -> None:
    for text in texts:
        make_responses(engine, code, [3], DAY, comment=text)


def readings(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        found = select(CommentReading.__table__).order_by(CommentReading.comment_id)
        return list(connection.execute(found))


def unread(engine: Engine) -> int:
    with reading(engine) as connection:
        return desk.unread(connection)


def test_a_comment_is_read_once_it_is_sealed(engine: Engine, code: str) -> None:
    comment(engine, code, PRAISE, COMPLAINT)
    assert desk.read_waiting(engine) == 0
    makers.seal(engine)
    assert unread(engine) == 2

    assert desk.read_waiting(engine) == 2

    good, bad = readings(engine)
    assert good.polarity is not None
    assert bad.polarity is not None
    assert good.polarity > 0 > bad.polarity
    assert "staff" in good.themes
    assert {good.version, bad.version} == {VERSION}
    assert unread(engine) == 0
    assert desk.read_waiting(engine) == 0


def test_reading_goes_on_where_it_stopped(engine: Engine, code: str) -> None:
    comment(engine, code, *[PRAISE] * 5)
    makers.seal(engine)

    assert [desk.read_waiting(engine, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert len(readings(engine)) == 5


def test_a_new_version_reads_everything_again(engine: Engine, code: str) -> None:
    comment(engine, code, PRAISE, COMPLAINT)
    makers.seal(engine)
    desk.read_waiting(engine)
    with writing(engine) as connection:
        connection.execute(update(CommentReading).values(version="0", polarity=None))

    assert unread(engine) == 2
    desk.read_waiting(engine)
    assert [row.version for row in readings(engine)] == [VERSION, VERSION]


def test_short_forms_are_found_by_what_they_mean_and_as_they_were_typed() -> None:
    folded = desk.reading_of("Nv k hd gì, hồ sơ đâu?")["folded"]

    assert folded == "nv k hd gi ho so dau nhan vien khong huong dan"


def test_an_erased_comment_is_not_read(engine: Engine, code: str) -> None:
    comment(engine, code, PRAISE, COMPLAINT)
    makers.seal(engine)
    with writing(engine) as connection:
        corrections.erase(connection, 1)

    assert desk.read_waiting(engine) == 1
    assert [row.comment_id for row in readings(engine)] == [2]


def test_what_was_read_word_by_word_goes_with_an_erased_comment(engine: Engine, code: str) -> None:
    comment(engine, code, PRAISE, COMPLAINT)
    makers.seal(engine)
    desk.read_waiting(engine)
    with writing(engine) as connection:
        erase_comment(connection, 2)

    assert [(bool(row.folded), bool(row.words)) for row in readings(engine)] == [
        (True, True),
        (False, False),
    ]
    assert unread(engine) == 0
    with reading(engine) as connection:
        assert connection.scalars(select(Comment.text)).all() == [PRAISE, None]
