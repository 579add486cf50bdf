"""The staff pages, joined: the router that everything below ``/staff`` stands behind."""

from typing import Any

from litestar import Response, Router
from litestar.di import Provide
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from portal import language
from portal.staff import password, sign_in
from portal.staff.guards import LeadOn, genuine, identified
from portal.staff.principal import AnyRequest
from portal.staff.throttle import Neighbourhood

# A form of ours is small; a page that takes files says its own limit.
_LARGEST = 64 * 1024


def staff_router(*pages: ControllerRouterHandler) -> Router:
    """The router at ``/staff``, with the sign-in and these pages.

    Args:
        pages: handlers or routers; each handler stands behind a right, ``guards=[may("...")]``.
    """
    own = [sign_in.show, sign_in.enter, sign_in.leave, sign_in.home, password.show, password.change]
    return Router(
        "/staff",
        route_handlers=[*own, *pages],
        guards=[identified, genuine],
        dependencies={
            "neighbourhood": Provide(Neighbourhood, use_cache=True, sync_to_thread=False)
        },
        after_request=language.remember,
        exception_handlers={LeadOn: _lead_on},
        request_max_body_size=_LARGEST,
        include_in_schema=False,
    )


def _lead_on(_request: AnyRequest, failure: LeadOn) -> Response[Any]:
    return Redirect(str(failure), status_code=303, headers={"Cache-Control": "no-store"})
