"""Tables on the page: any number of rows, each divided between pages where it must be, the head repeated.

The time is linear in the number of cells: cells are broken into lines once, and a page takes its share of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from exports.formats.paper.flow import draw_lines
from exports.formats.paper.styles import ACCENT, BODY_HEIGHT, CELL, HAIRLINE, HEAD_CELL, Style
from exports.formats.paper.text import Line, break_lines, visible

GAP = 12.0  # between columns
PAD = 4.0  # above and below the text of a row
SAMPLE = 200  # rows looked at when columns are fitted
LONGEST_WORD = 96.0  # points that one word may claim for its column
KEPT_WHOLE = BODY_HEIGHT / 4  # a table lower than this is not divided
FEWEST = 3  # lines of a divided row that a page must be able to take

Cells = Sequence[str]


@dataclass(frozen=True)
class Row:
    """A row broken into lines, one list for each column."""

    cells: tuple[tuple[Line, ...], ...]
    styles: tuple[Style, ...]
    divided: bool = False
    height: float = field(init=False)

    def __post_init__(self) -> None:
        tallest = max(len(lines) * style.leading for lines, style in zip(self.cells, self.styles, strict=True))
        object.__setattr__(self, "height", 2 * PAD + tallest)

    def cut(self, height: float) -> tuple[Row, Row] | None:
        """The lines that fit into `height` and the rest, or None when too little would fit to be worth it."""
        room = int((height - 2 * PAD) // max(style.leading for style in self.styles))
        if room < FEWEST:
            return None
        first = replace(self, cells=tuple(lines[:room] for lines in self.cells), divided=True)
        return first, replace(self, cells=tuple(lines[room:] for lines in self.cells))


class TableFlow(Flowable):
    """A table. head: repeated on every page, or None. styles: one for each column. widths: relative, or None to fit."""

    def __init__(
        self,
        head: Cells | None,
        rows: Sequence[Cells],
        *,
        styles: Sequence[Style] | None = None,
        widths: Sequence[float] | None = None,
        after: float = 10,
    ) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4.0, after
        self.texts, self.head_texts, self.shares = rows, head, widths
        self.styles = tuple(styles or [CELL] * len(head or rows[0]))
        self.rows: list[Row] | None = None
        self.head: Row | None = None
        self.columns: list[float] = []
        self.rows_height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self.rows is None:
            self.columns = self._columns(available_width)
            self.rows = [self._row(texts, self.styles) for texts in self.texts]
            if self.head_texts is not None:
                head = self._row(self.head_texts, (HEAD_CELL,) * len(self.columns))
                # A head that fills the page cannot be repeated: nothing would ever fit under it.
                if head.height < BODY_HEIGHT / 3:
                    self.head = head
                else:
                    self.rows.insert(0, head)
            self.rows_height = sum(row.height for row in self.rows)
        self.width = available_width
        self.height = self._head_height + self.rows_height
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        self.wrap(available_width, available_height)
        if self.height < KEPT_WHOLE:
            return []
        rows = self.rows or []
        room = available_height - self._head_height
        bottoms = accumulate(row.height for row in rows)
        fitting = next((place for place, bottom in enumerate(bottoms) if bottom > room), len(rows))
        if len(rows) - fitting == 1 and fitting > 2 and rows[-1].height < KEPT_WHOLE:
            fitting -= 1  # no single row alone on a page
        here, rest = rows[:fitting], rows[fitting:]
        if rest and rest[0].height > BODY_HEIGHT - self._head_height:
            halves = rest[0].cut(room - sum(row.height for row in here))
            if halves:
                here, rest = [*here, halves[0]], [halves[1], *rest[1:]]
        if not (here and rest):
            return []
        taken = sum(row.height for row in here)
        # A divided row is higher in two pieces than in one: each has its own distance above and below.
        left = (
            sum(row.height for row in rest[:1])
            + self.rows_height
            - sum(row.height for row in rows[: len(rows) - len(rest) + 1])
        )
        return [self._part(here, taken, after=0), self._part(rest, left, after=self.spaceAfter)]

    def draw(self) -> None:
        top = float(self.height)
        if self.head:
            self._draw_row(self.head, top)
            top -= self.head.height
            self._rule(top, ACCENT, 0.9)
        for row in self.rows or []:
            self._draw_row(row, top)
            top -= row.height
            if not row.divided:
                self._rule(top, HAIRLINE, 0.5)

    @property
    def _head_height(self) -> float:
        return self.head.height if self.head else 0.0

    def _part(self, rows: list[Row], height: float, *, after: float) -> TableFlow:
        part = TableFlow(None, (), styles=self.styles, after=after)
        part.rows, part.rows_height, part.head, part.columns = rows, height, self.head, self.columns
        return part

    def _row(self, texts: Cells, styles: tuple[Style, ...]) -> Row:
        cells = zip(texts, styles, self.columns, strict=True)
        return Row(tuple(tuple(break_lines(text, s.face, s.limit(width))) for text, s, width in cells), styles)

    def _draw_row(self, row: Row, top: float) -> None:
        left = 0.0
        for lines, style, width in zip(row.cells, row.styles, self.columns, strict=True):
            if lines:
                draw_lines(self.canv, lines, style, left, top - PAD, width)
            left += width + GAP

    def _rule(self, y: float, ink: Color, weight: float) -> None:
        self.canv.setStrokeColor(ink)
        self.canv.setLineWidth(weight)
        self.canv.line(0, y, self.width, y)

    def _columns(self, width: float) -> list[float]:
        room = width - GAP * (len(self.styles) - 1)
        if self.shares is not None:
            return [room * share / sum(self.shares) for share in self.shares]
        return _fitted(self._wants(), room)

    def _wants(self) -> list[tuple[float, float]]:
        """For each column the width of its longest word and of its longest text, both within reason."""
        sample = [*([self.head_texts] if self.head_texts else []), *self.texts[:SAMPLE]]
        return [
            (
                max(_widest(str(row[place])[:500].split(), style, LONGEST_WORD) for row in sample),
                max(_widest([str(row[place])[:500]], style, 400) for row in sample),
            )
            for place, style in enumerate(self.styles)
        ]


def _widest(texts: Sequence[str], style: Style, most: float) -> float:
    return min(most, max((style.width(visible(text).replace("\n", " ")) * 1.04 + 2 for text in texts), default=2.0))


def _fitted(wants: list[tuple[float, float]], room: float) -> list[float]:
    """Widths that fill the room: each column's longest word first, the rest shared by how much text there is."""
    words = [word for word, _ in wants]
    if sum(words) >= room:
        return [room * word / sum(words) for word in words]
    extra = [text - word + 1 for word, text in wants]
    spare = room - sum(words)
    return [word + spare * more / sum(extra) for word, more in zip(words, extra, strict=True)]
