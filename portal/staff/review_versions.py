"""The versions of a review: freezing one, and what a correction changed."""

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy import Connection

from analytics.quality.pack import scope_of
from analytics.quality.reviewing.differences import differences
from analytics.quality.reviewing.freezing import AlreadyFrozen, NoReason, freeze
from analytics.quality.reviewing.versions import (
    UnknownReview,
    Version,
    find_version,
    version_of_id,
)
from portal.reviews.comparing import compared
from portal.reviews.opening import open_review
from portal.reviews.wording import moment
from portal.staff.frame import staff_page
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of, register_of
from portal.staff.review import about, review_page
from portal.staff.review_tools import Typed
from surveys.database import reading, writing
from surveys.days import parse_period
from surveys.register import Register
from translations import gettext as _
from translations import spoken


@post("/freeze", name="staff_review_freeze", guards=[may("conclude")], sync_to_thread=True)
def freeze_review(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Freeze the figures of now as the next version.

    Raises:
        BadPeriod, NotOver: there is no such period, or it still runs.
    """
    engine, register = request.app.state.engine, register_of(request)
    period, number, why = (typed(request, one) for one in ("period", "number", "why"))
    with reading(engine) as connection:
        opened = open_review(connection, register, slug, parse_period(period), "now")
    who = principal_of(request)
    try:
        with writing(engine) as connection:
            version = int(number) if number.isdecimal() and len(number) < 4 else 0
            freeze(connection, register, opened.pack, version, who.person, why)
            told = about(opened) | {"version": version}
            record(connection, "review frozen", who.who, told)
    except AlreadyFrozen as first:
        return _overtaken(request, slug, first.version)
    except NoReason:
        wrong = Typed({"why": why}, {"why": _("Say why a later version is needed.")})
        return review_page(request, slug, period, "now", typed=wrong, status=422)
    return back(slug, period, version)


def _overtaken(request: AnyRequest, slug: str, first: Version) -> Response[str]:
    notice = _(
        "%(by)s froze this period at %(at)s, before you. Their version is shown; nothing of yours "
        "was kept.",
        by=first.frozen_by,
        at=moment(first.frozen_at),
    )
    shown = Typed(notice=notice)
    return review_page(
        request, slug, first.period.label, str(first.number), typed=shown, status=409
    )


def found(
    connection: Connection, register: Register, slug: str, period: str, number: int
) -> Version:
    """The version that an address names.

    Raises:
        UnknownReview, BadPeriod: there is none.
    """
    unit_id = register.find_unit(slug)
    scope = scope_of(register, unit_id)
    return find_version(connection, unit_id, scope, parse_period(period), number)


def back(slug: str, period: str, number: int, anchor: str = "") -> Response[str]:
    """Lead back to the page of a version."""
    asked = f"period={period}&version={number}&lang={spoken()}"
    place = f"/staff/units/{slug}/review?{asked}{'#' + anchor if anchor.isidentifier() else ''}"
    return Response("", status_code=303, headers={"Location": place, "Cache-Control": "no-store"})


@get(
    "/{period:str}/{number:int}/changes",
    name="staff_review_changes",
    guards=[may("reviews")],
    sync_to_thread=True,
)
def show_changes(
    request: AnyRequest, slug: FromPath[str], period: FromPath[str], number: FromPath[int]
) -> Response[str]:
    """What this version changed in the one before it.

    Raises:
        UnknownReview: there is no such version, or none before it.
    """
    register = register_of(request)
    with reading(request.app.state.engine) as connection:
        new = found(connection, register, slug, period, number)
        if new.previous_id is None:
            raise UnknownReview(period)
        old = version_of_id(connection, new.previous_id)
        told = differences(connection, old, new)
    return staff_page(
        request,
        "reports/changes.html",
        unit=register.unit_names.say(register.find_unit(slug), spoken()),
        here=f"/staff/units/{slug}/review",
        **compared(old, new, told),
    )
