"""Extra money asked: told by citizens, read by inspectors, seen by nobody else."""

from datetime import timedelta

import pytest
from asking import Portal, tap
from desk import Desk, read
from office import WARD, Clock
from sqlalchemy import Engine, insert, select

from portal.staff.log import StaffLog
from portal.staff.money import show_money
from surveys import contacts, days
from surveys.contacts import MoneyReport
from surveys.database import Base, reading, writing

pytestmark = pytest.mark.fast


class Inspection(Desk):
    def pages(self) -> list[object]:
        return [*super().pages(), show_money]


@pytest.fixture
def desk(engine: Engine):
    desk = Inspection(engine)
    yield desk
    desk.close()


def reports(engine: Engine) -> list[tuple[object, ...]]:
    columns = (MoneyReport.month, MoneyReport.answer, MoneyReport.note)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


def test_a_report_keeps_the_month_and_no_more_and_is_corrected_once_sent_again(
    portal: Portal, code: str, engine: Engine
) -> None:
    more = tap(portal, code).headers["location"]
    portal.post(more, data={"money": "yes", "money_note": "Gọi 0912 345 678"})
    portal.post(more, data={"staff": "4"})
    month = days.office_day(days.now_ms()).replace(day=1)
    assert reports(engine) == [(month, 1, "Gọi [SDT]")]

    portal.post(more, data={"money": "no"})
    assert reports(engine) == [(month, 0, None)]
    assert "0912" not in portal.get(more).text


def test_later_nothing_leads_from_a_report_to_a_response(
    portal: Portal, code: str, engine: Engine, clock: Clock
) -> None:
    portal.post(tap(portal, code).headers["location"], data={"money": "yes"})
    with writing(engine) as connection:
        assert contacts.unlink_money(connection) == 0
    clock.move(minutes=3 * 24 * 60)
    with writing(engine) as connection:
        assert contacts.unlink_money(connection) == 1
        assert connection.scalars(select(MoneyReport.link)).all() == [None]


def test_the_inspector_reads_it_and_the_log_says_so(desk: Desk, engine: Engine) -> None:
    tell(desk, engine)
    page = read(desk.browser(desk.hire("thanh.tra", "inspector")), "/staff/inspector/money")

    assert "đưa thêm 200 nghìn" in page
    with reading(engine) as connection:
        assert "money reports viewed" in connection.scalars(select(StaffLog.act)).all()


@pytest.mark.parametrize("role", ["counter", "leader", "officer", "auditor", "admin"])
def test_nobody_else_reads_it(desk: Desk, engine: Engine, role: str) -> None:
    tell(desk, engine)
    assert desk.browser(desk.hire("lan", role)).get("/staff/inspector/money").status_code == 403


def tell(desk: Desk, engine: Engine) -> None:
    month = days.office_day(days.now_ms()).replace(day=1) - timedelta(days=1)
    unit_id = desk.app.state.rating.register.find_unit(WARD)
    said = {"unit_id": unit_id, "month": month.replace(day=1), "answer": 1}
    with writing(engine) as connection:
        connection.execute(insert(MoneyReport).values(**said, note="đưa thêm 200 nghìn"))


def test_no_export_search_or_figure_has_it(portal: Portal, code: str, engine: Engine) -> None:
    """Told with a comment and a wish for an answer: the response carries nothing of it."""
    more = tap(portal, code).headers["location"]
    said = {"money": "yes", "money_note": "đưa thêm 200 nghìn", "comment": "Chờ lâu", "answer": "1"}
    portal.post(more, data=said)
    portal.post(f"/t/{more.rsplit('/', 1)[-1]}", data={"add": "1", "text": "hai tiếng"})

    with reading(engine) as connection:
        holding = {
            table.name
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
            if "200 nghìn" in str(row)
        }
    assert holding == {"money_report"}
