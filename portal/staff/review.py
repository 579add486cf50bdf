"""The management-review pack as a page, to read, to write into and to print; and as files."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from analytics.numbers.standing import find_bearings
from analytics.quality.pack import scope_of
from portal.pages import page
from portal.reviews.drawing import draw
from portal.reviews.formats import find_format, write
from portal.reviews.opening import Opened, open_review
from portal.reviews.sheet import context
from portal.staff.asked import usual_period
from portal.staff.guards import may
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.review_tools import Typed, tools_of
from surveys.database import reading, writing
from surveys.days import parse_period


@get(
    "/",
    name="staff_review",
    guards=[may("reviews")],
    sync_to_thread=True,
)
def show_review(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """The review of ``?period=2023-Q2``, of the newest quarter that tells something without it.

    Raises:
        BadPeriod, NotBegun: the period cannot be read, or no day of it is over.
        UnknownReview: ``?version=`` names none.
    """
    asked = request.query_params
    return review_page(
        request, slug, asked.get("period", ""), asked.get("version", ""), act="review opened"
    )


def review_page(
    request: AnyRequest,
    slug: str,
    period: str,
    version: str,
    *,
    act: str = "",
    typed: Typed | None = None,
    status: int = 200,
) -> Response[str]:
    """The page of a review; with ``typed``, what was entered and what is wrong with it."""
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        unit_id = register.find_unit(slug)
        scope = scope_of(register, unit_id)
        bearings = find_bearings(connection, register, slug, scope)
        span = parse_period(period) if period else usual_period(bearings)
        opened = open_review(connection, register, slug, span, version)
        who = principal_of(request)
        tools = tools_of(connection, unit_id, who, opened, bearings, typed or Typed())
    if act:
        note(request, opened, act)
    return page(
        "reports/review.html",
        status=status,
        headers={"Cache-Control": "no-store"},
        demo=bool(request.app.state.get("demo")),
        style=None,
        tools=tools,
        **context(draw(opened)),
    )


@get(
    "/file/{format:str}",
    name="staff_review_file",
    guards=[may("reviews")],
    sync_to_thread=True,
)
def save_review(request: AnyRequest, slug: FromPath[str], format: FromPath[str]) -> Response[bytes]:
    """The review of ``?period=2023-Q2`` as a file.

    Raises:
        UnknownFormat, BadPeriod, NotBegun, UnknownReview: there is no such file.
        NoPdf: this machine makes none.
    """
    kind, asked = find_format(format), request.query_params
    period = parse_period(asked.get("period", ""))
    with reading(request.app.state.engine) as connection:
        register = register_of(request)
        opened = open_review(connection, register, slug, period, asked.get("version", ""))
    note(request, opened, "review exported", format=format)
    name = f"xem-xet-{slug}-{period.label}.{kind.name}"
    return Response(
        write(opened, format, demo=bool(request.app.state.get("demo"))),
        media_type=kind.media_type,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


def note(request: AnyRequest, opened: Opened, act: str, **more: Any) -> None:
    """Enter in the staff log who did what with a review."""
    with writing(request.app.state.engine) as connection:
        record(connection, act, principal_of(request).who, about(opened) | more)


def about(opened: Opened) -> dict[str, Any]:
    """What the log says of a review."""
    header = opened.pack.header
    told = {"unit": header.slug, "period": header.period.label, "seal": header.cut.seal}
    if opened.minutes:
        told["version"] = opened.minutes.version.number
    return told
