"""What stands above and between the paper of a review, and is not printed: ways and forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from analytics.numbers.standing import Bearings
from analytics.quality.reviewing.minutes import KINDS
from analytics.quality.reviewing.signing import is_as_signed, why_not
from analytics.quality.reviewing.versions import Version, is_whole, list_versions
from portal.periods import period_title
from portal.reviews.formats import FORMATS
from portal.reviews.minuting import note_of
from portal.reviews.opening import Opened
from portal.reviews.wording import moment
from portal.staff.asked import choices
from portal.staff.principal import Principal
from portal.staff.rows import rows_path
from surveys.days import Kind, Period
from translations import complete_languages, mark, own_name, spoken
from translations import gettext as _

_GROUPS: Final[dict[Kind, str]] = {
    "quarter": mark("Quarters"),
    "month": mark("Months"),
    "year": mark("Years"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody entered that could not be kept, and why: words for each field."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What this person may write into the version that is shown.

    Attributes:
        path: below which the forms are sent.
        notes: (section, remark in the language spoken now) of every section.
        struck: the numbers of decisions that can be struck.
        kinds: of a decision, for a select.
        sign: why this person may not sign, or "" when they may.
        signed: whether they have signed and may take it back.
    """

    path: str
    notes: dict[str, str]
    struck: list[int]
    kinds: list[tuple[str, str]]
    open: bool
    sign: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Tools:
    """All of it; ``files`` and ``versions`` are (words, address).

    Attributes:
        standing: in one sentence, what is shown: figures of now, or which version.
        damaged: whether the version is not as it was frozen or signed.
        changes: where the differences from the version before stand, or "".
        freeze: the number that the next version would have; 0 where this person freezes nothing.
        again: whether that is a correction, so that a reason is asked for.
        writing: None where this person may not write here.
        rows: for the auditor, the ways to the rows behind each command.
    """

    back: str
    files: list[tuple[str, str]]
    periods: list[tuple[str, list[tuple[str, str]]]]
    chosen: str
    languages: list[tuple[str, str]]
    versions: list[tuple[str, str]]
    standing: str
    damaged: bool
    changes: str
    csrf: str
    freeze: int
    again: bool
    writing: Writing | None
    typed: Typed
    rows: list[str]


def tools_of(
    connection: Connection,
    unit_id: int,
    who: Principal,
    opened: Opened,
    bearings: Bearings,
    typed: Typed,
) -> Tools:
    """What this person finds around a review."""
    header, minutes = opened.pack.header, opened.minutes
    version = minutes.version if minutes else None
    here, period = f"/staff/units/{header.slug}", header.period
    standing = list_versions(connection, unit_id, header.scope, period)
    newest = standing[0].number if standing else 0
    may_write = who.may("conclude")
    shown = "now" if version is None and standing else str(version.number) if version else ""
    return Tools(
        back=here,
        files=_files(here, period, shown),
        periods=_periods(bearings, period),
        chosen=period.label,
        languages=[(code, own_name(code)) for code in complete_languages()],
        versions=_versions(here, period, standing, version),
        standing=_standing(opened, version),
        damaged=version is not None and _is_damaged(connection, version),
        changes=_changes(here, version),
        csrf=who.csrf,
        freeze=newest + 1 if may_write and not header.provisional and version is None else 0,
        again=newest > 0,
        writing=_writing(who, opened, here) if may_write and version else None,
        typed=typed,
        rows=_rows(who, opened),
    )


def _rows(who: Principal, opened: Opened) -> list[str]:
    """Where the rows of each command stand, in the order of the annex; none for who may not."""
    if not (who.may("export") and who.may("log")):
        return []
    return [rows_path(command) for command in opened.pack.commands]


def _files(here: str, period: Period, shown: str) -> list[tuple[str, str]]:
    asked = f"period={period.label}&version={shown}&lang={spoken()}"
    names = [name for name in ("pdf", "docx", "xlsx") if name in FORMATS]
    return [(name.upper(), f"{here}/review/file/{name}?{asked}") for name in names]


def _periods(bearings: Bearings, period: Period) -> list[tuple[str, list[tuple[str, str]]]]:
    rated = choices(bearings)
    if period.kind and period not in rated.setdefault(period.kind, []):
        rated[period.kind].insert(0, period)
    return [
        (_(_GROUPS[kind]), [(one.label, period_title(one)) for one in some])
        for kind, some in rated.items()
        # Nobody reviews a day or a week.
        if kind in _GROUPS
    ]


def _versions(
    here: str, period: Period, standing: list[Version], shown: Version | None
) -> list[tuple[str, str]]:
    """The ways to the other versions, and to the figures of now."""
    told = [
        (_("Version %(number)s", number=one.number), f"{period.label}&version={one.number}")
        for one in standing
        if shown is None or one.number != shown.number
    ]
    if shown is not None:
        told.append((_("The figures of now"), f"{period.label}&version=now"))
    return [(words, f"{here}/review?period={asked}") for words, asked in told]


def _standing(opened: Opened, version: Version | None) -> str:
    if version is None:
        if opened.pack.header.provisional:
            return _("The period still runs. It can be frozen when its last day is over.")
        return _("These are the figures of now. They are fixed when somebody freezes them.")
    values = {"number": version.number, "at": moment(version.frozen_at)}
    values["by"] = version.frozen_by
    if version.state == "signed":
        return _("Version %(number)s, frozen at %(at)s by %(by)s, signed by both.", **values)
    if version.signatures:
        values["signer"] = version.signatures[0].by
        return _(
            "Version %(number)s, frozen at %(at)s by %(by)s, signed by %(signer)s; one signature "
            "is missing.",
            **values,
        )
    return _("Version %(number)s, frozen at %(at)s by %(by)s, not signed yet.", **values)


def _is_damaged(connection: Connection, version: Version) -> bool:
    return not (is_whole(connection, version) and is_as_signed(connection, version))


def _changes(here: str, version: Version | None) -> str:
    if version is None or version.previous_id is None:
        return ""
    return f"{here}/review/{version.period.label}/{version.number}/changes"


def _writing(who: Principal, opened: Opened, here: str) -> Writing | None:
    minutes = opened.minutes
    if minutes is None:
        return None
    version, role = minutes.version, who.who.role
    sections = [*(one.id for one in opened.pack.sections), "conclusions"]
    mine = [note for note in minutes.notes if note.language == spoken()]
    told = {one: note_of(one, mine) for one in sections}
    refusal = why_not(version, role, who.person)
    return Writing(
        path=f"{here}/review/{version.period.label}/{version.number}",
        notes={one: note.text if note else "" for one, note in told.items()},
        struck=[one.number for one in minutes.decisions] if version.open else [],
        kinds=[(kind, _(words)) for kind, words in KINDS.items()],
        open=version.open,
        sign=_(refusal) if refusal else "",
        signed=version.state != "signed" and any(o.by == who.person for o in version.signatures),
    )
