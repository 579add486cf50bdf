"""Proving the ledger: every block's hash, every id, every cell and every comment, made again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, func, select

from surveys import cells
from surveys.places import UnitPath
from surveys.responses import Comment, Entry, Screening, Seal
from surveys.sealing import encoding
from surveys.sealing.sealer import counted

# Blocks read at a time; a block has at most 2,000 entries.
_BLOCKS = 20


@dataclass(slots=True)
class Findings:
    """What a verification made again, and the first difference it met, if any."""

    seals: int = 0
    entries: int = 0
    cells: int = 0
    comments: int = 0
    difference: str | None = None
    root: dict[str, Any] | None = field(default=None)

    @property
    def ok(self) -> bool:
        """Whether nothing differed."""
        return self.difference is None


class Differs(Exception):
    """Where the stored differs from the recomputed; carries a sentence for the engineer."""


def verify(
    connection: Connection,
    held: dict[str, Any] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Findings:
    """Recompute the whole chain and every cell from the ledger.

    Args:
        connection: one snapshot (``reading``).
        held: a root kept elsewhere, ``{seal, hash, count}``; the chain must pass through it.
        progress: told how many of all entries are done.

    What was sealed after a root held elsewhere, and what is still pending, is not proven by it.
    """
    findings = Findings()
    try:
        _chain(connection, findings, held, progress)
        _comments(connection, findings)
    except Differs as differs:
        findings.difference = str(differs)
    return findings


def _chain(
    connection: Connection,
    findings: Findings,
    held: dict[str, Any] | None,
    progress: Callable[[int, int], None],
) -> None:
    paths = {
        path.id: tuple(int(unit) for unit in path.ancestors.split(".") if unit)
        for path in connection.execute(select(UnitPath.id, UnitPath.ancestors))
    }
    doubted = set(connection.scalars(select(Screening.response_id)))
    total = connection.scalar(select(func.count()).select_from(Entry)) or 0
    tally: cells.Tally = {cube: {} for cube in cells.CUBES}
    before = encoding.GENESIS
    for seal, entries in _blocks(connection):
        findings.seals += 1
        _check_block(findings, seal, entries, before)
        before = seal.hash
        cells.add_to(
            tally,
            (counted(e, paths[e["path_id"]], e["response_id"] in doubted) for e in entries),
        )
        findings.entries += len(entries)
        if held and seal.id == held["seal"]:
            _check_root(seal, findings, held)
        progress(findings.entries, total)
    if findings.entries != total:
        raise Differs(f"{total - findings.entries} entries belong to no seal")
    if held and findings.seals < held["seal"]:
        raise Differs(f"seal {held['seal']} of the held root is missing")
    _check_cells(connection, findings, tally)


def _blocks(connection: Connection) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    seals: Sequence[Any] = connection.execute(select(Seal.__table__).order_by(Seal.id)).all()
    for start in range(0, len(seals), _BLOCKS):
        some = seals[start : start + _BLOCKS]
        rows = connection.execute(
            select(Entry.__table__)
            .where(Entry.id >= some[0].first_id, Entry.id <= some[-1].last_id)
            .order_by(Entry.id)
        )
        by_seal: dict[int, list[dict[str, Any]]] = {seal.id: [] for seal in some}
        for row in rows:
            if row.seal_id not in by_seal:
                raise Differs(f"entry {row.id} claims seal {row.seal_id}")
            by_seal[row.seal_id].append(row._asdict())
        for seal in some:
            yield seal, by_seal[seal.id]


def _check_block(
    findings: Findings, seal: Any, entries: list[dict[str, Any]], before: bytes
) -> None:
    if seal.id != findings.seals:
        raise Differs(f"seal {findings.seals} is missing")
    ids = [entry["id"] for entry in entries]
    expected = list(range(findings.entries + 1, findings.entries + 1 + len(ids)))
    if not ids or ids != expected or (ids[0], ids[-1]) != (seal.first_id, seal.last_id):
        raise Differs(f"seal {seal.id}: entries {seal.first_id} to {seal.last_id} are not whole")
    block = [[entry[name] for name in encoding.COLUMNS] for entry in entries]
    if encoding.block_hash(before, seal.id, seal.sealed_ms, block) != seal.hash:
        raise Differs(
            f"seal {seal.id}: entries {seal.first_id} to {seal.last_id} were changed, or an"
            " earlier block was"
        )


def _check_root(seal: Any, findings: Findings, held: dict[str, Any]) -> None:
    if seal.hash.hex() != held["hash"] or findings.entries != held["count"]:
        raise Differs(f"seal {seal.id} does not have the hash and count of the held root")


def _check_cells(connection: Connection, findings: Findings, tally: cells.Tally) -> None:
    for cube, counted_cells in tally.items():
        stored = _stored(connection, cube)
        expected = {key: tuple(cell) for key, cell in counted_cells.items() if any(cell)}
        for key in stored.keys() | expected.keys():
            if stored.get(key) != expected.get(key):
                raise Differs(f"{cube.name} {'/'.join(map(str, key))} does not match its entries")
        findings.cells += len(stored)


def _stored(connection: Connection, cube: Table) -> dict[cells.Key, tuple[int, ...]]:
    keys = len(cube.primary_key.columns)
    rows = (tuple(row) for row in connection.execute(select(cube)))
    return {row[:keys]: row[keys:] for row in rows if any(row[keys:])}


def _comments(connection: Connection, findings: Findings) -> None:
    rows = connection.execute(
        select(Comment.entry_id, Comment.text, Comment.salt, Entry.commitment).join(
            Entry, Entry.id == Comment.entry_id, isouter=True
        )
    )
    for row in rows:
        findings.comments += 1
        if row.text is None:
            continue
        if row.salt is None or encoding.commitment(row.salt, row.text) != row.commitment:
            raise Differs(f"the comment of entry {row.entry_id} is not the one that was sealed")
