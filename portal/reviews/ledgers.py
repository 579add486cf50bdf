"""Tables of a workbook that reckon: shares from n and count, intervals from shares, totals."""

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell as at

from analytics.numbers.estimates import Estimate
from analytics.numbers.registry import INDICATORS
from analytics.quality.pack.contents import Facts, Figures, Stretch, Trend
from analytics.quality.pack.sayings import Figure
from portal.periods import short_name
from portal.reviews.leaf import Leaf
from portal.reviews.wording import remark
from portal.staff.signals.wording import rule_words
from translations import gettext as _

_N, _COUNT, _VALUE, _LOW, _HIGH = 1, 2, 3, 4, 5
# Wilson's interval. Source: Wilson 1927, as in ``analytics.numbers.intervals``.
_CENTRE: Final = "({p}+z_95^2/(2*{n}))"
_REACH: Final = "z_95*SQRT({p}*(1-{p})/{n}+z_95^2/(4*{n}^2))"
_WILSON: Final = f"=IF({{n}}>0,({_CENTRE}{{sign}}{_REACH})/(1+z_95^2/{{n}}),NA())"
_SHARE: Final = "=IF({n}>0,{count}/{n},NA())"
_CHART: Final = {"width": 900, "height": 320}


def figures(leaf: Leaf, block: Figures) -> None:
    """A table of figures, and beneath it the total of rows that add up."""
    leaf.say(_(block.caption), leaf.looks.bold)
    leaf.heads(
        [_(block.first), _("n"), _("Count"), _("Value"), _("From"), _("To"), _("Remark"), _("Ref.")]
    )
    first = leaf.line
    for row in block.rows:
        leaf.put(0, row.label)
        _estimate(leaf, row.figure)
        leaf.put(6, remark(row.figure.estimate) or None)
        leaf.found(7, row.figure.command)
        leaf.line += 1
    if block.adds:
        _total(leaf, block, first)


def _total(leaf: Leaf, block: Figures, first: int) -> None:
    told = [row.figure.estimate for row in block.rows]
    leaf.sheet.write_string(leaf.line, 0, _("All of these"), leaf.looks.bold)
    sums = {_N: sum(e.n for e in told), _COUNT: sum(e.count or 0 for e in told)}
    for column, whole in sums.items():
        span = f"=SUM({at(first, column)}:{at(leaf.line - 1, column)})"
        leaf.sheet.write_formula(leaf.line, column, span, leaf.looks.whole, whole)
    n, count = at(leaf.line, _N), at(leaf.line, _COUNT)
    share = sums[_COUNT] / sums[_N] if sums[_N] else 0
    leaf.sheet.write_formula(
        leaf.line, _VALUE, _SHARE.format(n=n, count=count), leaf.looks.share, share
    )
    leaf.line += 1


def facts(leaf: Leaf, block: Facts) -> None:
    """Numbers and names."""
    leaf.say(_(block.caption), leaf.looks.bold)
    leaf.heads([_("What"), _("Number"), _("Ref.")])
    for fact in block.rows:
        leaf.put(0, fact.label)
        leaf.put(1, fact.value)
        leaf.found(2, fact.found[0] if fact.found else None)
        leaf.line += 1


def stretches(leaf: Leaf, block: Trend) -> None:
    """The rows behind the chart, and the chart."""
    leaf.say(_("By month") if block.bucket == "month" else _("By quarter"), leaf.looks.bold)
    heads = [_("Month") if block.bucket == "month" else _("Quarter")]
    heads += [_("n"), _("Count"), _("Satisfied"), _("From"), _("To"), _("Not satisfied")]
    heads += [_("Centre"), _("Upper limit"), _("Remark"), _("Ref.")]
    leaf.heads(heads)
    first = leaf.line
    for one in block.stretches:
        _stretch(leaf, one)
    _chart(leaf, heads, first)


def _stretch(leaf: Leaf, one: Stretch) -> None:
    leaf.sheet.write_string(leaf.line, 0, short_name(one.figure.period))
    _estimate(leaf, one.figure)
    drawn = one.drawn
    shown = one.figure.estimate.value is not None
    told = (drawn.estimate.value if shown else None, drawn.centre, drawn.high)
    for column, value in enumerate(told, start=6):
        if value is not None:
            leaf.sheet.write_number(leaf.line, column, value, leaf.looks.share)
    words = ", ".join(filter(None, (rule_words(drawn.rules), remark(one.figure.estimate))))
    leaf.sheet.write_string(leaf.line, 9, words, leaf.looks.aside)
    leaf.found(10, one.figure.command)
    leaf.line += 1


def _chart(leaf: Leaf, heads: list[str], first: int) -> None:
    chart: Any = leaf.book.add_chart({"type": "line"})
    name, last = leaf.sheet.get_name(), leaf.line - 1
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
    leaf.sheet.insert_chart(leaf.line + 1, 0, chart, {"description": heads[6]})
    leaf.line += 18


def _estimate(leaf: Leaf, figure: Figure) -> None:
    """n, count, value and interval; what can be reckoned from n and count is a formula."""
    told, sheet, line = figure.estimate, leaf.sheet, leaf.line
    look = leaf.looks.share if _is_share(figure.indicator) else leaf.looks.mean
    sheet.write_number(line, _N, told.n, leaf.looks.whole)
    if told.value is None:
        return
    if told.count is not None:
        sheet.write_number(line, _COUNT, told.count, leaf.looks.whole)
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
