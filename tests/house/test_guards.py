"""Every route below /staff stands behind a right; every other one is listed here as public."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar
from litestar.handlers import BaseRouteHandler

from portal.app import create_app
from portal.settings import read_settings
from portal.staff.guards import ANONYMOUS, Needs, genuine, identified
from portal.staff.keys import HoldsKey

pytestmark = pytest.mark.fast

# Anybody may come here; the rating path itself, /r/{code}, is served before any router.
PUBLIC = {
    "/",
    "/units/{slug}/feed",
    "/units/{slug}",
    "/health/live",
    "/health/ready",
    # Answers trusted addresses alone, see its own tests.
    "/metrics",
    "/r/{code}/more/{receipt}",
    "/r/{code}/more/{receipt}/contact",
    "/sw.js",
    "/t",
    "/t/{receipt}",
    "/t/{receipt}/files/{file_id}",
    "/kiosk/sw.js",
    "/kiosk/{code}",
    # The code that staff read out is the key.
    "/kiosk/{code}/pair",
    "/static/{file_path}",
    # The published table and the register, as on the public pages.
    "/api/v1/units",
    "/api/v1/units/{slug}",
    "/api/v1/units/{slug}/indicators",
    "/api/v1/open-data/catalogue",
    "/api/v1/open-data/published.csv",
    "/api/v1/open-data/published.json",
    "/api/v1/open-data/roots",
    "/schema",
    "/schema/openapi.json",
    "/schema/{path}",
}
SIGN_IN = "/staff/sign-in"


def litestar_inside(app: Any) -> Litestar:
    """The application below what is wrapped around it."""
    while not isinstance(app, Litestar):
        app = next(part for part in vars(app).values() if callable(part))
    return app


@pytest.fixture(scope="module")
def routes() -> list[tuple[str, BaseRouteHandler]]:
    """Every (path, handler) of the portal."""
    environment = {
        "PORTAL_DATABASE_URL": "postgresql://nobody@nowhere/x",
        "PORTAL_SECRET": "x" * 32,
    }
    return list(_walk(litestar_inside(create_app(read_settings(environment)))))


def _walk(app: Litestar) -> Iterator[tuple[str, BaseRouteHandler]]:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]:
            # Litestar answers OPTIONS itself, with the methods of a route and nothing else.
            if getattr(handler, "http_methods", None) != {"OPTIONS"}:
                yield route.path_format, handler


def guards_of(handler: BaseRouteHandler) -> list[Any]:
    return [getattr(guard, "func", guard) for guard in handler.resolve_guards()]


def is_staff(path: str) -> bool:
    return path == "/staff" or path.startswith("/staff/")


def test_every_staff_route_knows_who_asks_and_takes_forms_of_ours_alone(
    routes: list[tuple[str, BaseRouteHandler]],
) -> None:
    bare = {
        path
        for path, handler in routes
        if is_staff(path) and guards_of(handler)[:2] != [identified, genuine]
    }

    assert SIGN_IN in {path for path, _ in routes}
    assert not bare


def test_every_staff_route_but_the_sign_in_needs_a_right(
    routes: list[tuple[str, BaseRouteHandler]],
) -> None:
    without = {
        path
        for path, handler in routes
        if is_staff(path) and not any(isinstance(guard, Needs) for guard in guards_of(handler))
    }

    assert without == {SIGN_IN}


def test_only_the_sign_in_is_open_to_strangers(
    routes: list[tuple[str, BaseRouteHandler]],
) -> None:
    assert {path for path, handler in routes if handler.opt.get(ANONYMOUS)} == {SIGN_IN}


def test_every_other_route_is_public_on_purpose_or_wants_a_key(
    routes: list[tuple[str, BaseRouteHandler]],
) -> None:
    open_to_all = {
        path
        for path, handler in routes
        if not is_staff(path)
        and not any(isinstance(guard, HoldsKey) for guard in guards_of(handler))
    }

    assert open_to_all == PUBLIC
