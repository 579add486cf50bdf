"""A made-up action, begun but not done, so that there is a record to look at and to go on with."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from analytics.quality.actions import handling
from analytics.quality.actions.opening import Source, open_record
from analytics.quality.actions.planning import Plan, plan
from analytics.quality.actions.records import find_record, today
from analytics.quality.actions.sources import find_source
from analytics.quality.actions.states import Refused
from analytics.quality.signals import Signal
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
