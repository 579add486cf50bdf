"""The interface as one: version 1 below ``/api/v1``, and its description at ``/schema``."""

from typing import Any

from litestar import Router
from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme

from portal.api.collect import collect_router
from portal.api.open_data import open_data_router
from portal.api.slips import slips_router
from portal.api.units import units_router

api_router = Router(
    "/api/v1",
    route_handlers=[units_router, collect_router, slips_router, open_data_router],
    include_in_schema=True,
)


def _only_the_document(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    # Litestar answers any other path below with a page of its own; ours says more.
    if connection.path_params:
        raise NotFoundException


# JSON alone: the usual viewers load scripts from elsewhere.
openapi_config = OpenAPIConfig(
    title="Hài Lòng",
    version="1",
    description="Ratings of public offices: the register, published figures, responses brought in.",
    license=License(name="Apache-2.0", identifier="Apache-2.0"),
    openapi_router=Router(
        "/schema", route_handlers=[], guards=[_only_the_document], include_in_schema=False
    ),
    render_plugins=[JsonRenderPlugin()],
    components=Components(security_schemes={"key": SecurityScheme(type="http", scheme="bearer")}),
)
