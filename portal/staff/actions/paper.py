"""The form on paper (phiếu KPH), to sign and to file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from portal.pages import page
from portal.staff.actions.reach import record_in_reach
from portal.staff.actions.record import record_context
from portal.staff.asked import today
from portal.staff.guards import may
from portal.staff.log import record as log
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.register import Register
from translations import spoken


@get("/actions/{number:str}/form", name="action_form", guards=[may("reviews")], sync_to_thread=True)
def show_form(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """The whole record as an office paper."""
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        record = record_in_reach(request, connection, number)
        context = record_context(connection, register, record)
    with writing(request.app.state.engine) as connection:
        log(connection, "action printed", principal_of(request).who, {"action": number})
    return page(
        "quality/paper.html",
        headers={"Cache-Control": "no-store"},
        demo=bool(request.app.state.get("demo")),
        back=f"/staff/actions/{number}",
        **context
        | letterhead(register, record.row.unit_id)
        | {"history": list(reversed(context["history"]))},
    )


def letterhead(register: Register, unit_id: int) -> dict[str, Any]:
    """What ``print.html`` needs: who issues a paper, where and when."""
    above = register.ancestors(unit_id, today() - timedelta(days=1))
    return {
        "style": None,
        "above": register.unit_names.say(above[-1], spoken()) if above else "",
        "unit": register.unit_names.say(unit_id, spoken()),
        "number_of": "",
        "place": "Hải Phòng",
        "date": today(),
    }
