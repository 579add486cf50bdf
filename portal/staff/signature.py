"""How somebody signs: "name, position", as it is written down for ever."""

from portal.staff.principal import AnyRequest, principal_of
from portal.staff.rights import ROLE_NAMES
from translations import catalogue


def signature(request: AnyRequest) -> str:
    """The name and position of who asks, in the office's own language whatever they read."""
    account = principal_of(request).account
    position = catalogue(request.app.state.settings.locale).gettext(ROLE_NAMES[account.role])
    return f"{account.name}, {position}"
