"""Who may bring responses in: another system with its key, or a paired tablet with its bearer."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler

from portal.staff.keys import HoldsKey, Key, bearer_of
from surveys import pairing
from surveys.database import reading
from surveys.kiosks import Tablet
from surveys.register import Place, Register

AnyRequest = Request[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]


@dataclass(frozen=True)
class HoldsKeyOrTablet(HoldsKey):
    """A guard: a key of the scope, or any paired tablet."""

    def __call__(self, connection: AnyConnection, handler: BaseRouteHandler) -> None:
        """Refuse whoever is neither."""
        if not bearer_of(connection).startswith(pairing.MARK):
            return super().__call__(connection, handler)
        return is_tablet(connection, handler)


@dataclass(frozen=True)
class IsTablet(HoldsKey):
    """A guard: a paired tablet alone."""

    def __call__(self, connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        """Refuse whoever is none."""
        with reading(connection.app.state.engine) as reader:
            tablet = pairing.paired_or_none(reader, bearer_of(connection))
        if tablet is None:
            raise NotAuthorizedException("this device is not paired")
        connection.scope["auth"] = tablet


is_tablet = IsTablet("collect")
collects = HoldsKeyOrTablet("collect")


def tablet_or_none(request: AnyRequest) -> Tablet | None:
    """The tablet that the guard let in; None for a key."""
    return request.auth if isinstance(request.auth, Tablet) else None


def covers(request: AnyRequest, register: Register, place: Place) -> bool:
    """Whether whoever the guard let in may speak for a touchpoint; a tablet for its own alone."""
    shown: Key | Tablet = request.auth
    if isinstance(shown, Tablet):
        return shown.touchpoint_id == place.id
    return shown.covers(register, place.unit_id)
