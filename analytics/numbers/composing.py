"""Composing an edition: which cells of a family's quarter are due, from months as they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from analytics.numbers.asks import Scope
from analytics.numbers.editions import Cell, Row, Standing, row_of, standing
from analytics.numbers.estimates import Evidence
from analytics.numbers.families import Family
from analytics.numbers.gathering import Gathered, gather
from analytics.numbers.grouping import GroupCells, group_cells
from analytics.numbers.indicators import measure
from analytics.numbers.published import PublishedKind
from analytics.numbers.readers import ask_for
from analytics.numbers.suppression import Place, quarter_table
from analytics.numbers.turnout import turnout
from analytics.numbers.vintages import Atom, Stood, read_vintages, renewed, slim
from analytics.numbers.withholding import (
    OVERALL,
    WEIGHTED,
    Reasons,
    reason_for,
    reasons_of,
    weighs_openly,
)
from surveys import days
from surveys.counts import Counts
from surveys.days import Period
from surveys.register import Register


@dataclass(slots=True)
class Edition:
    """What is to be written: cells with their rows, and what stands from now on."""

    cells: dict[Cell, list[Row]] = field(default_factory=dict)
    months: dict[Atom, dict[str, Any]] = field(default_factory=dict)
    groups: dict[Atom, dict[str, Any]] = field(default_factory=dict)
    looked_at: tuple[tuple[int, ...], Period] | None = None


@dataclass(frozen=True, slots=True)
class Months:
    """Each unit's months as they are and as they stand; ``fresh`` are those that now differ."""

    now: Mapping[Atom, Counts]
    stand: Mapping[Atom, Counts]
    fresh: frozenset[Atom]

    def of(self, cell: Cell) -> list[Atom]:
        """The months that a cell adds up."""
        return [
            atom
            for atom in self.stand
            if (cell.tree or atom.unit_id == cell.unit_id)
            and (cell.kind == "quarter" or atom.start == cell.start)
        ]

    def counts(self, cell: Cell) -> Counts:
        """What a cell counts as its months stand."""
        return Counts.total(self.stand[atom] for atom in self.of(cell))

    def current(self, cell: Cell) -> bool:
        """Whether nothing of it waits for more answers to come."""
        return all(self.stand[atom] == self.now[atom] for atom in self.of(cell))


def compose(
    connection: Connection, known: Register, family: Family, span: Period, today: date
) -> Edition:
    """The cells of one family that are new or have changed, each with its rows."""
    came = turnout(connection, known, family, span)
    published = standing(connection, family.units, span)
    stood = read_vintages(connection, family.units, span, "month")
    if not _stirs(came, published, stood, family, today):
        return Edition()
    found = _gather(connection, known, family, span)
    months = _stand(found, came, stood, today)
    # A city is published as its whole tree; its own responses are a part that is never told.
    told = [cell for cell in came if cell.unit_id != family.city or cell.tree]
    due = {c for c in told if c not in published or not months.fresh.isdisjoint(months.of(c))}
    reasons = _reasons(months, published, due)
    grouped = GroupCells()
    if span.end == days.next_start(span.start, "quarter"):
        marks = {at: counts.marks for at, counts in _own(months).items()}
        shown = frozenset(quarter_table(marks)[0].keys() - reasons[OVERALL].keys())
        grouped = group_cells(connection, known, family, span, marks, shown, today)
    cells = {
        cell: list(_rows(cell, found[cell], months, reasons, grouped.whole)) for cell in sorted(due)
    }
    edition = Edition(cells | grouped.cells, _kept(months, stood, today), grouped.vectors)
    edition.looked_at = (family.units, span) if edition.cells else None
    return edition


def _stirs(
    came: Mapping[Cell, int],
    published: Mapping[Cell, Standing],
    stood: Mapping[Atom, Stood],
    family: Family,
    today: date,
) -> bool:
    """Whether anything can be due: a new cell, another number of answers, or a new year."""
    for cell, responses in came.items():
        if cell not in published and (cell.unit_id != family.city or cell.tree):
            return True
        if cell.kind == "month" and not cell.tree:
            as_it_is = stood.get(Atom(cell.unit_id, cell.start))
            if as_it_is is None or as_it_is.taken_on.year < today.year:
                return True
            if as_it_is.counts.get("responses", 0) != responses:
                return True
    return False


def _stand(
    found: Mapping[Cell, Gathered],
    came: Mapping[Cell, int],
    stood: Mapping[Atom, Stood],
    today: date,
) -> Months:
    now = {
        Atom(cell.unit_id, cell.start): found[cell].evidence.counts
        for cell in came
        if cell.kind == "month" and not cell.tree
    }
    stand, fresh = {}, set()
    for atom, counts in now.items():
        before = stood.get(atom)
        known = Counts.of(**before.counts) if before else None
        yearly = before is not None and before.taken_on.year < today.year
        stand[atom] = counts if known is None else renewed(known, counts, yearly=yearly)
        if stand[atom] != known:
            fresh.add(atom)
    return Months(now, stand, frozenset(fresh))


def _kept(months: Months, stood: Mapping[Atom, Stood], today: date) -> dict[Atom, dict[str, Any]]:
    looked_at = {atom for atom, one in stood.items() if one.taken_on.year < today.year}
    return {a: slim(c) for a, c in months.stand.items() if a in months.fresh or a in looked_at}


def _rows(
    cell: Cell,
    gathered: Gathered,
    months: Months,
    reasons: Reasons,
    whole: Collection[Place],
) -> Iterator[Row]:
    counts, found = months.counts(cell), gathered.evidence
    evidence = Evidence(counts, found.volumes, found.strata)
    if not months.current(cell):
        # Volumes are set against all answers there are, also those that must wait.
        evidence = Evidence(counts)
    for id, estimate in measure(evidence).items():
        if id == "response_rate" and evidence.volumes is None and found.volumes is not None:
            continue
        why = reason_for(id, cell.place, estimate, reasons)
        if id == WEIGHTED and why is None and not weighs_openly(cell.place, evidence.strata, whole):
            why = "would_reveal"
        yield row_of(cell, id, estimate, why) | {"answers": counts["responses"]}


def _gather(
    connection: Connection, known: Register, family: Family, span: Period
) -> dict[Cell, Gathered]:
    """The evidence of all months of a span, and of the whole of it."""
    found: dict[Cell, Gathered] = {}
    kinds: tuple[PublishedKind, ...] = ("month", "quarter")
    for kind in kinds:
        of: list[tuple[tuple[int, ...], Scope]] = [(family.units, "own")]
        of += [((family.city,), "tree")] if family.city is not None else []
        for unit_ids, scope in of:
            ask = ask_for(known, unit_ids, scope, span.start, span.end, kind)
            gathered = gather(connection, ask, known.service_groups)
            for (unit_id, start), evidence in gathered.items():
                found[Cell(unit_id, kind, start, scope == "tree")] = evidence
    return found


def _reasons(months: Months, published: Mapping[Cell, Standing], due: Collection[Cell]) -> Reasons:
    before = {cell.place: as_it_was.told for cell, as_it_was in published.items()}
    stands = {
        (cell.place, question)
        for cell, as_it_is in published.items()
        if cell not in due
        for question in as_it_is.told
    }
    return reasons_of(_own(months), stands, before)


def _own(months: Months) -> dict[tuple[int, int], Counts]:
    return {(atom.unit_id, atom.start.month): counts for atom, counts in months.stand.items()}
