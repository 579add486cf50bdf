"""Reports of extra money asked: for the inspector alone, past everybody they could be about."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from litestar import Response, get

from portal.staff.drawings import name_of_service
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.contacts import MONEY_ANSWERS, Told, list_money
from surveys.database import reading, writing
from surveys.register import Register
from translations import gettext as _
from translations import month_name, spoken

# How often a list was read is itself worth knowing, so it is noted before it is shown.
PATH = "/staff/inspector/money"


@get("/inspector/money", name="staff_money", guards=[may("money")], sync_to_thread=True)
def show_money(request: AnyRequest) -> Response[str]:
    """How many said yes, no or neither, by month and office, and what they wrote."""
    register, own = register_of(request), principal_of(request).unit_id
    with reading(request.app.state.engine) as connection:
        told = [one for one in list_money(connection) if _reaches(register, own, one)]
    with writing(request.app.state.engine) as connection:
        what = {"unit": register.slug_of(own), "reports": len(told)}
        record(connection, "money reports viewed", principal_of(request).who, what)
    return staff_page(
        request,
        "staff/money.html",
        here=PATH,
        rows=list(_counted(register, told)),
        notes=[_said(register, one) for one in told if one.note],
    )


def _reaches(register: Register, own: int, told: Told) -> bool:
    # As the units stood in that month: an office that is no more was below the city too.
    return own in (told.unit_id, *register.ancestors(told.unit_id, told.month))


def _counted(register: Register, told: list[Told]) -> Iterator[list[str | int]]:
    """Month, office, and how many said yes, no, neither; newest month first."""
    counts: dict[tuple[date, int], Counter[int]] = {}
    for one in told:
        counts.setdefault((one.month, one.unit_id), Counter())[one.answer] += 1
    for (month, unit_id), answers in counts.items():
        office = register.unit_names.say(unit_id, spoken())
        each = [answers[MONEY_ANSWERS[name]] for name in ("yes", "no", "unsaid")]
        yield [month_name(month), office, *each]


def _said(register: Register, told: Told) -> dict[str, str]:
    answers = {1: _("Yes"), 0: _("No"), 2: _("Neither")}
    return {
        "where": register.unit_names.say(told.unit_id, spoken()),
        "service": name_of_service(register, told.service_id),
        "month": month_name(told.month),
        "answer": answers[told.answer],
        "note": told.note or "",
    }
