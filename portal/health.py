"""What machines ask about the portal: does it live, can it serve, how is it doing."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.exceptions import NotFoundException
from sqlalchemy import Connection, exc, func, select

from analytics.text import desk
from portal.database import NotMigrated, require_migrated
from portal.jobs import leases
from portal.jobs.duties import JOBS
from surveys import days
from surveys.database import reading
from surveys.intake import Writer
from surveys.responses import Pending, Seal
from surveys.silence import silent_touchpoints

AnyRequest = Request[Any, Any, Any]
# A proxy passed it on, so the address of the connection is not the visitor's.
_FORWARDED = ("forwarded", "x-forwarded-for")


@get("/health/live", name="live", media_type=MediaType.TEXT, sync_to_thread=False)
def live() -> str:
    """Say that the process answers; asks no database."""
    return "ok\n"


@get("/health/ready", name="ready", media_type=MediaType.TEXT, sync_to_thread=True)
def ready(request: AnyRequest) -> Response[str]:
    """Say whether a citizen could rate now: 200, or 503 and why not."""
    wrong = _wrong(request.app.state)
    status = 503 if wrong else 200
    return Response(f"{wrong or 'ok'}\n", status_code=status, headers={"Cache-Control": "no-store"})


def _wrong(state: Any) -> str | None:
    writer: Writer = state.writer
    if not writer.alive:
        return "the writer has ended"
    if writer.full:
        return f"the queue is full: {writer.depth} ratings wait"
    if writer.stuck:
        return f"the database is held by somebody else: {writer.depth} ratings wait"
    try:
        require_migrated(state.engine)
    except NotMigrated:
        return "the database is not this release's"
    except exc.DBAPIError as away:
        return f"the database does not answer: {type(away.orig).__name__}"
    return None


@get("/metrics", name="metrics", media_type="text/plain; version=0.0.4", sync_to_thread=True)
def metrics(request: AnyRequest) -> str:
    """Figures for a monitor, in the text format of Prometheus; for trusted addresses only."""
    if not _trusted(request):
        raise NotFoundException
    writer: Writer = request.app.state.writer
    with reading(request.app.state.engine) as connection:
        figures = {
            "portal_ratings_stored_total": writer.stored,
            "portal_queue_depth": writer.depth,
            **_of_the_database(connection),
        }
    return "".join(_lines(figures))


def _trusted(request: AnyRequest) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    proxies = request.app.state.settings.trusted_proxies
    return address.is_loopback or any(address in ip_network(net, strict=False) for net in proxies)


def _of_the_database(connection: Connection) -> Mapping[str, float]:
    now_ms = days.now_ms()
    oldest = connection.scalar(
        select(func.min(Pending.settles_ms)).where(Pending.import_id.is_(None))
    )
    unread_since = desk.unread_since(connection) or now_ms
    silent = silent_touchpoints(connection, days.office_day(now_ms))
    # A job has its figure from the first look on: a monitor cannot watch what is not there yet.
    failed = {job.name: job.failures for job in leases.list_jobs(connection)}
    jobs = {
        f'portal_job_failures_total{{job="{job.name}"}}': failed.get(job.name, 0) for job in JOBS
    }
    return {
        "portal_pending": connection.scalar(select(func.count()).select_from(Pending)) or 0,
        "portal_entries_sealed": connection.scalar(select(func.max(Seal.last_id))) or 0,
        "portal_seal_lag_seconds": max(0, now_ms - (oldest or now_ms)) / 1000,
        "portal_comments_unread": desk.unread(connection),
        "portal_comments_lag_seconds": max(0, now_ms - unread_since) / 1000,
        "portal_touchpoints_silent": len(silent),
        **jobs,
    }


# What each figure is; those of one name follow each other.
_HELP = {
    "portal_ratings_stored_total": "counter ratings this process has thanked for, repeats included",
    "portal_queue_depth": "gauge ratings that wait for their commit in this process",
    "portal_pending": "gauge responses and additions that are not sealed yet",
    "portal_entries_sealed": "gauge entries of the ledger",
    "portal_seal_lag_seconds": "gauge how long the oldest settled row has waited to be sealed",
    "portal_comments_unread": "gauge sealed comments that this version has not read",
    "portal_comments_lag_seconds": "gauge how long the oldest sealed comment has waited to be read",
    "portal_touchpoints_silent": "gauge open touchpoints from which nothing is heard",
    "portal_job_failures_total": "counter runs of a job that failed",
}


def _lines(figures: Mapping[str, float]) -> Iterator[str]:
    told = ""
    for name, value in figures.items():
        family = name.partition("{")[0]
        if family != told:
            kind, _, words = _HELP[family].partition(" ")
            yield f"# HELP {family} {words}\n# TYPE {family} {kind}\n"
            told = family
        yield f"{name} {value}\n"


health_router = Router("/", route_handlers=[live, ready, metrics], include_in_schema=False)
