"""What every staff page carries: who is signed in, where they may go, the token of its forms."""

from typing import Any, NamedTuple

from litestar import Response

from portal.pages import page
from portal.staff.principal import AnyRequest, Principal, register_of
from portal.staff.rights import ROLE_NAMES, Right
from surveys import days
from surveys.register import Register
from translations import gettext as _
from translations import mark, spoken


class Section(NamedTuple):
    """A place of the staff pages.

    Attributes:
        right: who lacks it does not see the place.
        path: with ``{slug}`` for the person's own unit.
        words: its name, a msgid.
        several: only for people with units below theirs.
    """

    right: Right
    path: str
    words: str
    several: bool = False


# In the order in which they stand in the head of the page.
SECTIONS = (
    Section("dashboard", "/staff/units/{slug}", mark("Overview")),
    Section("dashboard", "/staff/city", mark("All units"), several=True),
    Section("dashboard", "/staff/units", mark("Units"), several=True),
    Section("dashboard", "/staff/units/{slug}/signals", mark("Signals")),
    Section("comments", "/staff/units/{slug}/comments", mark("Comments")),
    Section("comments", "/staff/units/{slug}/cases", mark("Cases")),
    Section("assist", "/staff/units/{slug}/entry", mark("Enter forms")),
    Section("kiosks", "/staff/units/{slug}/kiosks", mark("Tablets")),
    Section("reviews", "/staff/units/{slug}/actions", mark("Actions")),
    Section("reviews", "/staff/units/{slug}/quality", mark("Quality")),
    Section("money", "/staff/inspector/money", mark("Extra money asked")),
    Section("reviews", "/staff/units/{slug}/review", mark("Management review")),
    Section("log", "/staff/log", mark("Staff log")),
    Section("accounts", "/staff/notices", mark("Notices")),
)


class Shown(NamedTuple):
    """Someone as the head of the page names them."""

    name: str
    duty: str


def staff_page(
    request: AnyRequest,
    template: str,
    /,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    here: str | None = None,
    **context: Any,
) -> Response[str]:
    """Answer with a page that extends ``staff.html``.

    Args:
        here: the path of the section that the page belongs to.
        context: the names that the template lists at its head.
    """
    who: Principal | None = request.user
    frame = _frame(who, register_of(request)) if who else {"who": None}
    return page(
        template,
        status=status,
        # Back after signing out must not show what was there.
        headers={"Cache-Control": "no-store"} | (headers or {}),
        demo=bool(request.app.state.get("demo")),
        here=here,
        **frame | context,
    )


def _frame(who: Principal, register: Register) -> dict[str, Any]:
    slug = register.slug_of(who.unit_id)
    unit = register.unit_names.say(who.unit_id, spoken())
    several = bool(register.descendants(who.unit_id, days.office_day(days.now_ms())))
    places = [s for s in SECTIONS if who.may(s.right) and (several or not s.several)]
    if who.account.must_change:
        places = []
    return {
        "who": Shown(who.account.name, f"{_(ROLE_NAMES[who.account.role])}, {unit}"),
        "csrf": who.csrf,
        "sections": [(place.path.format(slug=slug), _(place.words)) for place in places],
    }
