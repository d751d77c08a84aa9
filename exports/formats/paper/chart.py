"""Lines over time, drawn as vectors: each informant has a line of their own, known by its marker, dash and name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from exports.formats.paper.flow import draw_text
from exports.formats.paper.styles import ACCENT, HAIRLINE, QUIET, SMALL, SMALL_BOLD, WHITE
from exports.formats.paper.text import shorten
from exports.formats.paper.words import day, number
from exports.formats.report import Language, LineChart
from scoring import lines

HEIGHT = 172.0
MARGINS = lines.Margins(top=10, right=112, bottom=24, left=22)
INKS = (ACCENT, *map(HexColor, ("#7a5c00", "#5b3f8c", "#3d6b35", "#4a4a4a")))
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2.5), (1.5, 2), (7, 2, 1.5, 2))
SIZE = 3.1  # half a marker's width
NAME_STEP = 10.5


# Corners in units of SIZE; no corners = a circle.
MARKERS: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
    ((-1.15, -0.9), (1.15, -0.9), (0, 1.2)),
    ((-1.25, 0), (0, -1.25), (1.25, 0), (0, 1.25)),
    ((-1.15, 0.9), (1.15, 0.9), (0, -1.2)),
)


def readings(block: LineChart) -> list[lines.Reading]:
    """The chart's points as readings. Series are told apart by their place: two may bear the same name."""
    return [
        lines.Reading(date.fromisoformat(on), value, str(place))
        for place, series in enumerate(block.series)
        for on, value in series.points
    ]


class ChartFlow(Flowable):
    """The picture alone; its title, scale and table of numbers stand around it."""

    def __init__(self, block: LineChart, language: Language) -> None:
        super().__init__()
        self.block, self.language = block, language
        self.spaceBefore, self.spaceAfter = 2.0, 6.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        plot = lines.chart(
            readings(self.block),
            width=float(self.width),
            height=HEIGHT,
            low=self.block.low,
            high=self.block.high,
            margins=MARGINS,
            most_dates=5,
        )
        self._axes(plot)
        for line in plot.lines:
            self._line(line)
        self._markers([(int(line.rater), point.x, HEIGHT - point.y) for line in plot.lines for point in line.points])
        self._names(plot)

    def _axes(self, plot: lines.Chart) -> None:
        canvas = self.canv
        for value in plot.values:
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.5)
            canvas.line(plot.left, HEIGHT - value.y, plot.right, HEIGHT - value.y)
            text = number(value.value, self.language)
            draw_text(canvas, text, SMALL, plot.left - 8 - SMALL.width(text), HEIGHT - value.y - 2.6)
        floor = HEIGHT - plot.bottom
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.7)
        canvas.line(plot.left, floor, plot.right, floor)
        for tick in plot.dates:
            canvas.line(tick.x, floor, tick.x, floor - 3)
            text = day(tick.on, self.language)
            draw_text(canvas, text, SMALL, tick.x - SMALL.width(text) / 2, floor - 13)

    def _line(self, line: lines.Line) -> None:
        place = int(line.rater)
        self.canv.saveState()
        self.canv.setStrokeColor(INKS[place % len(INKS)])
        self.canv.setLineWidth(1.5)
        self.canv.setLineJoin(1)
        self.canv.setDash(list(DASHES[place % len(DASHES)]))
        for piece in line.pieces:
            path = self.canv.beginPath()
            path.moveTo(piece[0].x, HEIGHT - piece[0].y)
            for point in piece[1:]:
                path.lineTo(point.x, HEIGHT - point.y)
            self.canv.drawPath(path)
        self.canv.restoreState()

    def _markers(self, places: Sequence[tuple[int, float, float]]) -> None:
        """All white insides before all outlines: of two readings in one place both shapes stay to be seen."""
        self.canv.saveState()
        self.canv.setFillColor(WHITE)
        self.canv.setLineWidth(1.3)
        for place, x, y in places:
            _draw_marker(self.canv, place, x, y, stroke=0)
        for place, x, y in places:
            self.canv.setStrokeColor(INKS[place % len(INKS)])
            _draw_marker(self.canv, place, x, y, stroke=1)
        self.canv.restoreState()

    def _names(self, plot: lines.Chart) -> None:
        """Each line's name beside its last point, moved apart where they would touch, with its marker."""
        ends = [(HEIGHT - line.points[-1].y, int(line.rater)) for line in plot.lines if line.points]
        left = plot.right + 16
        for y, place in _apart(ends, low=HEIGHT - plot.bottom, high=HEIGHT - 6):
            name = shorten(self.block.series[place].label, SMALL_BOLD.face, SMALL_BOLD.limit(self.width - left - 8))
            self._markers([(place, left, y)])
            draw_text(self.canv, name, SMALL_BOLD, left + 8, y - 2.6)


def _draw_marker(canvas: Canvas, place: int, x: float, y: float, *, stroke: Literal[0, 1]) -> None:
    corners = MARKERS[place % len(MARKERS)]
    if not corners:
        canvas.circle(x, y, SIZE, stroke=stroke, fill=1 - stroke)
        return
    path = canvas.beginPath()
    path.moveTo(x + corners[0][0] * SIZE, y + corners[0][1] * SIZE)
    for across, up in corners[1:]:
        path.lineTo(x + across * SIZE, y + up * SIZE)
    path.close()
    canvas.drawPath(path, stroke=stroke, fill=1 - stroke)


def _apart(ends: Sequence[tuple[float, int]], *, low: float, high: float) -> list[tuple[float, int]]:
    """Heights at least NAME_STEP apart, from the top down, pushed up again where they run off the foot."""
    placed: list[tuple[float, int]] = []
    for y, place in sorted(ends, key=lambda end: (-end[0], end[1])):
        placed.append((min(y, placed[-1][0] - NAME_STEP) if placed else min(y, high), place))
    floor = low
    for index in reversed(range(len(placed))):
        placed[index] = (max(placed[index][0], floor), placed[index][1])
        floor = placed[index][0] + NAME_STEP
    return placed
