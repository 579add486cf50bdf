"""What is said of a tablet: its state in words, and the form of its hours and interval."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from surveys import days, kiosks
from surveys.kiosks import State, Tablet
from translations import day as day_words
from translations import gettext as _
from translations import mark, ngettext

STATES: dict[State, str] = {
    "unpaired": mark("No tablet is paired"),
    "waiting": mark("Waits to be paired"),
    "alive": mark("Alive"),
    "asleep": mark("Asleep: outside opening hours"),
    "away": mark("Not heard during opening hours: see whether it has power and network"),
}
WEEKDAYS = (
    mark("Monday"),
    mark("Tuesday"),
    mark("Wednesday"),
    mark("Thursday"),
    mark("Friday"),
    mark("Saturday"),
    mark("Sunday"),
)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Row(NamedTuple):
    """A tablet as the pages show it; texts are ready to be read, "" where nothing is known."""

    name: str
    unit: str
    counter: str
    href: str
    state: str
    words: str
    seen: str
    delivered: str
    battery: str
    waiting: str
    version: str
    paired: bool


def row_of(tablet: Tablet, unit: str, counter: str, href: str, now_ms: int) -> Row:
    """What is known of a tablet now."""
    state = tablet.state(now_ms)
    return Row(
        name=tablet.name,
        unit=unit,
        counter=counter,
        href=href,
        state=state,
        words=_(STATES[state]),
        seen=_moment(tablet.seen_at),
        delivered=_moment(tablet.delivered_at),
        battery=_battery(tablet),
        waiting=_waiting(tablet),
        version=tablet.version or "",
        paired=tablet.paired_at is not None,
    )


def _moment(at: Any) -> str:
    if at is None:
        return ""
    local = days.office_time(days.to_ms(at))
    return f"{local:%H:%M} {day_words(local.date())}"


def _battery(tablet: Tablet) -> str:
    if tablet.battery is None:
        return ""
    if tablet.charging:
        return _("%(percent)s%%, charging", percent=tablet.battery)
    return f"{tablet.battery}%"


def _waiting(tablet: Tablet) -> str:
    """Answers that lie on the device."""
    if not tablet.queued and not tablet.refused:
        return ""
    waiting = ngettext("%(num)s answer waits", "%(num)s answers wait", tablet.queued)
    if not tablet.refused:
        return waiting
    return _("%(waiting)s, %(refused)s not taken", waiting=waiting, refused=tablet.refused)


@dataclass(slots=True)
class Setting:
    """The form of one tablet: what was typed, what is wrong, and the columns it makes.

    Attributes:
        typed: name, opens, closes, interval, as texts; days: the numbers of the days ticked.
    """

    typed: dict[str, str]
    days: set[int]
    problems: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def setting_of(tablet: Tablet) -> Setting:
    """The form as it stands."""
    typed = {
        "name": tablet.name,
        "opens": _clock(tablet.opens),
        "closes": _clock(tablet.closes),
        "interval": str(tablet.interval_s),
    }
    return Setting(typed, {n for n in range(7) if tablet.weekdays >> n & 1})


def read_setting(form: Mapping[str, Any]) -> Setting:
    """A form that was sent; hours left blank are open all day.

    Args:
        form: a multi-dict whose ``getall`` gives every day that was ticked.
    """
    names = ("name", "opens", "closes", "interval")
    typed = {name: str(form.get(name, "")).strip() for name in names}
    getall = getattr(form, "getall", lambda name, default: form.get(name, default))
    ticked = {int(one) for one in getall("days", []) if one in set("0123456")}
    setting = Setting(typed, ticked)
    opens, closes = (_minutes(setting, name) for name in ("opens", "closes"))
    interval = typed["interval"]
    if not 1 <= len(typed["name"]) <= kiosks.LONGEST_NAME:
        setting.problems["name"] = _("Give it a name of at most 80 letters.")
    if (opens is None) != (closes is None) and not setting.problems.keys() & {"opens", "closes"}:
        setting.problems["closes"] = _("Type both times, or leave both blank.")
    elif opens is not None and closes is not None and closes <= opens:
        setting.problems["closes"] = _("It closes before it opens.")
    if not ticked:
        setting.problems["days"] = _("Choose at least one day.")
    if not interval.isdecimal() or int(interval) > kiosks.LONGEST_INTERVAL:
        setting.problems["interval"] = _("Type a number of seconds from 0 to 120.")
    elif not setting.problems:
        setting.values = {
            "name": typed["name"],
            "opens": opens,
            "closes": closes,
            "weekdays": sum(1 << n for n in ticked),
            "interval_s": int(interval),
        }
    return setting


def _minutes(setting: Setting, name: str) -> int | None:
    text = setting.typed[name]
    found = _TIME.fullmatch(text)
    if found is None:
        if text:
            setting.problems[name] = _("Type a time such as 7:30.")
        return None
    return int(found[1]) * 60 + int(found[2])


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"
