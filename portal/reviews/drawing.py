"""From a pack to what its paper draws: words, bands and charts, each with its command's number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final

from analytics.numbers.watch import Watch
from analytics.quality.pack.contents import (
    Block,
    Facts,
    Figure,
    Figures,
    Header,
    Name,
    Pack,
    Stretch,
    Text,
    Trend,
)
from analytics.quality.pack.lineage import Command
from portal import charts
from portal.charts import IntervalBar, Scale, interval_bar, scale_of
from portal.pages import STATIC, render
from portal.periods import period_name, period_title, short_name
from portal.reviews.wording import NOTHING, amount, interval, moment, percent, remark, say
from portal.staff.drawings import rule_of, watched_trend
from surveys import days
from surveys.days import Period
from translations import day, mark, number
from translations import gettext as _

Numbers = Mapping[Command, int]

SCOPES: Final = {"own": mark("its own ratings"), "tree": mark("with all units below it")}
# What n counts, where it is not ratings.
_COUNTED: Final = {"response_rate": mark("%(n)s transactions")}
# What a document leaves out of the unit's name where it says the place. Source: Decree
# 30/2020/NĐ-CP, annex I, part II, 4.
_TYPES: Final = (
    *("Thành phố", "Quận", "Huyện", "Phường", "Xã", "Đặc khu", "Thị xã"),
    *("City", "District", "Ward", "Commune"),
)


@dataclass(frozen=True, slots=True)
class DrawnText:
    """Sentences."""

    kind: ClassVar[str] = "text"
    title: str
    said: list[str]
    listed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of figures; ``found`` is its command's number, ``bar`` its band."""

    label: str
    n: str
    value: str
    interval: str
    remark: str
    bar: IntervalBar | None
    found: int | None


@dataclass(frozen=True, slots=True)
class DrawnFigures:
    """A table of figures; where its intervals are drawn, all on one ``scale``."""

    kind: ClassVar[str] = "figures"
    caption: str
    first: str
    lines: list[Line]
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class DrawnFacts:
    """A table of facts: (label, value, command's number or None)."""

    kind: ClassVar[str] = "facts"
    caption: str
    rows: list[tuple[str, str, int | None]]


@dataclass(frozen=True, slots=True)
class Month:
    """A row beneath the chart."""

    line: Line
    unsatisfied: str
    limits: str


@dataclass(frozen=True, slots=True)
class DrawnTrend:
    """The chart and its table; ``bucket`` is month or quarter."""

    kind: ClassVar[str] = "trend"
    bucket: str
    chart: charts.Trend
    months: list[Month]
    baseline: str | None


def draw(pack: Pack, *, demo: bool) -> str:
    """The pack as one HTML file that stands alone, in the language spoken now."""
    style = (STATIC / "style.css").read_text("utf-8")
    return render("reports/review.html", demo=demo, style=style, tools=None, **context(pack))


def context(pack: Pack) -> dict[str, Any]:
    """What ``reports/review.html`` draws of a pack."""
    numbers = {command: nth for nth, command in enumerate(pack.commands, start=1)}
    header = pack.header
    wall = header.prepared_at.astimezone(days.OFFICE)
    return {
        "above": _office(header.above) if header.above else "",
        "unit": _office(header.unit),
        "number_of": "…/BC-UBND",
        "place": _place(header.unit),
        "date": wall.date(),
        "period": period_name(header.period),
        "provisional": _span(header.covered) if header.provisional else None,
        "about": _about(header),
        "sections": [
            (_(section.title), [_drawn(block, numbers) for block in section.blocks])
            for section in pack.sections
        ],
        "commands": [(nth, _parts(command)) for command, nth in numbers.items()],
        "root": header.cut.root,
    }


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


def _drawn(block: Block, numbers: Numbers) -> Any:
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
    return _trend(block, numbers)


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
    watched = tuple(one.watched for one in block.stretches)
    chart = watched_trend(Watch(block.bucket, watched, block.method, block.baseline))
    if chart is None:
        raise ValueError("a trend needs a period")
    baseline = _span(block.baseline) if block.baseline else None
    return DrawnTrend(
        block.bucket, chart, [_month(one, numbers) for one in block.stretches], baseline
    )


def _month(one: Stretch, numbers: Numbers) -> Month:
    told, point = one.watched.estimate, one.watched.point
    limits = NOTHING
    if point:
        limits = f"{percent(point.low)}–{percent(point.high)}"
    shown = told.value if one.figure.estimate.value is not None else None
    label = short_name(one.figure.period)
    line = _line(label, one.figure, numbers, why=rule_of(one.watched) or "")
    return Month(line, percent(shown), limits)
