"""Made-up deeds: two that citizens are told of, and an action that was begun and is not done."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, insert, select

from analytics.quality.actions import handling
from analytics.quality.actions.opening import Source, open_record
from analytics.quality.actions.planning import Plan, plan
from analytics.quality.actions.records import find_record, today
from analytics.quality.actions.sources import find_source
from analytics.quality.actions.states import Refused
from analytics.quality.drafting import approve
from analytics.quality.promises import SaidDid, SaidDidWords
from analytics.quality.saying import Words, find_item
from analytics.quality.signals import Signal
from surveys import days
from surveys.register import Register
from surveys.working_days import next_working_day

OFFICER = "can-bo-minh-hoa, Cán bộ quản lý chất lượng"
FINDING = "Sáng Thứ Hai người dân phải chờ lâu (nội dung minh họa)."
AUDIT = "Đánh giá nội bộ (minh họa)"
WHYS = (
    "Sáng Thứ Hai đông gấp đôi ngày khác.",
    "Chỉ mở hai quầy.",
    "Lịch trực không dựa trên số lượt (nội dung minh họa).",
)
LEADER = "lanh-dao-minh-hoa, Lãnh đạo"
# What was said, and what was done so many days before the end of the history.
DEEDS = (
    (
        150,
        Words(
            "Sáng Thứ Hai phải chờ lâu (nội dung minh họa).",
            "Mở thêm một quầy vào sáng Thứ Hai và ghi rõ giờ vắng ở cửa ra vào.",
        ),
        Words(
            "Long waits on Monday mornings (made up).",
            "One more counter opens on Monday mornings; a sign at the door names the quiet hours.",
        ),
    ),
    (
        60,
        Words(
            "Không biết cần giấy gì, phải đi lại nhiều lần (nội dung minh họa).",
            "Treo danh mục giấy tờ của mười thủ tục hay làm nhất ở ngay cửa.",
        ),
        Words(
            "Nobody says which papers are needed, so people come twice (made up).",
            "The papers for the ten most common procedures are listed at the door.",
        ),
    ),
)
# The least of these that the check can show is aimed at.
_TARGETS = (0.85, 0.9, 0.95, 0.98)


def make(connection: Connection, register: Register, unit_id: int) -> None:
    """Take up the newest signal of a unit, or a finding, as far as a plan with its check."""
    newest = select(Signal.id).where(Signal.unit_id == unit_id, Signal.indicator.is_not(None))
    signal_id = connection.scalar(newest.order_by(Signal.start.desc(), Signal.id.desc()).limit(1))
    source = Source("audit", unit_id, description=FINDING, evidence={"reference": AUDIT})
    if signal_id is not None:
        source = find_source(connection, "signal", signal_id)
    number = open_record(connection, source, source.description, "major", OFFICER)
    contained = "Bố trí cán bộ hướng dẫn tại cửa (nội dung minh họa)."
    record = find_record(connection, number)
    handling.contain(connection, record, contained, WHYS, "place", OFFICER)
    for target in _TARGETS:
        try:
            plan(connection, register, find_record(connection, number), _plan(target), OFFICER)
            return
        except Refused:
            continue


def tell(connection: Connection, register: Register, unit_id: int, until: date) -> None:
    """Have the office say what it did because of ratings, each approved by its leader.

    Args:
        unit_id: the office, or one that followed it by then.
        until: the last day of the history.
    """
    place = next(place for place in register.places.values() if unit_id in place.units)
    for before, *words in DEEDS:
        did_on = until - timedelta(days=before)
        item = {
            "unit_id": place.unit_at(days.start_of(did_on)),
            "said_on": did_on - timedelta(days=30),
            "did_on": did_on,
            "state": "draft",
            "drafted_at": days.now(),
            "drafted_by": OFFICER,
        }
        kept = connection.execute(insert(SaidDid).values(**item)).inserted_primary_key or (0,)
        rows = [
            {"said_did_id": kept[0], "language": language, "said": said, "did": did}
            for language, (said, did) in zip(("vi", "en"), words, strict=True)
        ]
        connection.execute(insert(SaidDidWords), rows)
        approve(connection, find_item(connection, kept[0]), LEADER)


def _plan(target: float) -> Plan:
    due = next_working_day(today() + timedelta(days=14))
    return Plan(
        action="Mở thêm quầy vào sáng Thứ Hai (nội dung minh họa).",
        owner_name="Bà Phạm Minh Hoa",
        owner_position="Phó Chủ tịch",
        due_on=due,
        indicator="satisfaction",
        service_id=None,
        before="usual",
        target=target,
        check_on=next_working_day(due + timedelta(days=91)),
    )
