"""From a pack to what its paper draws: words, bands and charts, each with its command's number."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from analytics.quality.pack.contents import (
    Block,
    Facts,
    Figures,
    Header,
    Stretch,
    Table,
    Text,
    Trend,
)
from analytics.quality.pack.lineage import Command
from analytics.quality.pack.sayings import Figure, Name, Value
from portal.charts import IntervalBar, interval_bar, scale_of
from portal.periods import period_name, period_title, short_name
from portal.reviews.drawn import (
    Chapter,
    Drawn,
    DrawnFacts,
    DrawnFigures,
    DrawnTable,
    DrawnText,
    DrawnTrend,
    Line,
    Month,
    Paper,
)
from portal.reviews.minuting import about, whole
from portal.reviews.opening import Opened
from portal.reviews.wording import NOTHING, amount, interval, moment, percent, remark, say
from portal.staff.signals.wording import rule_words
from portal.staff.trends import drawn_trend
from surveys import days
from surveys.days import Period
from translations import day, mark, number
from translations import gettext as _

Numbers = Mapping[Command, int]

SCOPES: Final = {"own": mark("its own ratings"), "tree": mark("with all units below it")}
# What n counts, where it is not ratings.
_COUNTED: Final = {"response_rate": mark("%(n)s transactions")}
_BY_MONTH: Final = mark("Ratings of 100 that were not satisfied, by month")
_BY_QUARTER: Final = mark("Ratings of 100 that were not satisfied, by quarter")
_LIMITED: Final = mark("Dashed: limit of what is usual, from %(days)s. Diamond: stands out.")
_UNLIMITED: Final = mark(
    "Upright lines: intervals of 95%. Limits of what is usual need twelve months or quarters "
    "with enough ratings."
)
# What a document leaves out of the unit's name where it says the place. Source: Decree
# 30/2020/NĐ-CP, annex I, part II, 4.
_TYPES: Final = (
    *("Thành phố", "Quận", "Huyện", "Phường", "Xã", "Đặc khu", "Thị xã"),
    *("City", "District", "Ward", "Commune"),
)


def draw(opened: Opened) -> Paper:
    """The pack, with what was written into it, in the language spoken now."""
    pack = whole(opened)
    numbers = {command: nth for nth, command in enumerate(pack.commands, start=1)}
    header = pack.header
    wall = header.prepared_at.astimezone(days.OFFICE)
    return Paper(
        above=_office(header.above) if header.above else "",
        unit=_office(header.unit),
        number_of="…/BC-UBND",
        place=_place(header.unit),
        date=wall.date(),
        period=period_name(header.period),
        provisional=_span(header.covered) if header.provisional else None,
        about=[*_about(header), *(about(opened.minutes) if opened.minutes else [])],
        chapters=[
            Chapter(one.id, _(one.title), [_drawn(block, numbers) for block in one.blocks])
            for one in pack.sections
        ],
        commands=[(nth, _parts(command)) for command, nth in numbers.items()],
        root=header.cut.root,
    )


def _span(period: Period) -> str:
    """The first and the last day."""
    return f"{day(period.start)} – {day(period.end - timedelta(days=1))}"


def _parts(command: Command) -> list[str]:
    """A command in pieces that a line may break between."""
    return str(command).replace(" --", "\n--").split("\n")


def _office(name: Name) -> str:
    return _("People's Committee of %(unit)s", unit=say(name))


def _place(name: Name) -> str:
    """The unit's name without its type; one that is a number keeps it."""
    full = bare = say(name)
    for kind in _TYPES:
        bare = bare.removeprefix(f"{kind} ").removesuffix(f" {kind}")
    return full if bare.isdigit() else bare


def _about(header: Header) -> list[tuple[str, str]]:
    """The facts at the head: label and value."""
    cut, sealed = header.cut, header.cut.sealed_at
    return [
        (_("Unit"), f"{say(header.unit)}, {_(SCOPES[header.scope])}"),
        (_("Period"), f"{period_title(header.period)} ({_span(header.covered)})"),
        (_("Data up to"), moment(sealed) if sealed else _("nothing is sealed yet")),
        (_("Seal"), number(cut.seal)),
        (_("Prepared"), f"{moment(header.prepared_at)}, Hài Lòng {header.version}"),
    ]


def _drawn(block: Block, numbers: Numbers) -> Drawn:
    if isinstance(block, Text):
        return DrawnText(say(block.title), [say(said) for said in block.said], block.listed)
    if isinstance(block, Figures):
        return _figures(block, numbers)
    if isinstance(block, Facts):
        rows = [
            (say(fact.label), say(fact.value), numbers[fact.found[0]] if fact.found else None)
            for fact in block.rows
        ]
        return DrawnFacts(_(block.caption), rows)
    if isinstance(block, Table):
        columns = [(_(column.words), column.numeric) for column in block.columns]
        told = [[_cell(cell, numbers) for cell in row] for row in block.rows]
        return DrawnTable(_(block.caption), columns, told)
    return _trend(block, numbers)


def _cell(cell: Value, numbers: Numbers) -> str:
    if isinstance(cell, Figure) and cell.command:
        return f"{say(cell)} [{numbers[cell.command]}]"
    return say(cell)


def _figures(block: Figures, numbers: Numbers) -> DrawnFigures:
    scale = scale_of(row.figure.estimate for row in block.rows) if block.banded else None
    lines = [
        _line(
            say(row.label),
            row.figure,
            numbers,
            interval_bar(row.figure.estimate, scale) if scale else None,
        )
        for row in block.rows
    ]
    return DrawnFigures(_(block.caption), _(block.first), lines, scale)


def _line(
    label: str, figure: Figure, numbers: Numbers, bar: IntervalBar | None = None, why: str = ""
) -> Line:
    told = figure.estimate
    return Line(
        label=label,
        n=_(_COUNTED[figure.indicator], n=number(told.n))
        if figure.indicator in _COUNTED
        else number(told.n),
        value=amount(figure.indicator, told.value),
        interval=interval(figure.indicator, told),
        remark=", ".join(filter(None, (why, remark(told)))),
        bar=bar,
        found=numbers.get(figure.command) if figure.command else None,
    )


def _trend(block: Trend, numbers: Numbers) -> DrawnTrend:
    chart = drawn_trend([one.drawn for one in block.stretches])
    if chart is None:
        raise ValueError("a trend needs a period")
    monthly = block.bucket == "month"
    says = _(_BY_MONTH if monthly else _BY_QUARTER)
    limits = _(_UNLIMITED)
    if block.baseline:
        limits = _(_LIMITED, days=_span(block.baseline))
    return DrawnTrend(
        says=says,
        told=" ".join((_("%(says)s (marks 3 or lower).", says=says), limits)),
        caption=_("By month") if monthly else _("By quarter"),
        first=_("Month") if monthly else _("Quarter"),
        chart=chart,
        months=[_month(one, numbers) for one in block.stretches],
    )


def _month(one: Stretch, numbers: Numbers) -> Month:
    told, high = one.drawn.estimate, one.drawn.high
    limits = NOTHING
    if high is not None:
        limits = f"{percent(0)}–{percent(high)}"
    shown = told.value if one.figure.estimate.value is not None else None
    label = short_name(one.figure.period)
    line = _line(label, one.figure, numbers, why=rule_words(one.drawn.rules) or "")
    return Month(line, percent(shown), limits)
