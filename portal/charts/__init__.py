"""The geometry of our charts, without any HTML: numbers in, places on the page out.

Across the page everything is in percent, down the page in pixels: the same chart fills 300 or
1,200 pixels and its text never shrinks. ``templates/charts.html`` draws what is computed here.
"""

from portal.charts.bars import IntervalBar, interval_bar, scale_of
from portal.charts.dots import Hundred, hundred
from portal.charts.marks import Event, Point, Trend
from portal.charts.scales import MARKS, Scale, Told, share_scale
from portal.charts.strips import Segment, levels_strip
from portal.charts.trends import trend

__all__ = [
    "MARKS",
    "Event",
    "Hundred",
    "IntervalBar",
    "Point",
    "Scale",
    "Segment",
    "Told",
    "Trend",
    "hundred",
    "interval_bar",
    "levels_strip",
    "scale_of",
    "share_scale",
    "trend",
]
