"""The register and the published figures, for programs."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Router, get
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter
from sqlalchemy import Connection, select

from analytics.numbers.published import (
    ALL_SERVICES,
    PublishedBucket,
    UnalignedPeriod,
    read_published,
)
from portal.api import shapes
from portal.api.parameters import unread
from portal.public.listing import directory_of
from surveys import directory
from surveys.database import reading
from surveys.services import ServiceGroup

AnyRequest = Request[Any, Any, Any]
# Fifty years by month; whoever asks for more has mistyped a year.
LONGEST = 600

PROBLEM = "application/problem+json"


def problem(description: str) -> ResponseSpec:
    """How the OpenAPI document describes a refusal."""
    return ResponseSpec(
        shapes.Problem, description=description, media_type=PROBLEM, generate_examples=False
    )


NOT_READ = problem("a request that cannot be read")
NOT_FOUND = problem("no such unit")
NOT_TOLD = problem("invalid-parameter, unaligned-period, range-too-long, or not-published")


@get("/", sync_to_thread=True, summary="All units")
def list_units(request: AnyRequest) -> list[shapes.Unit]:
    """Every unit, those that have ended too, in the order of their Vietnamese names."""
    demo = request.app.state.demo
    return [_unit(unit, simulated=demo) for unit in directory_of(request).units.values()]


@get(
    "/{slug:str}",
    sync_to_thread=True,
    summary="One unit",
    responses={400: NOT_READ, 404: NOT_FOUND},
)
def show_unit(request: AnyRequest, slug: FromPath[str]) -> shapes.Unit:
    """A unit with its dated codes and its succession."""
    return _unit(directory_of(request).find(slug), simulated=request.app.state.demo)


@get(
    "/{slug:str}/indicators",
    sync_to_thread=True,
    summary="Published figures",
    responses={400: NOT_READ, 404: NOT_FOUND, 422: NOT_TOLD},
    exception_handlers={ValidationException: unread},
)
def list_indicators(
    request: AnyRequest,
    slug: FromPath[str],
    start: Annotated[date, QueryParameter(name="from", description="first day, included")],
    end: Annotated[date, QueryParameter(name="to", description="last day, excluded")],
    bucket: Annotated[Literal["month", "quarter"], QueryParameter()] = "month",
    service: Annotated[
        str | None, QueryParameter(description="slug of a service group; by quarter only")
    ] = None,
) -> shapes.Series:
    """A unit's own figures, or those of the city's whole tree.

    Both days must be borders of the periods asked for. What is withheld stands there with its
    reason; a period that has not been published yet has no indicators.
    """
    unit = directory_of(request).find(slug)
    unit_id = request.app.state.rating.register.find_unit(slug)
    if service is not None and bucket != "quarter":
        raise _refused("not-published", "figures by service are published by quarter only")
    if (end - start).days > LONGEST * 31:
        raise _refused("range-too-long", f"ask for at most {LONGEST} periods at a time")
    try:
        with reading(request.app.state.engine) as connection:
            group_id = _group(connection, service) if service else ALL_SERVICES
            buckets = read_published(connection, unit_id, start, end, bucket, group_id)
    except UnalignedPeriod:
        border = f"from and to must be first days of a {bucket}, and from the earlier one"
        raise _refused("unaligned-period", border) from None
    return shapes.Series(
        unit=slug,
        scope="tree" if unit.kind == "city" else "own",
        from_=start,
        to=end,
        bucket=bucket,
        service=service,
        seal=max((one.seal_id or 0 for one in buckets), default=0),
        simulated=request.app.state.demo,
        series=[_bucket(one) for one in buckets],
    )


def _group(connection: Connection, slug: str) -> int:
    group_id = connection.scalar(select(ServiceGroup.id).where(ServiceGroup.slug == slug))
    if group_id is None:
        raise _refused("unknown-service", "there is no such service group")
    return group_id


def _refused(code: str, detail: str) -> HTTPException:
    return HTTPException(status_code=422, detail=detail, extra={"code": code})


def _bucket(one: PublishedBucket) -> shapes.Bucket:
    figures = {id: figure.named() for id, figure in one.indicators.items()}
    return shapes.Bucket(
        from_=one.period.start,
        to=one.period.end,
        indicators=msgspec.convert(figures, dict[str, shapes.Figure]),
        published_on=one.published_on,
    )


def _unit(unit: directory.Listed, *, simulated: bool) -> shapes.Unit:
    return shapes.Unit(
        slug=unit.slug,
        kind=unit.kind,
        names=unit.names,
        opened_on=unit.opened_on,
        closed_on=unit.closed_on,
        codes=[shapes.Code(c.scheme, c.value, c.valid_from, c.valid_to) for c in unit.codes],
        parents=[shapes.Parent(p.value, p.valid_from, p.valid_to) for p in unit.parents],
        predecessors=[shapes.Heir(*heir) for heir in unit.predecessors],
        successors=[shapes.Heir(*heir) for heir in unit.successors],
        simulated=simulated,
    )


units_router = Router("/units", route_handlers=[list_units, show_unit, list_indicators])
