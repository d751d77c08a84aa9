"""Lines over time as values for an SVG: places of strokes, markers and labels as text. The template has the markup.

Every number is text already, so that no language's decimal comma gets into the drawing. Raters differ by marker, dash
and a label at the end of their line, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import formats

from scoring.lines import Line, Margins, Point, Reading, chart

WIDTH, HEIGHT = 720.0, 250.0
MARGINS = Margins(top=14, right=150, bottom=30, left=40)
SPARK_WIDTH, SPARK_HEIGHT = 72.0, 24.0
LABEL_GAP = 17.0  # between two labels, one above the other
LONGEST_LABEL = 16
SIGN = 18.0  # how far right of the drawing the label's marker stands
SIZE = 5.0  # half a marker

# One shape for each rater, as an SVG path around 0,0; the fifth rater begins again with another dash.
SHAPES = (
    f"M{-SIZE},0a{SIZE},{SIZE} 0 1,0 {2 * SIZE},0a{SIZE},{SIZE} 0 1,0 {-2 * SIZE},0z",  # circle
    f"M{-SIZE},{-SIZE}h{2 * SIZE}v{2 * SIZE}h{-2 * SIZE}z",  # square
    f"M0,{-SIZE - 1}l{SIZE + 1},{2 * SIZE}h{-2 * SIZE - 2}z",  # triangle
    f"M0,{-SIZE - 2}l{SIZE + 2},{SIZE + 2}l{-SIZE - 2},{SIZE + 2}l{-SIZE - 2},{-SIZE - 2}z",  # diamond
)
KINDS = 6  # of stroke: classes line-1 to line-6


@dataclass(frozen=True)
class Stroke:
    """One rater's line. pieces: "x,y x,y" for a polyline each; markers: "x,y" of each number; shape: a path.

    The label stands at the right edge beside the same shape (``sign``: "x,y"); ``leader`` ends there.
    """

    kind: int
    label: str
    pieces: tuple[str, ...]
    markers: tuple[str, ...]
    shape: str
    sign: str
    leader: str
    label_x: str
    label_y: str


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its text."""

    place: str
    text: str


@dataclass(frozen=True)
class Drawing:
    """A whole chart. ``words`` says the same as the picture, for those who cannot see it."""

    width: str
    height: str
    left: str
    right: str
    top: str
    bottom: str
    dates: tuple[Tick, ...]
    values: tuple[Tick, ...]
    strokes: tuple[Stroke, ...]
    words: str


def draw(readings: Sequence[Reading], labels: Mapping[str, str], *, low: float = 0, high: float = 10) -> Drawing | None:
    """The chart of ``readings``, with ``labels`` by rater; None when there is no number to draw."""
    placed = chart(readings, width=WIDTH, height=HEIGHT, low=low, high=high, margins=MARGINS, most_dates=5)
    lines = [line for line in placed.lines if line.points]
    if not lines:
        return None
    heights = _apart([line.points[-1].y for line in lines], placed.bottom)
    return Drawing(
        width=_text(WIDTH),
        height=_text(HEIGHT),
        left=_text(placed.left),
        right=_text(placed.right),
        top=_text(placed.top),
        bottom=_text(placed.bottom),
        dates=tuple(Tick(_text(tick.x), formats.date_format(tick.on, "SHORT_DATE_FORMAT")) for tick in placed.dates),
        values=tuple(Tick(_text(tick.y), number(tick.value)) for tick in placed.values),
        strokes=tuple(
            _stroke(place, line, labels[line.rater], height, placed.right)
            for place, (line, height) in enumerate(zip(lines, heights, strict=True))
        ),
        words=" ".join(_said(line, labels[line.rater]) for line in lines),
    )


def spark(readings: Sequence[tuple[date, float]], *, low: float = 0, high: float = 10) -> str:
    """A very small line without words: "x,y x,y" on a surface of 72 x 24. Empty for fewer than two numbers."""
    found = chart(
        [Reading(day, value, "") for day, value in readings],
        width=SPARK_WIDTH,
        height=SPARK_HEIGHT,
        low=low,
        high=high,
        margins=Margins(3, 3, 3, 3),
    )
    points = [point for line in found.lines for point in line.points]
    return _places(points) if len(points) > 1 else ""


def number(value: float) -> str:
    """A number as people write it: whole numbers without a decimal part, at most two decimals."""
    return formats.number_format(int(value) if float(value).is_integer() else round(value, 2))


def _stroke(place: int, line: Line, label: str, height: float, right: float) -> Stroke:
    short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
    return Stroke(
        kind=place % KINDS + 1,
        label=f"{short} {number(line.points[-1].value)}",
        pieces=tuple(_places(piece) for piece in line.pieces if len(piece) > 1),
        markers=tuple(_places([point]) for point in line.points),
        shape=SHAPES[place % len(SHAPES)],
        sign=f"{_text(right + SIGN)},{_text(height)}",
        leader=f"{_places(line.points[-1:])} {_text(right + SIGN)},{_text(height)}",
        label_x=_text(right + SIGN + 12),
        label_y=_text(height),
    )


def _apart(heights: Sequence[float], bottom: float) -> list[float]:
    """The heights of labels, moved so that none lies on another and none below ``bottom``."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = list(heights)
    for upper, lower in pairwise(order):
        placed[lower] = max(placed[lower], placed[upper] + LABEL_GAP)
    lowest = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], lowest)
        lowest = placed[index] - LABEL_GAP
    return placed


def _said(line: Line, label: str) -> str:
    given = ", ".join(
        f"{formats.date_format(point.on, 'SHORT_DATE_FORMAT')}: {number(point.value)}" for point in line.points
    )
    return f"{label}: {given}."


def _places(points: Sequence[Point]) -> str:
    return " ".join(f"{_text(point.x)},{_text(point.y)}" for point in points)


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
