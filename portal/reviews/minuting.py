"""What people wrote into a frozen review, put where it belongs in the pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analytics.quality.pack.contents import Block, Column, Pack, Section, Table, Text
from analytics.quality.pack.sayings import Said, Value, Written
from analytics.quality.reviewing.minutes import KINDS, Decision, Note
from portal.reviews.opening import Minutes, Opened
from portal.reviews.wording import moment
from translations import gettext as _
from translations import mark, number, spoken

CONCLUSIONS: Final = "conclusions"
# What comes behind the conclusions: the annex.
_ANNEX: Final = "method"
_COLUMNS: Final = (
    Column(mark("No.")),
    Column(mark("Decision")),
    Column(mark("Owner")),
    Column(mark("Due")),
    Column(mark("Resources")),
)


def whole(opened: Opened) -> Pack:
    """The pack with remarks at the end of their sections, and the conclusions before the annex."""
    notes = opened.minutes.notes if opened.minutes else []
    decisions = opened.minutes.decisions if opened.minutes else []
    sections = [_noted(one, notes) for one in opened.pack.sections]
    place = next((i for i, one in enumerate(sections) if one.id == _ANNEX), len(sections))
    sections.insert(place, _noted(_conclusions(decisions), notes))
    return replace(opened.pack, sections=tuple(sections))


def _noted(section: Section, notes: Sequence[Note]) -> Section:
    note = note_of(section.id, notes)
    if note is None:
        return section
    # A line that somebody ended is a paragraph.
    said = tuple(Written(line) for line in note.text.splitlines() if line.strip())
    block: Block = Text(said, title=mark("Remark of the quality officer"))
    return replace(section, blocks=(*section.blocks, block))


def note_of(section: str, notes: Sequence[Note]) -> Note | None:
    """The remark on a section in the language spoken now, else in another."""
    mine = [note for note in notes if note.section == section]
    return next((note for note in mine if note.language == spoken()), mine[0] if mine else None)


def _conclusions(decisions: Sequence[Decision]) -> Section:
    title = mark("Conclusions of the meeting")
    if not decisions:
        text = Text((Said(mark("No decision was entered.")),))
        return Section(CONCLUSIONS, title, (text,))
    rows = tuple(_row(one) for one in decisions)
    return Section(CONCLUSIONS, title, (Table(mark("Decisions"), _COLUMNS, rows),))


def _row(one: Decision) -> tuple[Value, ...]:
    what = Said(mark("%(kind)s: %(text)s"), {"kind": KINDS[one.kind], "text": Written(one.text)})
    owner = Written(", ".join(filter(None, (one.owner_name, one.owner_position))))
    due: Value = one.due_on or Said(mark("no date"))
    return (one.number, what, owner, due, Written(one.resources))


def about(minutes: Minutes) -> list[tuple[str, str]]:
    """What the head of the paper says of the version."""
    version = minutes.version
    told = [
        (_("Version"), number(version.number)),
        (_("Frozen"), f"{moment(version.frozen_at)}, {version.frozen_by}"),
    ]
    told += [(_("Signed"), f"{one.by}, {moment(one.at)}") for one in version.signatures]
    return [*told, (_("Hash of the content"), version.hash.hex())]
