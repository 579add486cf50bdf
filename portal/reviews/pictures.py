"""A trend as a picture, for office documents that take no drawing of ours.

The places are those of ``portal.charts``, as ``templates/charts.html`` draws them on pages: across
in percent, down in pixels.
"""

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from portal import pdf
from portal.charts import Scale, Trend
from portal.charts.marks import Box, Line
from translations import gettext as _
from translations import in_hundred, number

# The field in logical pixels, the room beside it, and how finely it is drawn: finer than kept, so
# that slanting lines are smooth.
_WIDTH, _LEFT, _RIGHT = 560, 40, 110
_KEPT, _FINE = 3, 6
_INK, _SOFT, _LINE, _MIST = "#000000", "#444444", "#c4c4c4", "#eef1f1"
_SEA, _FLAME, _PAPER = "#0a5566", "#a8260f", "#ffffff"
_FONT = f"{pdf.FAMILY}.ttf"
_DASH: Final = (5.0, 3.0)
# Half the diagonal of a signal, and the radius of a dot.
_SIGNAL, _DOT = 8.0, 4.5


def picture(chart: Trend) -> bytes | None:
    """A PNG of a trend; None where no font with all Vietnamese letters is there.

    The table beneath the chart holds the same figures.
    """
    font = next((file for folder in pdf.font_folders() for file in folder.rglob(_FONT)), None)
    return _Canvas(chart, font).drawn() if font else None


class _Canvas:
    """One picture; places are those of the chart."""

    def __init__(self, chart: Trend, font: Path) -> None:
        from PIL import Image, ImageDraw, ImageFont

        self.chart = chart
        size = ((_LEFT + _WIDTH + _RIGHT) * _FINE, chart.height * _FINE)
        self.image = Image.new("RGB", size, _PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.font = ImageFont.truetype(font, 13 * _FINE)

    def drawn(self) -> bytes:
        """Everything, from the ground to the labels."""
        self._ground()
        self._series()
        self._words()
        width, height = self.image.size
        kept = self.image.resize((width * _KEPT // _FINE, height * _KEPT // _FINE))
        out = io.BytesIO()
        # Few colours: a tenth of the size, and nothing is lost on paper.
        kept.quantize(64).save(out, "png", dpi=(96 * _KEPT, 96 * _KEPT))
        return out.getvalue()

    def _ground(self) -> None:
        chart = self.chart
        self._boxes(chart.usual, self._filled)
        for rule in chart.rules:
            self._line(0, rule.y, 100, rule.y, _LINE, 1)
        for line in chart.limits:
            self._dashed(line)
        for line in chart.centre:
            self._line(line.x1, line.y1, line.x2, line.y2, _INK, 1.2)
        self._boxes(chart.frames, self._framed)
        for event in chart.events:
            self._line(event.x, event.y - 12, event.x, chart.bottom, _SOFT, 1.2)

    def _series(self) -> None:
        for line in self.chart.reaches:
            self._line(line.x1, line.y1, line.x2, line.y2, _SEA, 3)
        for line in self.chart.run:
            self._line(line.x1, line.y1, line.x2, line.y2, _SEA, 2)
        for dot in self.chart.dots:
            if dot.kind == "signal":
                self._diamond(dot.x, dot.y)
            else:
                self._dot(dot.x, dot.y, _PAPER if dot.kind == "few" else _SEA)

    def _words(self) -> None:
        chart = self.chart
        for rule in chart.rules:
            self._text(0, rule.y, _said(rule.value, chart.scale), "rm", dx=-7)
        for label in chart.labels:
            self._text(label.x, chart.bottom + 18, label.text, "mm")
        for level in chart.levels:
            name = _("centre") if level.kind == "centre" else _("limit")
            self._text(100, level.y, f"{name} {_said(level.value, chart.scale)}", "lm", dx=7)
        for event in chart.events:
            side, dx = ("rm", -6) if event.before else ("lm", 6)
            self._text(event.x, event.y - 5, event.name, side, dx=dx)
        for dot in chart.dots:
            if dot.kind == "signal" and dot.told:
                self._text(dot.x, dot.y - 17, _said(dot.value, chart.scale), "mm", _INK)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (_LEFT + x * _WIDTH / 100) * _FINE, y * _FINE

    def _line(self, x1: float, y1: float, x2: float, y2: float, ink: str, width: float) -> None:
        ends = [self._at(x1, y1), self._at(x2, y2)]
        self.pen.line(ends, fill=ink, width=round(width * _FINE))

    def _dashed(self, line: Line) -> None:
        # Limits run level, so a dash is a piece of the way across.
        dash, gap = (100 * length / _WIDTH for length in _DASH)
        x = line.x1
        while x < line.x2:
            self._line(x, line.y1, min(x + dash, line.x2), line.y2, _SOFT, 1.2)
            x += dash + gap

    def _boxes(self, boxes: Iterable[Box], drawn: Callable[[Any], None]) -> None:
        for box in boxes:
            left, top = self._at(box.x, box.y)
            right, bottom = self._at(box.x + box.width, box.y + box.height)
            drawn((left, top, right, bottom))

    def _filled(self, place: tuple[float, ...]) -> None:
        self.pen.rectangle(place, fill=_MIST)

    def _framed(self, place: tuple[float, ...]) -> None:
        self.pen.rectangle(place, outline=_SOFT, width=_FINE)

    def _dot(self, x: float, y: float, fill: str) -> None:
        self.pen.circle(self._at(x, y), _DOT * _FINE, fill, _SEA, round(1.5 * _FINE))

    def _diamond(self, x: float, y: float) -> None:
        across, down = self._at(x, y)
        reach = _SIGNAL * _FINE
        corners = [(across, down - reach), (across + reach, down)]
        corners += [(across, down + reach), (across - reach, down)]
        self.pen.polygon(corners, fill=_FLAME)

    def _text(
        self, x: float, y: float, words: str, anchor: str, ink: str = _SOFT, *, dx: float = 0
    ) -> None:
        across, down = self._at(x, y)
        self.pen.text((across + dx * _FINE, down), words, ink, self.font, anchor)


def _said(value: float, scale: Scale) -> str:
    return in_hundred(value) if scale.share else number(value, 1)
