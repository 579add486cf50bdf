"""The management-review pack as a page, to read and to print."""

from typing import NamedTuple

from litestar import Response, get
from litestar.params import FromPath

from analytics.numbers.standing import Bearings, find_bearings
from analytics.quality.pack import Pack, build, scope_of
from portal.pages import page
from portal.periods import period_title
from portal.reviews.drawing import context
from portal.staff.asked import choices, usual_period
from portal.staff.guards import may, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.days import Kind, Period, parse_period
from translations import complete_languages, mark, own_name
from translations import gettext as _

_GROUPS: dict[Kind, str] = {
    "quarter": mark("Quarters"),
    "month": mark("Months"),
    "year": mark("Years"),
}


class Tools(NamedTuple):
    """What stands above the paper, and is not printed."""

    back: str
    periods: list[tuple[str, list[tuple[str, str]]]]
    chosen: str
    languages: list[tuple[str, str]]


@get(
    "/units/{slug:str}/review",
    name="staff_review",
    guards=[may("reviews"), within_scope()],
    sync_to_thread=True,
)
def show_review(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """The pack of ``?period=2023-Q2``, of the newest quarter that tells something without it.

    Raises:
        BadPeriod, NotBegun: the period cannot be read, or no day of it is over.
    """
    register, asked = register_of(request), request.query_params.get("period")
    with reading(request.app.state.engine) as connection:
        scope = scope_of(register, register.find_unit(slug))
        bearings = find_bearings(connection, register, slug, scope)
        period = parse_period(asked) if asked else usual_period(bearings)
        pack = build(connection, register, slug, period)
    _note(request, pack)
    return page(
        "reports/review.html",
        headers={"Cache-Control": "no-store"},
        demo=bool(request.app.state.get("demo")),
        style=None,
        tools=_tools(slug, period, bearings),
        **context(pack),
    )


def _note(request: AnyRequest, pack: Pack) -> None:
    header = pack.header
    what = {"unit": header.slug, "period": header.period.label, "seal": header.cut.seal}
    with writing(request.app.state.engine) as connection:
        record(connection, "review opened", principal_of(request).who, what)


def _tools(slug: str, period: Period, bearings: Bearings) -> Tools:
    rated = choices(bearings)
    if period.kind and period not in rated.setdefault(period.kind, []):
        rated[period.kind].insert(0, period)
    groups = [
        (_(_GROUPS[kind]), [(one.label, period_title(one)) for one in some])
        for kind, some in rated.items()
    ]
    languages = [(code, own_name(code)) for code in complete_languages()]
    return Tools(f"/staff/units/{slug}", groups, period.label, languages)
