"""Proving the ledger: every block's hash, every id, every cell and every comment, made again.

What was sealed after a root held elsewhere, and what is still pending, is not proven.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from surveys.counts import ERASURE, EXCLUSION
from surveys.responses import Comment, Entry, Excluded
from surveys.sealing import encoding
from surveys.sealing.blocks import Differs, blocks, check
from surveys.sealing.recount import Progress, Recount, UnknownPath


@dataclass(slots=True)
class Findings:
    """What a verification made again, and the first difference it met, if any.

    ``root`` is where the chain stands, ``{seal, hash, count}``; None while nothing is sealed.
    """

    seals: int = 0
    entries: int = 0
    cells: int = 0
    comments: int = 0
    root: dict[str, Any] | None = None
    difference: str | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing differed."""
        return self.difference is None


@dataclass(slots=True)
class _Facts:
    """What the chain says of comments and exclusions, to be held against the side tables."""

    commitments: dict[int, bytes] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    taken_back: Counter[int] = field(default_factory=Counter)

    def note(self, entries: Iterable[dict[str, Any]]) -> None:
        for entry in entries:
            if entry["commitment"] is not None:
                self.commitments[entry["id"]] = entry["commitment"]
            if entry["kind"] == ERASURE:
                self.erased.add(entry["extra"]["erased"])
            elif entry["kind"] == EXCLUSION:
                self.taken_back[entry["response_id"]] -= entry["sign"]


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def verify(
    connection: Connection, held: dict[str, Any] | None = None, progress: Progress = _silent
) -> Findings:
    """Recompute the whole chain and every cell from the ledger.

    Args:
        connection: one snapshot (``reading``).
        held: a root kept elsewhere, ``{seal, hash, count}``; the chain must pass through it.
        progress: told how many of all entries are done.
    """
    findings, facts, recount = Findings(), _Facts(), Recount(connection)
    try:
        _chain(connection, findings, facts, recount, held, progress)
        _cells(findings, recount)
        _comments(connection, findings, facts)
        _exclusions(connection, facts)
    except Differs as differs:
        findings.difference = str(differs)
    except UnknownPath as unknown:
        findings.difference = f"path {unknown}, under which entries count, is missing"
    return findings


def _chain(
    connection: Connection,
    findings: Findings,
    facts: _Facts,
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
        findings.entries += len(entries)
        findings.root = {"seal": seal.id, "hash": seal.hash.hex(), "count": seal.last_id}
        if held and seal.id == held["seal"] and findings.root != _plain(held):
            raise Differs(f"seal {seal.id} does not have the hash and count of the held root")
        recount.add(entries)
        facts.note(entries)
        progress(findings.entries, total)
    if findings.entries != total:
        outside = select(func.min(Entry.id)).where(~Entry.id.between(1, findings.entries))
        raise Differs(f"entry {connection.scalar(outside)} belongs to no seal")
    if held and findings.seals < held["seal"]:
        raise Differs(f"seal {held['seal']} of the held root is missing")


def _plain(root: dict[str, Any]) -> dict[str, Any]:
    return {name: root[name] for name in ("seal", "hash", "count")}


def _cells(findings: Findings, recount: Recount) -> None:
    for cube, amiss in recount.differences().items():
        for key in sorted(amiss, key=str):
            raise Differs(f"{cube.name} {'/'.join(map(str, key))} does not match its entries")
        findings.cells += sum(map(any, recount.tally[cube].values()))


def _comments(connection: Connection, findings: Findings, facts: _Facts) -> None:
    missing = facts.commitments.keys()
    for entry_id, text, salt in connection.execute(
        select(Comment.entry_id, Comment.text, Comment.salt)
    ):
        findings.comments += 1
        sealed = facts.commitments.pop(entry_id, None)
        erased = entry_id in facts.erased
        if erased is not (text is None):
            raise Differs(f"the comment of entry {entry_id} was {_done_to(erased)}")
        if text is not None and (salt is None or encoding.commitment(salt, text) != sealed):
            raise Differs(f"the comment of entry {entry_id} is not the one that was sealed")
    for entry_id in sorted(missing):
        raise Differs(f"the comment of entry {entry_id} is missing")


def _done_to(erased: bool) -> str:
    return "erased, and yet is there" if erased else "taken away without an erasure"


def _exclusions(connection: Connection, facts: _Facts) -> None:
    said = set(connection.scalars(select(Excluded.response_id)))
    for response_id in sorted(said ^ {id_ for id_, times in facts.taken_back.items() if times}):
        raise Differs(f"response {response_id} is excluded in the ledger or in the list, not both")
