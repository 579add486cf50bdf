"""The pack as a workbook: tables that reckon, and beside each chart the rows behind it."""

import io
from typing import Final

from xlsxwriter import Workbook

from analytics.quality.pack.contents import Facts, Figures, Pack, Table, Text, Trend
from portal.reviews.drawn import Paper
from portal.reviews.leaf import Leaf, Looks
from portal.reviews.ledgers import facts, figures, stretches
from portal.reviews.wording import say
from translations import gettext as _

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(pack: Pack, paper: Paper, *, demo: bool) -> bytes:
    """One sheet for the head, one for each section, one for the commands."""
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        about = {"title": paper.period, "author": paper.unit, "created": pack.header.prepared_at}
        book.set_properties(about)
        # The normal quantile of every interval of 95%.
        book.define_name("z_95", "=1.95996398454005")
        looks = Looks(book)
        _head(book, looks, paper, demo=demo)
        numbers = {command: nth for nth, command in enumerate(pack.commands, start=1)}
        for nth, section in enumerate(pack.sections, start=1):
            leaf = Leaf(book, looks, f"{nth}. {_(section.title)}", numbers)
            for block in section.blocks:
                _block(leaf, block)
        _commands(book, looks, paper)
    return out.getvalue()


def _head(book: Workbook, looks: Looks, paper: Paper, *, demo: bool) -> None:
    title = _("For the management review, %(period)s", period=paper.period)
    leaf = Leaf(book, looks, _("REPORT"), {})
    if demo:
        leaf.say(_("Demonstration: these figures are simulated, not real results."), looks.bold)
    leaf.say(paper.unit, looks.bold)
    leaf.say(title, looks.title)
    if paper.provisional:
        leaf.say(
            _(
                "The period is not complete. These figures tell of %(days)s and will change.",
                days=paper.provisional,
            ),
            looks.bold,
        )
    for label, value in [*paper.about, (_("Root of the chain"), paper.root or "–")]:
        leaf.say(f"{label}: {value}")
    leaf.line += 1
    leaf.say(
        _(
            "Shares and intervals are reckoned from n and count; the name z_95 holds the normal "
            "quantile of the intervals."
        )
    )


def _commands(book: Workbook, looks: Looks, paper: Paper) -> None:
    leaf = Leaf(book, looks, _("Commands"), {})
    leaf.say(_("Annex: the command that finds each figure again"), looks.bold)
    for nth, parts in paper.commands:
        leaf.say(f"[{nth}] {' '.join(parts)}")


def _block(leaf: Leaf, block: Text | Figures | Facts | Trend | Table) -> None:
    leaf.line += 1
    if isinstance(block, Text):
        if block.title:
            leaf.say(_(block.title), leaf.looks.bold)
        for said in block.said:
            leaf.say(f"• {say(said)}" if block.listed else say(said))
    elif isinstance(block, Figures):
        figures(leaf, block)
    elif isinstance(block, Facts):
        facts(leaf, block)
    elif isinstance(block, Trend):
        stretches(leaf, block)
    else:
        _table(leaf, block)


def _table(leaf: Leaf, block: Table) -> None:
    leaf.say(_(block.caption), leaf.looks.bold)
    leaf.widen(list(zip(*block.rows, strict=True)))
    leaf.heads([_(column.words) for column in block.columns])
    for row in block.rows:
        for column, cell in enumerate(row):
            leaf.put(column, cell)
        leaf.line += 1
