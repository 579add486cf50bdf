"""The filters of an overview: what can be chosen, and the sentence that says what was."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from analytics.numbers.standing import Bearings
from analytics.quality.watching.around import Beside
from portal.periods import period_days, period_name, period_title
from portal.staff.asked import LAST_YEAR, MAPPED, OWN_DAYS, Asked, choices, has_units, today
from portal.staff.drawings import name_of_service
from surveys.days import KINDS, Kind
from surveys.register import Register
from translations import day, mark
from translations import gettext as _

CHANNEL_NAMES = {
    "qr": mark("QR code"),
    "web": mark("Link on the web"),
    "kiosk": mark("Tablet at the counter"),
    "paper": mark("Paper form"),
    "phone": mark("Telephone"),
    "assisted": mark("Entered by staff"),
}
_KINDS: dict[Kind, str] = {
    "quarter": mark("Quarters"),
    "month": mark("Months"),
    "week": mark("Weeks"),
    "year": mark("Years"),
}

_PIECES: dict[Kind, str] = {
    "day": mark("By day"),
    "week": mark("By week"),
    "month": mark("By month"),
    "quarter": mark("By quarter"),
    "year": mark("By year"),
}

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """The form, ready to be drawn.

    Attributes:
        sentence: what is looked at.
        periods: groups of options, as ``components.select`` takes them.
        scopes: empty where no unit stands below.
        problems: by field, translated.
    """

    asked: Asked
    sentence: str
    periods: list[tuple[str, Options]]
    services: Options
    channels: Options
    scopes: Options
    problems: dict[str, str]
    pieces: Options
    past: Options


def filters_of(
    asked: Asked,
    register: Register,
    bearings: Bearings,
    rated: Iterable[int],
    problems: dict[str, str],
    beside: Beside | None = None,
) -> Filters:
    """What can be chosen from here.

    Args:
        rated: the services that were rated in the period, 0 where none was named.
        problems: msgids by field.
        beside: of the unit; without it nothing is said of predecessors.
    """
    several = has_units(register, register.find_unit(asked.view.unit))
    scopes = [("own", _("This unit only")), ("tree", _("With the units below it"))]
    return Filters(
        asked,
        _("Filters") if problems else sentence_of(asked, register, several),
        _periods(asked, bearings),
        _services(asked, register, rated),
        [("", _("All channels")), *((id_, _(name)) for id_, name in CHANNEL_NAMES.items())],
        scopes if several else [],
        {field: _(words) for field, words in problems.items()},
        [("", _("Months, against what is usual")), *((kind, _(_PIECES[kind])) for kind in KINDS)],
        _past(beside, asked),
    )


def _past(beside: Beside | None, asked: Asked) -> Options:
    """Whether units that became this one are told with it; empty where there is nothing to ask."""
    if asked.view.scope == "tree" or not any(
        one.share == "whole" for one in (beside.predecessors if beside else ())
    ):
        return []
    return [("", _("Units as they were")), (MAPPED, _("With the units that became this one"))]


def of_time_alone(filters: Filters) -> Filters:
    """The same where nothing but the time can be chosen."""
    words = _period_words(filters.asked)
    return replace(filters, sentence=f"{words[:1].upper()}{words[1:]}.", scopes=[])


def sentence_of(asked: Asked, register: Register, several: bool) -> str:
    """The filters as one sentence."""
    view = asked.view
    parts = {
        "period": _period_words(asked),
        "services": _service_words(register, view.service) or _("all services"),
        "channels": _(CHANNEL_NAMES[view.channel]) if view.channel else _("all channels"),
    }
    if not several:
        said = _("%(period)s, %(services)s, %(channels)s.", **parts)
    elif view.scope == "tree":
        said = _("%(period)s, with the units below, %(services)s, %(channels)s.", **parts)
    else:
        said = _("%(period)s, this unit only, %(services)s, %(channels)s.", **parts)
    return said[:1].upper() + said[1:]


def _period_words(asked: Asked) -> str:
    period = asked.view.period
    name = period_name(period)
    if asked.choice == LAST_YEAR:
        name = _("12 months, %(days)s", days=period_days(period))
    if period.closed(today()):
        return name
    yesterday = today() - timedelta(days=1)
    return _("%(period)s up to %(day)s", period=name, day=day(yesterday))


def _service_words(register: Register, slug: str | None) -> str | None:
    return name_of_service(register, _by_slug(register)[slug]) if slug else None


def _by_slug(register: Register) -> dict[str, int]:
    return {slug: service_id for service_id, slug in register.service_slugs.items()}


def _periods(asked: Asked, bearings: Bearings) -> list[tuple[str, Options]]:
    groups = [
        (_(_KINDS[kind]), [(period.label, period_title(period)) for period in periods])
        for kind, periods in choices(bearings).items()
    ]
    offered = {value for _name, options in groups for value, _words in options}
    others = [(LAST_YEAR, _("The last 12 months")), (OWN_DAYS, _("From day to day"))]
    if asked.choice not in offered | {value for value, _words in others}:
        others.append((asked.choice, period_title(asked.view.period)))
    return [*groups, (_("Other"), others)]


def _services(asked: Asked, register: Register, rated: Iterable[int]) -> Options:
    chosen = _by_slug(register).get(asked.view.service or "", 0)
    named = [
        (register.service_slugs[id_], name_of_service(register, id_))
        for id_ in {*rated, chosen}
        if id_
    ]
    return [("", _("All services")), *sorted(named, key=lambda option: option[1])]
