"""Typing in forms with a keyboard alone, with and without scripts."""

from collections.abc import Callable

import pytest
from browser import Visitor
from makers import load, make_touchpoint, make_unit
from office import BY, CHOSEN
from playwright.sync_api import expect
from serving import serving
from sqlalchemy import Engine, select, update

from portal.staff import appointments
from portal.staff.accounts import StaffAccount
from surveys.database import reading, writing
from surveys.responses import Pending

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.only("sqlite")]


def hire(engine: Engine) -> None:
    make_unit(engine, "phuong-thu")
    make_touchpoint(engine, "phuong-thu")
    unit_id = load(engine).find_unit("phuong-thu")
    with writing(engine) as connection:
        appointments.add_account(connection, "hoa", "counter", unit_id, CHOSEN, BY)
        connection.execute(update(StaffAccount).values(must_change=False))


def test_a_pile_of_forms_is_typed_in_without_a_mouse(
    engine: Engine, database_url: str, visitor: Callable[..., Visitor]
) -> None:
    hire(engine)
    with serving(database_url) as server:
        for someone in (visitor(), visitor(scripts=False, viewport={"width": 320, "height": 600})):
            page = someone.visit(f"{server.url}/staff/sign-in")
            page.get_by_label("Tên tài khoản").fill("hoa")
            page.locator("#password").fill(CHOSEN.text)
            page.keyboard.press("Enter")
            page.wait_for_url("**/units/**")
            someone.visit(f"{server.url}/staff/units/phuong-thu/entry")
            for mark in "41":
                # The first answer has the focus already.
                expect(page.locator(":focus")).to_have_attribute("name", "q.overall")
                page.keyboard.type(mark)
                page.keyboard.press("Tab")
                page.keyboard.type("5")
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                assert page.get_by_text("Đã lưu.").is_visible()
                expect(page.locator(":focus")).to_have_attribute("name", "q.overall")
                someone.judge()
            someone.visit(f"{server.url}/staff/units/phuong-thu/script")
    with reading(engine) as connection:
        marks = connection.execute(select(Pending.overall, Pending.access).order_by(Pending.id))
        assert [tuple(row) for row in marks] == [(4, 5), (1, 5), (4, 5), (1, 5)]
