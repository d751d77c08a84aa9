"""How the page looks: inks, sizes and distances, all in points. No red anywhere: a family may hold this paper."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4

from exports.formats.paper.fonts import Typeface, Weight, typeface

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 62.0
TOP, BOTTOM = 78.0, 82.0
BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN
BODY_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

WHITE = HexColor("#ffffff")
INK = HexColor("#1f2a33")
QUIET = HexColor("#55626c")
ACCENT = HexColor("#1d4f63")
HAIRLINE = HexColor("#ccd5da")
WASH = HexColor("#f2f6f7")


@dataclass(frozen=True)
class Style:
    """A kind of text. before, after: distance to what stands above and below; indent: of the whole block."""

    size: float
    leading: float
    weight: Weight = "regular"
    ink: Color = INK
    before: float = 0
    after: float = 0
    indent: float = 0
    bar: Color | None = None
    wash: Color | None = None

    @property
    def face(self) -> Typeface:
        return typeface(self.weight)

    def limit(self, width: float) -> float:
        """A width in points as thousandths of this type size."""
        return width * 1000 / self.size

    def width(self, text: str) -> float:
        """The width of shown text in points."""
        return self.face.width(text) * self.size / 1000


CLASSIFICATION = Style(8.5, 12, "bold", ACCENT, after=10)
TITLE = Style(23, 29, "bold", ACCENT, after=3)
SUBTITLE = Style(12, 17, ink=QUIET, after=16)
HEADING = Style(14.5, 20, "bold", ACCENT, before=22, after=7)
BODY = Style(10, 15, after=8)
QUOTE = Style(11, 16.5, indent=14, before=4, bar=ACCENT)
SPEAKER = Style(8.5, 13, ink=QUIET, indent=14, after=12, bar=ACCENT)
NOTE = Style(9, 13.5, ink=QUIET, indent=12, before=4, after=10, wash=WASH)
BULLET = Style(10, 15, indent=14, after=4)
CHART_TITLE = Style(10.5, 15, "bold", before=10, after=1)
CHART_SCALE = Style(8.5, 12.5, ink=QUIET, after=4)
CELL = Style(9, 13)
HEAD_CELL = Style(8.5, 12.5, "bold", QUIET)
LABEL_CELL = Style(9, 13, ink=QUIET)
SMALL = Style(7.5, 10.5, ink=QUIET)
SMALL_BOLD = Style(7.5, 10.5, "bold", QUIET)
