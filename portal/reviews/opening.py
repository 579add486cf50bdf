"""Which pack is read: a frozen version with what was written into it, or the figures of now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from analytics.quality.pack import Pack, build, scope_of
from analytics.quality.reviewing.minutes import Decision, Note, list_decisions, list_notes
from analytics.quality.reviewing.versions import (
    UnknownReview,
    Version,
    content_of,
    find_version,
    list_versions,
)
from surveys.days import Period
from surveys.register import Register


@dataclass(frozen=True, slots=True)
class Minutes:
    """A frozen version, and what people wrote into it."""

    version: Version
    notes: list[Note]
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack to be read; without ``minutes`` it is not frozen."""

    pack: Pack
    minutes: Minutes | None = None


def open_review(
    connection: Connection, register: Register, slug: str, period: Period, version: str = ""
) -> Opened:
    """The pack of a unit and a period.

    Args:
        version: a number; "now" for the figures as they are; "" for the newest frozen version, and
            where there is none for the figures as they are.

    Raises:
        UnknownUnit, BadPeriod: there is nothing to be told.
        UnknownReview: no such version was frozen.
    """
    unit_id = register.find_unit(slug)
    scope = scope_of(register, unit_id)
    if version.isdecimal():
        return _frozen(connection, find_version(connection, unit_id, scope, period, int(version)))
    if version not in ("", "now"):
        raise UnknownReview(version)
    frozen = [] if version else list_versions(connection, unit_id, scope, period)
    if frozen:
        return _frozen(connection, frozen[0])
    return Opened(build(connection, register, slug, period))


def _frozen(connection: Connection, version: Version) -> Opened:
    minutes = Minutes(version, list_notes(connection, version), list_decisions(connection, version))
    return Opened(content_of(connection, version), minutes)
