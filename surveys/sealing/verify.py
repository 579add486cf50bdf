"""Proving the ledger: every block's hash, every id, daily root, cell and comment, made again.

What was sealed after a root held elsewhere, and what is still pending, is not proven.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from surveys import days
from surveys.days import parse_period
from surveys.responses import Entry
from surveys.sealing.attested import (
    NOTHING,
    Attested,
    beginning,
    cells_hash,
    check_rest,
    checkpoints,
)
from surveys.sealing.beside import Facts, check_comments, check_exclusions
from surveys.sealing.blocks import Block, Differs, blocks, check
from surveys.sealing.counting import Tally, UnknownPath
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
    checkpoints: int = 0
    # Behind which the rows begin: what is before it was dropped, and is attested only.
    attested: Attested = NOTHING
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
    except (TypeError, ValueError, AttributeError, OverflowError) as damaged:
        # SQLite keeps a text in a column of numbers, if somebody puts it there.
        words = mark("after block %(seal)s something stored cannot be read: %(said)s")
        findings.differs = Differs(words, seal=findings.seals, said=damaged)
    return findings


def _prove(
    connection: Connection, findings: Findings, held: dict[str, Any] | None, progress: Progress
) -> None:
    since = findings.attested = beginning(connection)
    facts, recount = Facts(), Recount(connection, _base(connection, since))
    stated = {one.seal: one for one in checkpoints(connection).values() if one != since}
    for seal, entries in _chain(connection, findings, held, progress):
        recount.add(entries)
        facts.note(entries)
        if closing := stated.pop(seal.id, None):
            _check_checkpoint(seal, closing, recount)
            findings.checkpoints += 1
    for open_ended in stated.values():
        words = mark("block %(seal)s, which the checkpoint of %(month)s covers, is missing")
        raise Differs(words, seal=open_ended.seal, month=open_ended.month)
    for _ in check_roots(connection, since):
        findings.roots += 1
    _cells(findings, recount)
    for _ in check_comments(connection, facts, since.entries):
        findings.comments += 1
    check_exclusions(connection, facts, since.entries)


def _base(connection: Connection, since: Attested) -> Tally | None:
    """What the rows counted that were dropped; None where none were."""
    if since is NOTHING:
        return None
    recount = Recount(connection)
    for _seal, entries in blocks(connection):
        recount.add(entries)
    rest = recount.rest()
    check_rest(rest, since)
    return rest


def _chain(
    connection: Connection, findings: Findings, held: dict[str, Any] | None, progress: Progress
) -> Iterator[Block]:
    """The blocks that are there, each once it is proven."""
    since = findings.attested
    total = connection.scalar(select(func.count()).select_from(Entry)) or 0
    number, last_id, before = since.seal, since.entries, bytes.fromhex(since.hash)
    _pass(since.seal, since.hash, since.entries, held)
    for seal, entries in blocks(connection):
        check((seal, entries), number + 1, last_id + 1, before)
        number, last_id, before = seal.id, seal.last_id, seal.hash
        findings.seals += 1
        findings.entries += len(entries["id"])
        findings.root = {"seal": seal.id, "hash": seal.hash.hex(), "count": seal.last_id}
        _pass(seal.id, seal.hash.hex(), seal.last_id, held)
        yield seal, entries
        progress(findings.entries, total)
    if findings.entries != total:
        outside = select(func.min(Entry.id)).where(~Entry.id.between(since.entries + 1, last_id))
        stray = connection.scalar(outside)
        raise Differs(mark("entry %(entry)s belongs to no seal"), entry=stray)
    if held and number < held["seal"]:
        raise Differs(mark("seal %(seal)s of the held root is missing"), seal=held["seal"])
    if held and held["seal"] < since.seal:
        raise Differs(mark("seal %(seal)s of the held root was dropped"), seal=held["seal"])


def _pass(seal: int, hash_: str, count: int, held: dict[str, Any] | None) -> None:
    if held and held["seal"] == seal and (held["hash"], held["count"]) != (hash_, count):
        words = mark("seal %(seal)s does not have the hash and count of the held root")
        raise Differs(words, seal=seal)


def _check_checkpoint(seal: Any, stated: Attested, recount: Recount) -> None:
    """Hold the statement of a checkpoint against the last block that it covers."""
    cells = cells_hash(recount.tally)
    stood = Attested(stated.month, seal.id, seal.hash.hex(), seal.last_id, cells)
    if stated != stood or seal.sealed_ms >= days.start_of(parse_period(stated.month).end):
        words = mark("the checkpoint of %(month)s is not where the chain and the cells stood")
        raise Differs(words, month=stated.month)


def _cells(findings: Findings, recount: Recount) -> None:
    for cube, amiss in recount.rest().items():
        for key in sorted(amiss, key=str):
            cell = f"{cube.name} {'/'.join(map(str, key))}"
            raise Differs(mark("%(cell)s does not match its entries"), cell=cell)
        findings.cells += sum(map(any, recount.tally[cube].values()))
