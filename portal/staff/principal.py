"""Who is asking: the person behind a request to a staff page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request

from portal.staff.accounts import Account
from portal.staff.log import Who
from portal.staff.rights import RIGHTS, ROLE_NAMES, Right
from surveys import days
from surveys.register import Register
from translations import catalogue

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Principal:
    """A person who is signed in.

    Attributes:
        csrf: the token that every form of theirs carries in ``_csrf_token``.
        token: the session's id as their cookie holds it.
    """

    account: Account
    csrf: str
    token: str

    @property
    def who(self) -> Who:
        """How the staff log names them."""
        return Who(self.account.name, self.account.role)

    @property
    def person(self) -> str:
        """How records name them for ever, whoever reads: name and, in Vietnamese, position."""
        return f"{self.account.name}, {catalogue('vi').gettext(ROLE_NAMES[self.account.role])}"

    @property
    def unit_id(self) -> int:
        """The unit from which downward their rights hold."""
        return self.account.unit_id

    def may(self, right: Right) -> bool:
        """Whether their role has this right."""
        return right in RIGHTS[self.account.role]

    def reaches(self, register: Register, unit_id: int) -> bool:
        """Whether a unit is theirs today, or below theirs; of one that ended, on its last day."""
        today = days.office_day(days.now_ms())
        ends = [end for _start, end, _parent in register.parents.get(unit_id, ()) if end]
        above = register.ancestors(unit_id, today)
        if not above and ends:
            above = register.ancestors(unit_id, max(ends) - timedelta(days=1))
        return self.unit_id in (unit_id, *above)


def principal_of(request: AnyRequest) -> Principal:
    """The person behind a request that passed a guard of ``guards``."""
    principal: Principal = request.user
    return principal


def register_of(request: AnyRequest) -> Register:
    """The register as it stands."""
    register: Register = request.app.state.rating.register
    return register
