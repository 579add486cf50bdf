"""``portal seal``, ``verify``, ``root`` and ``rebuild``: the ledger, its chain and its cells."""

import argparse
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.commands import Refused, a_day, progress
from portal.commands.staff import known_database
from portal.settings import read_settings
from translations import gettext as _
from translations import mark, ngettext, number, speak

if TYPE_CHECKING:
    from portal.commands import Subparsers
    from portal.staff.log import Checked
    from surveys.sealing.roots import Root
    from surveys.sealing.verify import Findings

_NOT_PROVEN = mark(
    "Not proven: closed transactions, the register (names, addresses, touchpoints), the published "
    "table, and what still waits to be sealed."
)


def add_to(subparsers: "Subparsers") -> None:
    """Add the four commands."""
    sealing = subparsers.add_parser("seal", help="settle and seal all that is due, once")
    sealing.set_defaults(run=run_seal)
    verifying = subparsers.add_parser("verify", help="recompute the whole chain and every cell")
    verifying.add_argument("--root", type=Path, metavar="FILE", help="a root held elsewhere")
    verifying.set_defaults(run=run_verify)
    rooting = subparsers.add_parser("root", help="where the chain stood at the end of a day")
    rooting.add_argument("--day", type=a_day, metavar="D", help="default: right now")
    rooting.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    rooting.set_defaults(run=run_root)
    rebuilding = subparsers.add_parser("rebuild", help="the cells anew from the rows")
    rebuilding.set_defaults(run=run_rebuild)


def run_seal(_arguments: argparse.Namespace) -> None:
    """Seal what is due; says how many rows it moved."""
    from surveys.sealing.sealer import seal_all

    with known_database() as engine, speak(read_settings().locale):
        sealed = seal_all(engine)
        print(ngettext("One row was sealed.", "%(num)s rows were sealed.", sealed))


def run_verify(arguments: argparse.Namespace) -> None:
    """Recompute; says what was recomputed and what was not, and refuses at a difference."""
    from portal.staff.log import verify_log
    from surveys.database import reading
    from surveys.sealing.verify import verify

    with speak(read_settings().locale):
        held = read_root(arguments.root) if arguments.root else None
        with known_database() as engine, reading(engine) as connection:
            findings = verify(connection, held, progress.bar(_("Verifying")))
            log = verify_log(connection)
        for line in [*_told(findings, held), *_told_of_log(log), _(_NOT_PROVEN)]:
            print(line)
        differences = [one.differs for one in (findings, log) if one.differs]
        if differences:
            raise Refused("\n".join(_(one.words, **one.values) for one in differences), 1)


def _told(findings: "Findings", held: dict[str, Any] | None) -> list[str]:
    figures = {
        name: number(getattr(findings, name)) for name in ("entries", "seals", "cells", "comments")
    }
    words = _(
        "Recomputed: entries %(entries)s, blocks %(seals)s, cells %(cells)s, "
        "comments %(comments)s.",
        **figures,
    )
    roots = _("Held against the chain: daily roots %(roots)s.", roots=number(findings.roots))
    closed = number(findings.checkpoints)
    closed = _("Held against the chain: checkpoints %(checkpoints)s.", checkpoints=closed)
    lines = [words, roots, closed, _told_of_attested(findings)]
    if findings.ok and findings.root:
        lines.append(_("The chain ends with block %(seal)s, hash %(hash)s.", **findings.root))
    if findings.ok and held:
        lines.append(_("It passes through the root that was held elsewhere."))
    return lines


def _told_of_attested(findings: "Findings") -> str:
    since = findings.attested
    if not since.seal:
        return _("Attested by a checkpoint only: nothing.")
    return _(
        "Attested by the checkpoint of %(month)s only, since their rows were dropped: "
        "entries %(entries)s, blocks %(seals)s.",
        month=since.month,
        entries=number(since.entries),
        seals=number(since.seal),
    )


def _told_of_log(log: "Checked") -> list[str]:
    lines = [_("Recomputed: lines of the staff log %(lines)s.", lines=number(log.lines))]
    if log.ok and log.lines:
        ends = {"line": log.lines, "hash": log.root.hex()}
        lines.append(_("The staff log ends with line %(line)s, hash %(hash)s.", **ends))
    return lines


def read_root(file: Path) -> dict[str, Any]:
    """Read a root as ``portal root`` writes it: ``{day, seal, hash, count}``.

    Raises:
        Refused: it is not one.
    """
    try:
        held = json.loads(file.read_text("utf-8"))
        whole = all(isinstance(held[name], int) for name in ("seal", "count"))
        if whole and re.fullmatch(r"[0-9a-f]{64}", held["hash"]):
            return {name: held[name] for name in ("seal", "hash", "count")}
    except (ValueError, KeyError, TypeError):
        pass
    raise Refused(_("%(file)s: not a root as `portal root` writes it", file=file))


def run_root(arguments: argparse.Namespace) -> None:
    """Write the root of a day as JSON."""
    with speak(read_settings().locale):
        text = json.dumps(_root_of(arguments.day).told()) + "\n"
    if arguments.out:
        arguments.out.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def _root_of(asked: date | None) -> "Root":
    from surveys import days
    from surveys.database import writing
    from surveys.sealing.roots import NothingSealed, make_root, root_at

    today = days.office_day(days.now_ms())
    day = asked or today
    if day > today:
        raise Refused(_("%(day)s has not come yet", day=day))
    try:
        with known_database() as engine, writing(engine) as connection:
            return root_at(connection, day) if day == today else make_root(connection, day)
    except NothingSealed:
        raise Refused(_("nothing had been sealed by the end of %(day)s", day=day), 1) from None


def run_rebuild(_arguments: argparse.Namespace) -> None:
    """Count all entries again; says how many cells were wrong."""
    from surveys.sealing.blocks import Differs
    from surveys.sealing.counting import UnknownPath
    from surveys.sealing.recount import rebuild
    from surveys.sealing.verify import PATH_MISSING

    with known_database() as engine, speak(read_settings().locale):
        try:
            done = rebuild(engine, progress.bar(_("Counting")))
        except UnknownPath as unknown:
            raise Refused(_(PATH_MISSING, path=unknown), 1) from None
        except Differs as differs:
            raise Refused(_(differs.words, **differs.values), 1) from None
        print(_("Entries counted again: %(entries)s.", entries=number(done.entries)))
        print(ngettext("One cell was put right.", "%(num)s cells were put right.", done.mended))
