"""The numbers to reach, and whether they were."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

# Any of ratio, median, floor, p99_ms, p99_ms_slow_flush, cpu_us.
Row = dict[str, float]
FIGURES = ("ratio", "median", "floor", "p99_ms", "p99_ms_slow_flush", "cpu_us")


class Target(NamedTuple):
    """What a figure of a row must be: at least ``low``, at most ``high``."""

    row: str
    figure: str
    low: float | None = None
    high: float | None = None

    @property
    def words(self) -> str:
        """As the table says it."""
        return f">= {self.low:g}" if self.low is not None else f"<= {self.high:g}"

    def reached(self, rows: Mapping[str, Row]) -> bool:
        """Whether it was measured and is right."""
        value = rows.get(self.row, {}).get(self.figure)
        if value is None:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


P99_MS = 100.0
TARGETS = (
    Target("post_postgresql", "ratio", low=0.80),
    Target("post_sqlite", "ratio", low=0.50),
    Target("post_vs_orm_postgresql", "ratio", low=8),
    Target("post_vs_orm_sqlite", "ratio", low=8),
    *(
        Target(f"post_{kind}", figure, high=P99_MS)
        for kind in ("postgresql", "sqlite")
        for figure in ("p99_ms", "p99_ms_slow_flush")
    ),
    Target("get_page", "ratio", low=1.0),
    Target("insert_sealed", "ratio", low=0.4),
    Target("insert_sealed_postgresql", "ratio", low=0.4),
    Target("unit_page_growth", "ratio", high=1.5),
    Target("city_page_growth", "ratio", high=1.5),
    Target("cpu_per_rating", "cpu_us", high=300),
)


def table(rows: Mapping[str, Row]) -> Iterator[str]:
    """The rows as lines of text, then each target with what was reached."""
    yield f"{'row':26}" + "".join(f"{name:>19}" for name in FIGURES)
    for name, row in rows.items():
        yield f"{name:26}" + "".join(f"{_said(row.get(figure)):>19}" for figure in FIGURES)
    yield ""
    yield f"{'target':26}{'figure':>19}{'asked':>12}{'measured':>12}  reached"
    for target in TARGETS:
        value = rows.get(target.row, {}).get(target.figure)
        reached = "yes" if target.reached(rows) else "NO"
        yield f"{target.row:26}{target.figure:>19}{target.words:>12}{_said(value):>12}  {reached}"


def _said(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def missed(rows: Mapping[str, Row]) -> list[Target]:
    """The targets that were not reached, or not measured."""
    return [target for target in TARGETS if not target.reached(rows)]
