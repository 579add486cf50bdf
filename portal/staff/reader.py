"""The card of the reader of comments: what reads them, how well, what it learnt and was refused."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from litestar import Response, get
from sqlalchemy import Connection, select

from analytics.text import VERSION
from analytics.text.lessons import EACH, ENOUGH
from analytics.text.readers import version_in_use
from analytics.text.tables import ModelCard
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys import days
from surveys.database import reading
from translations import day, share
from translations import gettext as _

# Older ones say nothing that these do not.
_SHOWN = 12


class Figures(NamedTuple):
    """How well a version read the fixed comments, in words; ``themes`` is "" where untold."""

    n: int
    accuracy: str
    macro_f1: str
    flips: str
    themes: str


@dataclass(frozen=True, slots=True)
class Card:
    """One version of the reader, ready to be shown.

    Attributes:
        learned_from: comments and corrections; 0 for the words alone.
        figures: None where it was not tried.
        why: why it is not used, translated; "" where it is.
    """

    version: str
    day: str
    learned_from: int
    figures: Figures | None
    in_use: bool
    why: str


@get("/reader", name="staff_reader", guards=[may("comments")], sync_to_thread=True)
def show_reader(request: AnyRequest) -> Response[Any]:
    """The card of the reader in use, and those that were tried before."""
    with reading(request.app.state.engine) as connection:
        cards = _cards(connection)
        version = version_in_use(connection)
    slug = register_of(request).slug_of(principal_of(request).unit_id)
    return staff_page(
        request,
        "staff/reader.html",
        here=f"/staff/units/{slug}/comments",
        crumbs=[(_("Comments"), f"/staff/units/{slug}/comments")],
        now=next((card for card in cards if card.in_use), None),
        version=version,
        learnt=version != VERSION,
        cards=[card for card in cards if not card.in_use],
        enough=ENOUGH,
        each=EACH,
    )


def _cards(connection: Connection) -> list[Card]:
    version = version_in_use(connection)
    table: Any = ModelCard.__table__.c
    # The weights are large, and nobody reads them.
    columns = (column for column in table if column.name != "weights")
    newest = select(*columns).order_by(table.made_at.desc(), table.learned_from).limit(_SHOWN)
    return [_card(row, version) for row in connection.execute(newest)]


def _card(row: Any, version: str) -> Card:
    return Card(
        version=row.version,
        day=day(days.office_day(days.to_ms(row.made_at))),
        learned_from=row.learned_from,
        figures=_figures(row.figures) if "accuracy" in row.figures else None,
        in_use=row.version == version,
        why=_(row.why) if row.why else "",
    )


def _figures(figures: dict[str, Any]) -> Figures:
    themes = figures["themes"]
    return Figures(
        figures["n"],
        _spread(*figures["accuracy"]),
        _spread(*figures["macro_f1"]),
        share(figures["flips"], digits=1),
        "" if themes is None else share(themes),
    )


def _spread(value: float, low: float, high: float) -> str:
    interval = {"low": share(low), "high": share(high)}
    return _("%(value)s (%(low)s to %(high)s)", value=share(value), **interval)
