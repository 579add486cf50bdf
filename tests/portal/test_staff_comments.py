"""Comments on staff pages: late enough, without those taken back, and every reading is logged."""

from datetime import timedelta
from typing import Any

import makers
from desk import QUARTER, Desk, read
from office import WARD, Browser
from sqlalchemy import Engine, insert, select, update

from portal.staff.log import StaffLog
from surveys import days
from surveys.database import reading, writing
from surveys.responses import Comment, Entry, Excluded, Pending

HERE = f"/staff/units/{WARD}"
COMMENTS = f"{HERE}/comments?period=2025-Q2"


def log(engine: Engine) -> list[dict[str, Any]]:
    viewed = select(StaffLog.what).where(StaffLog.act == "comments viewed").order_by(StaffLog.id)
    with reading(engine) as connection:
        return list(connection.scalars(viewed))


def test_a_comment_stands_with_its_service_day_and_mark(desk: Desk, leader: Browser) -> None:
    service = desk.service("khai-sinh", "Khai sinh")
    desk.rate(desk.touchpoint(service_id=service), [2], comment="Chờ <lâu>")
    page = read(leader, COMMENTS)

    assert "Khai sinh, 14 May 2025. Dissatisfied Chờ <lâu>" in page
    assert "<lâu>" not in leader.get(COMMENTS).text


def test_low_marks_stand_first_on_the_overview(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    for mark, text in ((1, "buồn"), (5, "vui"), (3, "vừa"), (5, "mừng")):
        desk.rate(code, [mark], comment=text, hour=7 + mark)
    page = read(leader, f"{HERE}?period=2025-Q2")

    assert page.index("buồn") < page.index("vừa") < page.index("mừng")
    assert "vui" not in page
    assert "Read all 4 comments" in page


def test_a_comment_waits_for_five_more_ratings_at_its_place(desk: Desk, leader: Browser) -> None:
    here, there = desk.touchpoint(), desk.touchpoint()
    today = days.office_day(days.now_ms())
    when = f"{HERE}/comments?period=days&from={today}&through={today}"
    span = when.replace(str(today), str(today - timedelta(days=1)), 1)
    desk.rate(here, [1], today, hour=1, comment="Chờ lâu")
    desk.rate(here, [5] * 4, today, hour=2)
    desk.rate(there, [5] * 9, today, hour=2)
    before = read(leader, span)
    desk.rate(here, [5], today, hour=3)
    after = read(leader, span)

    assert "Chờ lâu" not in before
    assert "No comments here" in before
    assert "Chờ lâu" in after
    # The mark waits until its day is over.
    assert "Very dissatisfied" not in after


def test_a_comment_waits_for_a_day_where_nobody_else_rates(desk: Desk, leader: Browser) -> None:
    for hours, text in ((22, "hôm nay"), (25, "hôm qua")):
        given = days.office_time(days.now_ms() - hours * 3_600_000)
        desk.rate(desk.touchpoint(), [1], given.date(), hour=given.hour, comment=text)
    today = days.office_day(days.now_ms())
    page = read(leader, f"{HERE}/comments?period=days&from={today - timedelta(2)}&through={today}")

    assert "hôm qua" in page
    assert "hôm nay" not in page


def test_what_is_not_sealed_is_not_shown(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    desk.rate(code, [4])
    with writing(desk.engine) as connection:
        said = connection.execute(select(Entry.__table__)).mappings().one()
        names = {column.name for column in Pending.__table__.columns} - {"id"}
        row = {name: said[name] for name in names if name in said}
        waits = {"key": "waits", "settles_ms": 2**60, "flags": 0, "comment": "Chưa xong"}
        connection.execute(insert(Pending).values(row | waits))

    assert "Chưa xong" not in read(leader, COMMENTS)


def test_excluded_and_erased_comments_are_left_out(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    for text in ("bị loại", "đã xóa", "còn lại"):
        desk.rate(code, [4], comment=text)
    with writing(desk.engine) as connection:
        out = connection.execute(
            select(Comment.response_id).where(Comment.text == "bị loại")
        ).scalar_one()
        why = {"entry_id": 99, "by": "x", "why": "x", "at": days.now()}
        connection.execute(insert(Excluded).values(response_id=out, **why))
        erased = update(Comment).where(Comment.text == "đã xóa")
        connection.execute(erased.values(text=None, salt=None, erased_at=days.now()))
    page = read(leader, COMMENTS)

    assert "còn lại" in page
    assert "bị loại" not in page
    assert "1 to 1 of 1" not in page


def test_comments_of_a_chosen_service_alone(desk: Desk, leader: Browser) -> None:
    service = desk.service("khai-sinh", "Khai sinh")
    desk.rate(desk.touchpoint(service_id=service), [4], comment="về khai sinh")
    desk.rate(desk.touchpoint(), [4], comment="về việc khác")
    page = read(leader, f"{COMMENTS}&service=khai-sinh")

    assert "về khai sinh" in page
    assert "về việc khác" not in page


def test_comments_are_paged(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    for hour in range(21):
        desk.rate(code, [4], comment=f"ý kiến {hour}.", hour=hour)
    first, second = read(leader, COMMENTS), read(leader, f"{COMMENTS}&page=2")
    fragment = leader.get(f"{HERE}/comments/page?period=2025-Q2&page=2")

    assert "1 to 20 of 21" in first
    assert "ý kiến 20." in first
    assert "ý kiến 0." not in first
    assert "ý kiến 0." in second
    assert "<html" not in fragment.text
    assert "ý kiến 0." in fragment.text
    assert fragment.headers["HX-Push-Url"].startswith(f"{HERE}/comments?period=2025-Q2")


def test_a_page_beyond_the_last_is_empty(desk: Desk, leader: Browser) -> None:
    desk.rate(desk.touchpoint(), [4], comment="ý kiến")

    assert "No comments here" in read(leader, f"{COMMENTS}&page=999999")


def test_each_page_that_shows_comments_is_one_line_of_the_log(desk: Desk, leader: Browser) -> None:
    code = desk.touchpoint()
    read(leader, COMMENTS)
    desk.rate(code, [4, 2], comment="ý kiến")
    read(leader, f"{HERE}?period=2025-Q2")
    read(leader, COMMENTS)

    assert log(desk.engine) == [{"unit": WARD, "comments": [2, 1]}] * 2


def test_a_service_named_late_is_the_service_of_the_comment(desk: Desk, leader: Browser) -> None:
    service = desk.service("khai-sinh", "Khai sinh")
    code = desk.touchpoint()
    key = desk.rate(code, [4], comment="ý kiến")[0]
    with writing(desk.engine) as connection:
        said = connection.execute(select(Entry.__table__)).mappings().one()
        names = {column.name for column in Pending.__table__.columns} - {"id"}
        row = {name: said[name] for name in names if name in said} | {"overall": None}
        late = {"kind": 2, "key": key, "service_id": service, "settles_ms": 0, "flags": 0}
        connection.execute(insert(Pending).values(row | late))
    makers.seal(desk.engine)

    assert f"Khai sinh, {QUARTER.day} May" in read(leader, COMMENTS)
