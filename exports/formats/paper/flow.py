"""Text on the page: a block of lines that can be divided between pages at any line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from exports.formats.paper.styles import Style
from exports.formats.paper.text import Line, break_lines

BULLET_SIGN = "•"
ALONE = 2  # lines that may not stand alone at a page's foot or head


def draw_lines(canvas: Canvas, lines: Sequence[Line], style: Style, left: float, top: float, width: float) -> None:
    """Write lines from `top` downwards in a column; lines that read leftward stand at its right edge."""
    ink = canvas.beginText()
    ink.setFillColor(style.ink)
    base = top - style.leading + (style.leading - style.size) / 2 + style.size * 0.22
    face = style.face
    for place, line in enumerate(lines):
        shown = line.shown
        start = left + width - style.width(shown) if line.leftward else left
        ink.setTextOrigin(start, base - place * style.leading)
        after = 0
        for found in face.only_other.finditer(shown):
            _write(ink, face.main, style.size, shown[after : found.start()])
            _write(ink, face.other, style.size, found[0])
            after = found.end()
        _write(ink, face.main, style.size, shown[after:])
    canvas.drawText(ink)


def draw_text(canvas: Canvas, shown: str, style: Style, x: float, y: float) -> None:
    """Write one line of already shown text with its base line at y."""
    draw_lines(canvas, [Line(shown)], replace(style, leading=style.size), x, y + style.size * 0.78, 0)


def _write(ink: PDFTextObject, font: str, size: float, text: str) -> None:
    if text:
        ink.setFont(font, size)
        ink.textOut(text)


class TextFlow(Flowable):
    """Lines of one text. sign: put beside the first line, in the indent (a bullet)."""

    def __init__(self, text: str, style: Style, *, sign: str = "", lines: Sequence[Line] | None = None) -> None:
        super().__init__()
        self.text, self.style, self.sign = text, style, sign
        self.lines = lines
        self.spaceBefore, self.spaceAfter = style.before, style.after

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        if self.lines is None:
            self.lines = break_lines(self.text, self.style.face, self.style.limit(self._column))
        self.height = len(self.lines) * self.style.leading + 2 * self._padding
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        self.wrap(available_width, available_height)
        lines = list(self.lines or ())
        room = int((available_height - 2 * self._padding) // self.style.leading)
        if len(lines) - room < ALONE:
            room = len(lines) - ALONE
        if room < ALONE:
            return []
        first = TextFlow("", replace(self.style, after=0), sign=self.sign, lines=lines[:room])
        return [first, TextFlow("", replace(self.style, before=0), lines=lines[room:])]

    def draw(self) -> None:
        canvas, style, lines = self.canv, self.style, list(self.lines or ())
        if style.wash:
            canvas.setFillColor(style.wash)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        if style.bar:
            canvas.setFillColor(style.bar)
            canvas.rect(0, 0, 2, self.height, stroke=0, fill=1)
        top = self.height - self._padding
        leftward = bool(lines) and lines[0].leftward
        column = 0.0 if leftward and self.sign else style.indent
        if self.sign:
            edge = self._column + style.indent - style.width(self.sign) if leftward else 0
            draw_lines(canvas, [Line(self.sign)], style, edge, top, style.indent)
        draw_lines(canvas, lines, style, column, top, self._column)

    @property
    def _padding(self) -> float:
        return 8 if self.style.wash else 0

    @property
    def _column(self) -> float:
        return float(self.width) - self.style.indent - (self.style.indent if self.style.wash else 0)
