"""How the command line writes figures: a table for people, JSON and CSV for programs."""

import csv
import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import IO, TYPE_CHECKING

import translations
from translations import gettext as _
from translations import mark

if TYPE_CHECKING:
    from analytics.numbers.estimates import Estimate
    from analytics.numbers.registry import Indicator
    from analytics.numbers.series import Bucket, Series

COLUMNS = ("unit", "scope", "service", "from", "to", "indicator")
FIGURES = ("value", "low", "high", "n", "count", "method", "verdict")

_VERDICTS = {
    "none": mark("none"),
    "too_few": mark("too few"),
    "few": mark("few"),
    "ok": mark("enough"),
}
_UNWEIGHTED = {
    "services_unknown": mark(
        "Not weighted: more than 20% of the answers name no service whose transactions are known."
    )
}
_NOTHING = "–"
_SCOPES = {
    "own": mark("%(unit)s, its own responses"),
    "tree": mark("%(unit)s, with all units below it"),
}
# Together with the gaps between them 80 columns, the width of the narrowest terminal.
_WIDTHS = (21, 7, 15, 9, 16, 7)


def write_json(found: "Series", out: IO[str]) -> None:
    """Write a series as interfaces promise it, figures unrounded."""
    json.dump(found.named(), out, ensure_ascii=False, indent=2)
    out.write("\n")


def write_csv(found: "Series", out: IO[str]) -> None:
    """Write one line for each bucket and indicator, figures unrounded, unknown ones blank."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *FIGURES])
    told = found.named()
    for bucket in told["series"]:
        place = [told["unit"], told["scope"], told["service"], bucket["from"], bucket["to"]]
        for id_, estimate in bucket["indicators"].items():
            writer.writerow([*place, id_, *(estimate[name] for name in FIGURES)])


def write_table(found: "Series", name: str, waiting: bool, out: IO[str]) -> None:
    """Write a block for each bucket, rounded for reading, in the language spoken now.

    Args:
        name: the unit's, in that language.
        waiting: whether what is not sealed yet counts too.
    """
    lines = [_(_SCOPES[found.scope], unit=name)]
    for bucket in found.buckets:
        lines += ["", *_block(bucket)]
    seal = _("Sealed up to block %(seal)s, and what is not sealed yet.", seal=found.seal)
    if not waiting:
        seal = _("Sealed up to block %(seal)s.", seal=found.seal)
    out.writelines(f"{line}\n" for line in [*lines, "", seal])


def _block(bucket: "Bucket") -> Iterator[str]:
    from analytics.numbers.registry import INDICATORS

    first, last = bucket.period.start, bucket.period.end - timedelta(days=1)
    yield _("%(first)s to %(last)s", first=translations.day(first), last=translations.day(last))
    heads = (_("Indicator"), _("Value"), _("95% interval"), _("Number"), _("Method"), _("Verdict"))
    yield _line(heads)
    for id_, estimate in bucket.indicators.items():
        yield from _rows(INDICATORS[id_], estimate)
    yield from map(_, filter(None, (_UNWEIGHTED.get(bucket.unweighted or ""),)))
    if bucket.bounds:
        low, high = (translations.share(end, 1) for end in bucket.bounds)
        yield _(
            "Satisfied of all, whatever the silent think: %(low)s to %(high)s", low=low, high=high
        )


def _rows(indicator: "Indicator", estimate: "Estimate") -> Iterator[str]:
    """The line of an indicator; a long title goes on below."""
    title, *rest = textwrap.wrap(_(indicator.title), _WIDTHS[0] - 1)
    ends = [_shown(indicator, end) for end in (estimate.low, estimate.high) if end is not None]
    yield _line(
        (
            title,
            _shown(indicator, estimate.value),
            "–".join(ends) or _NOTHING,
            translations.number(estimate.n),
            estimate.method,
            _(_VERDICTS[estimate.verdict]),
        )
    )
    yield from (f" {more}" for more in rest)


def _shown(indicator: "Indicator", value: float | None) -> str:
    if value is None:
        return _NOTHING
    if indicator.measure == "share":
        return translations.share(value, 1)
    return translations.number(value, 2)


def _line(cells: Sequence[str]) -> str:
    title, value, interval, n, method, verdict = cells
    widths = zip((value, interval, n), _WIDTHS[1:4], strict=True)
    figures = " ".join(f"{cell:>{width}}" for cell, width in widths)
    return f"{title:<{_WIDTHS[0]}} {figures} {method:<{_WIDTHS[4]}} {verdict}".rstrip()
