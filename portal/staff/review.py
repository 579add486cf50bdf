"""The management-review pack as a page, to read and to print."""

from typing import NamedTuple

from litestar import Response, get
from litestar.params import FromPath

from analytics.numbers.standing import Bearings, find_bearings
from analytics.quality.pack import Pack, build, scope_of
from portal.pages import page
from portal.periods import period_title
from portal.reviews.drawing import draw
from portal.reviews.formats import FORMATS, find_format, write
from portal.reviews.sheet import context
from portal.staff.asked import choices, usual_period
from portal.staff.guards import may, within_scope
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading, writing
from surveys.days import Kind, Period, parse_period
from translations import complete_languages, mark, own_name, spoken
from translations import gettext as _

_GROUPS: dict[Kind, str] = {
    "quarter": mark("Quarters"),
    "month": mark("Months"),
    "year": mark("Years"),
}


class Tools(NamedTuple):
    """What stands above the paper, and is not printed; ``files`` are (name, address)."""

    back: str
    files: list[tuple[str, str]]
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
    _note(request, pack, "review opened")
    return page(
        "reports/review.html",
        headers={"Cache-Control": "no-store"},
        demo=bool(request.app.state.get("demo")),
        style=None,
        tools=_tools(slug, period, bearings),
        **context(draw(pack)),
    )


@get(
    "/units/{slug:str}/review/file/{format:str}",
    name="staff_review_file",
    guards=[may("reviews"), within_scope()],
    sync_to_thread=True,
)
def save_review(request: AnyRequest, slug: FromPath[str], format: FromPath[str]) -> Response[bytes]:
    """The pack of ``?period=2023-Q2`` as a file.

    Raises:
        UnknownFormat, BadPeriod, NotBegun: there is no such file.
        NoPdf: this machine makes none.
    """
    kind = find_format(format)
    period = parse_period(request.query_params.get("period", ""))
    with reading(request.app.state.engine) as connection:
        pack = build(connection, register_of(request), slug, period)
    _note(request, pack, "review exported", format=format)
    name = f"xem-xet-{slug}-{period.label}.{kind.name}"
    return Response(
        write(pack, format, demo=bool(request.app.state.get("demo"))),
        media_type=kind.media_type,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


def _note(request: AnyRequest, pack: Pack, act: str, **more: str) -> None:
    header = pack.header
    what = {"unit": header.slug, "period": header.period.label, "seal": header.cut.seal}
    with writing(request.app.state.engine) as connection:
        record(connection, act, principal_of(request).who, what | more)


def _tools(slug: str, period: Period, bearings: Bearings) -> Tools:
    rated = choices(bearings)
    if period.kind and period not in rated.setdefault(period.kind, []):
        rated[period.kind].insert(0, period)
    groups = [
        (_(_GROUPS[kind]), [(one.label, period_title(one)) for one in some])
        for kind, some in rated.items()
    ]
    languages = [(code, own_name(code)) for code in complete_languages()]
    here = f"/staff/units/{slug}"
    files = [
        (name.upper(), f"{here}/review/file/{name}?period={period.label}&lang={spoken()}")
        for name in FORMATS
        if name != "html"
    ]
    return Tools(here, files, groups, period.label, languages)
