"""Geometry of a line chart over time: readings in, places on a surface out. No drawing, no words, no colours.

The screen (SVG) and the paper (PDF) draw the same chart from it. Units are those of the width and height given: CSS
pixels, points, millimetres. x grows to the right, y grows **downwards** as in SVG; on paper use `height - y`.

Every rater keeps a line of their own; nothing is averaged. A missing reading breaks the line and is not bridged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeGuard

STEPS = (1, 2, 2.5, 5, 10, 20)


@dataclass(frozen=True)
class Reading:
    """One number at one date by one rater. value None (or not finite) = asked and not answered: a gap in the line."""

    on: date
    value: float | None
    rater: str


@dataclass(frozen=True)
class Margins:
    """Room for labels around the drawing surface, in the chart's units."""

    top: float = 12
    right: float = 16
    bottom: float = 28
    left: float = 32


MARGINS = Margins()


@dataclass(frozen=True)
class Point:
    """A reading and its place."""

    x: float
    y: float
    on: date
    value: float


@dataclass(frozen=True)
class Line:
    """One rater's readings in time order; each piece is drawn as one stroke, a piece of one point as a dot only."""

    rater: str
    pieces: tuple[tuple[Point, ...], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for piece in self.pieces for point in piece)


@dataclass(frozen=True)
class DateTick:
    x: float
    on: date


@dataclass(frozen=True)
class ValueTick:
    y: float
    value: float


@dataclass(frozen=True)
class Chart:
    """The whole chart. left, top, right, bottom: edges of the drawing surface inside width x height."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    dates: tuple[DateTick, ...]
    values: tuple[ValueTick, ...]
    lines: tuple[Line, ...]


def chart(
    readings: Sequence[Reading],
    *,
    width: float,
    height: float,
    low: float = 0,
    high: float = 10,
    margins: Margins = MARGINS,
    most_dates: int = 6,
    most_values: int = 6,
) -> Chart:
    """Place readings on a surface of width x height.

    low, high: ends of the scale; a reading beyond them widens the axis rather than being cut off. Raters keep the order
    in which they first appear. One date only stands in the middle. No readings give a chart without dates and lines.
    At most `most_dates` and `most_values` ticks (2 or more each); values get round steps, dates even ones.

    ValueError when low is not below high or the margins leave no room.
    """
    left, right = margins.left, width - margins.right
    top, bottom = margins.top, height - margins.bottom
    if not (low < high and left < right and top < bottom):
        raise ValueError("a chart needs low < high and room inside its margins")
    numbers = [reading.value for reading in readings if _is_number(reading.value)]
    days = sorted({reading.on.toordinal() for reading in readings})
    across = _Scale(days[0], days[-1], left, right) if days else _Scale(0, 0, left, right)
    up = _Scale(min([low, *numbers]), max([high, *numbers]), bottom, top)
    return Chart(
        width,
        height,
        left,
        top,
        right,
        bottom,
        dates=tuple(DateTick(across.place(day), date.fromordinal(day)) for day in _even_days(days, most_dates)),
        values=tuple(ValueTick(up.place(value), value) for value in _round_values(up.first, up.last, most_values)),
        lines=tuple(_line(rater, readings, across, up) for rater in dict.fromkeys(r.rater for r in readings)),
    )


@dataclass(frozen=True)
class _Scale:
    """first..last of the data laid out on start..end of the surface; a single value stands in the middle."""

    first: float
    last: float
    start: float
    end: float

    def place(self, value: float) -> float:
        if self.first == self.last:
            return (self.start + self.end) / 2
        share = (value - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)


def _is_number(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _line(rater: str, readings: Sequence[Reading], across: _Scale, up: _Scale) -> Line:
    own = sorted((reading for reading in readings if reading.rater == rater), key=lambda reading: reading.on)
    places = [
        Point(across.place(r.on.toordinal()), up.place(r.value), r.on, r.value) if _is_number(r.value) else None
        for r in own
    ]
    pieces = (
        tuple(filter(None, piece)) for whole, piece in groupby(places, key=lambda place: place is not None) if whole
    )
    return Line(rater, tuple(pieces))


def _even_days(days: Sequence[int], most: int) -> list[int]:
    """Whole days from the first to the last, evenly apart, as many as fit without repeating one."""
    if not days:
        return []
    first, span = days[0], days[-1] - days[0]
    gaps = min(most - 1, span)
    return [first + round(span * i / gaps) for i in range(gaps + 1)] if gaps else [first]


def _round_values(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2, 2.5 or 5 times a power of ten inside low..high, at most `most` of them."""
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    choices = (_multiples(power * part, low, high) for part in STEPS)
    return next(values for values in choices if len(values) <= most)


def _multiples(step: float, low: float, high: float) -> list[float]:
    # Rounding to nine places keeps 0.3 / 0.1 = 2.9999999999999996 from losing its tick.
    first, last = math.ceil(round(low / step, 9)), math.floor(round(high / step, 9))
    return [i * step for i in range(first, last + 1)]
