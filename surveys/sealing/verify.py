"""Proving the ledger: every block's hash, every id, daily root, cell and comment, made again.

What was sealed after a root held elsewhere, and what is still pending, is not proven.
"""

import struct
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from surveys.responses import Entry
from surveys.sealing import encoding
from surveys.sealing.beside import Facts, check_comments, check_exclusions
from surveys.sealing.blocks import Differs, blocks, check
from surveys.sealing.counting import UnknownPath
from surveys.sealing.recount import Progress, Recount
from surveys.sealing.roots import check_roots
from translations import mark

PATH_MISSING = mark("path %(path)s, under which entries count, is missing")


@dataclass(slots=True)
class Findings:
    """What a verification made again, and the first difference it met, if any.

    ``root`` is where the chain stands, ``{seal, hash, count}``; None while nothing is sealed.
    """

    seals: int = 0
    entries: int = 0
    roots: int = 0
    cells: int = 0
    comments: int = 0
    root: dict[str, Any] | None = None
    differs: Differs | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing differed."""
        return self.differs is None

    @property
    def difference(self) -> str | None:
        """The first difference in English, None where nothing differed."""
        return str(self.differs) if self.differs else None


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def verify(
    connection: Connection, held: dict[str, Any] | None = None, progress: Progress = _silent
) -> Findings:
    """Recompute the whole chain, its daily roots and every cell from the ledger.

    Args:
        connection: one snapshot (``reading``).
        held: a root kept elsewhere, ``{seal, hash, count}``; the chain must pass through it.
        progress: told how many of all entries are done.
    """
    findings = Findings()
    try:
        _prove(connection, findings, held, progress)
    except Differs as differs:
        findings.differs = differs
    except UnknownPath as unknown:
        findings.differs = Differs(PATH_MISSING, path=unknown)
    except (TypeError, ValueError, struct.error) as damaged:
        # SQLite keeps a text in a column of numbers, if somebody puts it there.
        words = mark("after block %(seal)s something stored cannot be read: %(said)s")
        findings.differs = Differs(words, seal=findings.seals, said=damaged)
    return findings


def _prove(
    connection: Connection, findings: Findings, held: dict[str, Any] | None, progress: Progress
) -> None:
    facts, recount = Facts(), Recount(connection)
    _chain(connection, findings, facts, recount, held, progress)
    for _ in check_roots(connection):
        findings.roots += 1
    _cells(findings, recount)
    for _ in check_comments(connection, facts):
        findings.comments += 1
    check_exclusions(connection, facts)


def _chain(
    connection: Connection,
    findings: Findings,
    facts: Facts,
    recount: Recount,
    held: dict[str, Any] | None,
    progress: Progress,
) -> None:
    total = connection.scalar(select(func.count()).select_from(Entry)) or 0
    before = encoding.GENESIS
    for seal, entries in blocks(connection):
        check((seal, entries), findings.seals + 1, findings.entries + 1, before)
        before = seal.hash
        findings.seals += 1
        findings.entries += len(entries["id"])
        findings.root = {"seal": seal.id, "hash": seal.hash.hex(), "count": seal.last_id}
        if held and seal.id == held["seal"] and findings.root != _plain(held):
            words = mark("seal %(seal)s does not have the hash and count of the held root")
            raise Differs(words, seal=seal.id)
        recount.add(entries)
        facts.note(entries)
        progress(findings.entries, total)
    if findings.entries != total:
        outside = select(func.min(Entry.id)).where(~Entry.id.between(1, findings.entries))
        stray = connection.scalar(outside)
        raise Differs(mark("entry %(entry)s belongs to no seal"), entry=stray)
    if held and findings.seals < held["seal"]:
        raise Differs(mark("seal %(seal)s of the held root is missing"), seal=held["seal"])


def _plain(root: dict[str, Any]) -> dict[str, Any]:
    return {name: root[name] for name in ("seal", "hash", "count")}


def _cells(findings: Findings, recount: Recount) -> None:
    for cube, amiss in recount.differences().items():
        for key in sorted(amiss, key=str):
            cell = f"{cube.name} {'/'.join(map(str, key))}"
            raise Differs(mark("%(cell)s does not match its entries"), cell=cell)
        findings.cells += sum(map(any, recount.tally[cube].values()))
