"""Tables of a workbook that reckon: shares from n and count, intervals from shares, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell as at

from analytics.numbers.estimates import Estimate
from analytics.numbers.registry import INDICATORS
from analytics.quality.pack.contents import Facts, Figures, Stretch, Trend
from analytics.quality.pack.sayings import Figure
from portal.periods import short_name
from portal.reviews.wording import remark
from portal.staff.signals.wording import rule_words
from translations import gettext as _

if TYPE_CHECKING:
    from portal.reviews.workbook import Page

_N, _COUNT, _VALUE, _LOW, _HIGH = 1, 2, 3, 4, 5
# Wilson's interval. Source: Wilson 1927, as in ``analytics.numbers.intervals``.
_CENTRE: Final = "({p}+z_95^2/(2*{n}))"
_REACH: Final = "z_95*SQRT({p}*(1-{p})/{n}+z_95^2/(4*{n}^2))"
_WILSON: Final = f"=IF({{n}}>0,({_CENTRE}{{sign}}{_REACH})/(1+z_95^2/{{n}}),NA())"
_SHARE: Final = "=IF({n}>0,{count}/{n},NA())"
_CHART: Final = {"width": 900, "height": 320}


def figures(page: Page, block: Figures) -> None:
    """A table of figures, and beneath it the total of rows that add up."""
    page.say(_(block.caption), page.looks.bold)
    page.heads(
        [_(block.first), _("n"), _("Count"), _("Value"), _("From"), _("To"), _("Remark"), _("Ref.")]
    )
    first = page.line
    for row in block.rows:
        page.put(0, row.label)
        _estimate(page, row.figure)
        page.put(6, remark(row.figure.estimate) or None)
        page.found(7, row.figure.command)
        page.line += 1
    if block.adds:
        _total(page, block, first)


def _total(page: Page, block: Figures, first: int) -> None:
    told = [row.figure.estimate for row in block.rows]
    page.sheet.write_string(page.line, 0, _("All of these"), page.looks.bold)
    sums = {_N: sum(e.n for e in told), _COUNT: sum(e.count or 0 for e in told)}
    for column, whole in sums.items():
        span = f"=SUM({at(first, column)}:{at(page.line - 1, column)})"
        page.sheet.write_formula(page.line, column, span, page.looks.whole, whole)
    n, count = at(page.line, _N), at(page.line, _COUNT)
    share = sums[_COUNT] / sums[_N] if sums[_N] else 0
    page.sheet.write_formula(
        page.line, _VALUE, _SHARE.format(n=n, count=count), page.looks.share, share
    )
    page.line += 1


def facts(page: Page, block: Facts) -> None:
    """Numbers and names."""
    page.say(_(block.caption), page.looks.bold)
    page.heads([_("What"), _("Number"), _("Ref.")])
    for fact in block.rows:
        page.put(0, fact.label)
        page.put(1, fact.value)
        page.found(2, fact.found[0] if fact.found else None)
        page.line += 1


def stretches(page: Page, block: Trend) -> None:
    """The rows behind the chart, and the chart."""
    page.say(_("By month") if block.bucket == "month" else _("By quarter"), page.looks.bold)
    heads = [_("Month") if block.bucket == "month" else _("Quarter")]
    heads += [_("n"), _("Count"), _("Satisfied"), _("From"), _("To"), _("Not satisfied")]
    heads += [_("Centre"), _("Upper limit"), _("Remark"), _("Ref.")]
    page.heads(heads)
    first = page.line
    for one in block.stretches:
        _stretch(page, one)
    _chart(page, heads, first)


def _stretch(page: Page, one: Stretch) -> None:
    page.sheet.write_string(page.line, 0, short_name(one.figure.period))
    _estimate(page, one.figure)
    drawn = one.drawn
    shown = one.figure.estimate.value is not None
    told = (drawn.estimate.value if shown else None, drawn.centre, drawn.high)
    for column, value in enumerate(told, start=6):
        if value is not None:
            page.sheet.write_number(page.line, column, value, page.looks.share)
    words = ", ".join(filter(None, (rule_words(drawn.rules), remark(one.figure.estimate))))
    page.sheet.write_string(page.line, 9, words, page.looks.aside)
    page.found(10, one.figure.command)
    page.line += 1


def _chart(page: Page, heads: list[str], first: int) -> None:
    chart: Any = page.book.add_chart({"type": "line"})
    name, last = page.sheet.get_name(), page.line - 1
    looks = {6: {"color": "#0A5566", "width": 2}, 7: {"color": "#000000", "width": 1}}
    dashed = {"color": "#666666", "width": 1, "dash_type": "dash"}
    for column in (6, 7, 8):
        chart.add_series(
            {
                "name": heads[column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "line": looks.get(column, dashed),
                "marker": {"type": "circle" if column == 6 else "none", "size": 5},
            }
        )
    chart.set_y_axis({"num_format": "0%", "min": 0, "major_gridlines": {"visible": True}})
    chart.set_title({"name": heads[6], "overlay": False, "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_size(_CHART)
    page.sheet.insert_chart(page.line + 1, 0, chart, {"description": heads[6]})
    page.line += 18


def _estimate(page: Page, figure: Figure) -> None:
    """n, count, value and interval; what can be reckoned from n and count is a formula."""
    told, sheet, line = figure.estimate, page.sheet, page.line
    look = page.looks.share if _is_share(figure.indicator) else page.looks.mean
    sheet.write_number(line, _N, told.n, page.looks.whole)
    if told.value is None:
        return
    if told.count is not None:
        sheet.write_number(line, _COUNT, told.count, page.looks.whole)
    reckoned = _formulas(told, line)
    ends = ((_VALUE, told.value), (_LOW, told.low), (_HIGH, told.high))
    for column, value in ends:
        if value is None:
            continue
        if column in reckoned:
            sheet.write_formula(line, column, reckoned[column], look, value)
        else:
            sheet.write_number(line, column, value, look)


def _formulas(told: Estimate, line: int) -> dict[int, str]:
    n, count, p = at(line, _N), at(line, _COUNT), at(line, _VALUE)
    if told.method != "wilson95" or told.count is None:
        return {}
    return {
        _VALUE: _SHARE.format(n=n, count=count),
        _LOW: _WILSON.format(n=n, p=p, sign="-"),
        _HIGH: _WILSON.format(n=n, p=p, sign="+"),
    }


def _is_share(indicator: str) -> bool:
    return INDICATORS[indicator].bounds[1] in (1.0, None)
