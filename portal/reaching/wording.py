"""A message in words, and the same as JSON for other systems."""

from __future__ import annotations

import json
from typing import Any

from analytics.quality.actions.lists import LACKS, Overdue
from analytics.quality.casework.finding import Listed
from analytics.quality.watching.handling import Raised
from portal.periods import period_days
from portal.reaching.news import News, Week
from surveys import days
from surveys.masking import mask
from surveys.register import Register
from translations import day, in_hundred, number, spoken
from translations import gettext as _

_DESCRIBED = 160


def subject(news: News, register: Register) -> str:
    """One line, in the language spoken now."""
    unit = register.unit_names.say(news.unit_id, spoken())
    if news.week:
        return _("%(unit)s: the week %(days)s", unit=unit, days=period_days(news.week.days))
    told = []
    if news.signals:
        told.append(_("new signals: %(n)s", n=number(len(news.signals) + news.more)))
    if news.overdue:
        told.append(_("overdue actions: %(n)s", n=number(len(news.overdue) + news.more_overdue)))
    if news.cases:
        told.append(_("overdue answers: %(n)s", n=number(len(news.cases))))
    return _("%(unit)s: %(what)s", unit=unit, what=", ".join(told))


def text(news: News, register: Register, base_url: str) -> str:
    """The body of an e-mail, in the language spoken now; it names no citizen."""
    unit = register.unit_names.say(news.unit_id, spoken())
    parts = [unit]
    if news.week:
        parts.append("\n".join(_week(news.week)))
    if news.signals:
        parts.append("\n\n".join(_signal(one, base_url) for one in news.signals))
    if news.more:
        parts.append(_("%(n)s more signals stand at the desk.", n=number(news.more)))
    if news.overdue:
        late = [_late(one, base_url) for one in news.overdue]
        parts.append("\n\n".join([_("Overdue actions:"), *late]))
    if news.more_overdue:
        more = number(news.more_overdue)
        parts.append(_("%(n)s more overdue actions stand at the desk.", n=more))
    if news.cases:
        waiting = [_case(one, base_url) for one in news.cases]
        parts.append("\n\n".join([_("Citizens who should have been answered:"), *waiting]))
    home = f"{base_url}/staff/units/{register.slug_of(news.unit_id)}"
    parts.append(_("All of it: %(link)s", link=home))
    return "\n\n".join(parts) + "\n"


def _week(week: Week) -> list[str]:
    told, ratings = week.satisfaction, number(week.satisfaction.n)
    said = _("Ratings: %(n)s. That is too few for a figure.", n=ratings)
    if told.value is not None and told.low is not None and told.high is not None:
        said = _(
            "Ratings: %(n)s. About %(value)s of 100 were satisfied, between %(low)s and %(high)s.",
            n=ratings,
            value=in_hundred(told.value),
            low=in_hundred(told.low),
            high=in_hundred(told.high),
        )
    cases = _(
        "Citizens who wait for an answer: %(n)s; overdue: %(late)s.",
        n=number(week.cases),
        late=number(week.late_cases),
    )
    signals = _("Signals that are still open: %(n)s.", n=number(week.signals))
    return [said, signals, *([cases] if week.cases else [])]


def _case(one: Listed, base_url: str) -> str:
    owner = one.owner_name or _("nobody named")
    due = day(one.due_on) if one.due_on else ""
    what = _("%(number)s, %(owner)s: due on %(day)s.", number=one.number, owner=owner, day=due)
    return f"{what}\n{base_url}/staff/cases/{one.number}"


def _signal(one: Raised, base_url: str) -> str:
    return f"{one.sentence}\n{base_url}/staff/signals/{one.id}"


def _late(one: Overdue, base_url: str) -> str:
    owner = one.owner_name or _("nobody named")
    what = _(
        "%(number)s, %(owner)s: %(lacks)s; due on %(day)s, %(late)s working days ago.",
        number=one.number,
        owner=owner,
        lacks=_(LACKS[one.lacks]),
        day=day(one.due_on),
        late=number(one.late),
    )
    return f"{what}\n{_described(one)}\n{base_url}/staff/actions/{one.number}"


def _described(one: Overdue) -> str:
    words = " ".join(mask(one.description).split())
    return words if len(words) <= _DESCRIBED else f"{words[:_DESCRIBED].rstrip()}…"


def as_json(news: News, register: Register, base_url: str, key: str) -> str:
    """The body of a webhook: the same facts, with members instead of sentences."""
    told: dict[str, Any] = {
        "delivery": key,
        "kind": "digest" if news.week else "alert",
        "unit": register.slug_of(news.unit_id),
        "made_at": days.now().isoformat(timespec="seconds"),
        "signals": [_signal_members(one, register, base_url) for one in news.signals],
        "more_signals": news.more,
        "overdue": [_late_members(one, register, base_url) for one in news.overdue],
        "more_overdue": news.more_overdue,
        "overdue_cases": [_case_members(one, register, base_url) for one in news.cases],
    }
    if news.week:
        span = news.week.days
        told["week"] = {"from": str(span.start), "to": str(span.end)}
        told["week"] |= {"satisfaction": news.week.satisfaction.named()}
        told["week"] |= {"open_signals": news.week.signals, "open_cases": news.week.cases}
        told["week"] |= {"overdue_cases": news.week.late_cases}
    return json.dumps(told, ensure_ascii=False)


def _case_members(one: Listed, register: Register, base_url: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "unit": register.slug_of(one.unit_id),
        "due_on": str(one.due_on),
        "link": f"{base_url}/staff/cases/{one.number}",
    }


def _signal_members(one: Raised, register: Register, base_url: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "unit": register.slug_of(one.unit_id),
        "rule": one.rule,
        "from": str(one.span.start),
        "to": str(one.span.end),
        "sentence": one.sentence,
        "link": f"{base_url}/staff/signals/{one.id}",
    }


def _late_members(one: Overdue, register: Register, base_url: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "unit": register.slug_of(one.unit_id),
        "lacks": one.lacks,
        "due_on": str(one.due_on),
        "late": one.late,
        "level": one.level,
        "link": f"{base_url}/staff/actions/{one.number}",
    }
