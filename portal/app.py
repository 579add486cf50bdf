"""Where the parts are joined."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp

from portal import errors, language
from portal.api.versions import api_router, openapi_config
from portal.citizen.contact import contact_router
from portal.citizen.more import more_router
from portal.citizen.rate import RatingPath
from portal.citizen.receipt import receipt_router
from portal.citizen.visits import Context
from portal.citizen.worker import service_worker
from portal.database import require_migrated
from portal.headers import HeadToo, SecureHeaders
from portal.health import health_router
from portal.kiosk.page import page_router
from portal.kiosk.tablet import tablet_router
from portal.pages import STATIC
from portal.public.feed import feed_router
from portal.public.finder import finder_router
from portal.public.unit import unit_router
from portal.settings import Settings
from portal.staff.actions.pages import actions_pages
from portal.staff.cases.pages import case_pages
from portal.staff.city import show as show_city
from portal.staff.comments import comments_router
from portal.staff.dashboard import dashboard_router
from portal.staff.entrance import staff_router
from portal.staff.entry import entry_router
from portal.staff.finer import finer_router
from portal.staff.kiosks import kiosks_router
from portal.staff.labelling import labelling_router
from portal.staff.money import show_money
from portal.staff.notices import notices_router
from portal.staff.quality.pages import quality_pages
from portal.staff.reader import show_reader
from portal.staff.review_writing import reviews_router
from portal.staff.rows import rows_router
from portal.staff.said.pages import said_pages
from portal.staff.signals.doubts import doubts_router
from portal.staff.signals.marks import marks_router
from portal.staff.signals.pages import signals_router
from portal.staff.slips import slips_router
from portal.staff.trail_page import trail_router
from portal.staff.units import show as staff_units
from surveys import register
from surveys.database import make_engine, reading
from surveys.intake import Writer, open_store
from surveys.properties import is_demo

# Every process looks this often whether the register moved (interfaces: within 2 s).
LOOK_EVERY = 1.0

# What stands behind the sign-in.
STAFF_PAGES = (
    staff_units,
    show_city,
    dashboard_router,
    comments_router,
    labelling_router,
    show_reader,
    entry_router,
    kiosks_router,
    slips_router,
    signals_router,
    doubts_router,
    marks_router,
    finer_router,
    reviews_router,
    rows_router,
    trail_router,
    show_money,
    notices_router,
    *case_pages,
    *(*actions_pages, *quality_pages, *said_pages),
)


def create_app(settings: Settings, *, loopback: bool = True) -> ASGIApp:
    """Build the portal.

    Args:
        settings: read once, carried in the application's state.
        loopback: whether only this machine can reach the server; else the demo account sleeps.

    Raises:
        NotMigrated: when the server starts on a database that lacks this release's tables.
    """
    state = State({"settings": settings, "loopback": loopback})
    app = Litestar(
        route_handlers=[
            *(health_router, finder_router, unit_router, feed_router, more_router, contact_router),
            api_router,
            receipt_router,
            *(service_worker, page_router, tablet_router),
            staff_router(*STAFF_PAGES),
            _static(),
        ],
        before_request=language.greet_first,
        exception_handlers=errors.exception_handlers,
        lifespan=[_open],
        openapi_config=openapi_config,
        # Pages are no part of the interface for programs.
        include_in_schema=False,
        logging_config=None,
        state=state,
    )
    return SecureHeaders(HeadToo(RatingPath(app)), https=settings.https)


def _static() -> Router:
    # A year: the address changes with the file (``pages.asset``).
    forever = CacheControlHeader(max_age=365 * 86_400, immutable=True)
    return create_static_files_router("/static", [STATIC], cache_control=forever, name="static")


@asynccontextmanager
async def _open(app: Litestar) -> AsyncGenerator[None]:
    """Open what lives as long as the server: database, register, writer."""
    state, settings = app.state, app.state.settings
    state.engine = make_engine(settings.database_url)
    require_migrated(state.engine)
    state.writer = Writer(state.engine, open_store(state.engine))
    with reading(state.engine) as connection:
        loaded, state.demo = register.load(connection), is_demo(connection)
    state.rating = Context(settings, state.writer, loaded, state.demo)
    state.writer.start()
    looking = asyncio.create_task(_follow(app))
    try:
        yield
    finally:
        looking.cancel()
        await state.writer.close()
        state.engine.dispose()


async def _follow(app: Litestar) -> None:
    """Serve from a new register soon after it changed, whichever process changed it."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await asyncio.to_thread(_look, app)
        except Exception as failed:  # a database that is away must not end the looking
            errors.note(failed)


def _look(app: Litestar) -> None:
    context: Context = app.state.rating
    with reading(app.state.engine) as connection:
        if register.revision(connection) != context.register.revision:
            app.state.demo = is_demo(connection)
            context.follow(register.load(connection), demo=app.state.demo)
