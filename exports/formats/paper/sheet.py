"""The sheet: margins, and what stands on every page around the text."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from exports.formats.paper.flow import draw_text
from exports.formats.paper.styles import (
    BODY_HEIGHT,
    BODY_WIDTH,
    BOTTOM,
    HAIRLINE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALL,
    SMALL_BOLD,
    Style,
)
from exports.formats.paper.text import shorten
from exports.formats.paper.words import WORDS, moment
from exports.formats.report import Report

MOST_PAGES = 2000
RIGHT = PAGE_WIDTH - MARGIN
FOOT = BOTTOM - 26
HEAD = PAGE_HEIGHT - 44


class TooManyPages(ValueError):
    """The report would take more than MOST_PAGES pages."""


def lay_out(report: Report, story: list[Flowable]) -> bytes:
    """The story on numbered pages. The same report gives the same bytes: no clock, no random names."""
    words = WORDS[report.language]
    target = BytesIO()
    # The title of the file is seen in window lists and mail previews, so it says nothing about anybody.
    document = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        initialFontName=SMALL.face.main,
        pageCompression=1,
        lang=report.language,
        title=words["document"],
        author="",
        subject="",
        creator="forms-engine",
        producer="forms-engine",
    )
    frame = Frame(MARGIN, BOTTOM, BODY_WIDTH, BODY_HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate(
                "first", [frame], onPage=lambda canvas, _: _frame_page(canvas, report), autoNextPageTemplate="next"
            ),
            PageTemplate("next", [frame], onPage=lambda canvas, _: _running_head(canvas, report)),
        ]
    )

    def canvas_for(*args: Any, **settings: Any) -> Canvas:
        return _NumberedCanvas(words["page"], *args, **settings)

    document.build(story, canvasmaker=canvas_for)
    return target.getvalue()


class _NumberedCanvas(Canvas):
    """Each page shows a small form of its own, "Page 1 of 3", which is drawn when the number of pages is known."""

    def __init__(self, label: str, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._label = label

    def save(self) -> None:
        pages = self.getPageNumber() - 1
        for page in range(1, pages + 1):
            self.beginForm(_label_name(page), 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
            _draw_right(self, self._label.format(page=page, pages=pages), SMALL, FOOT)
            self.endForm()
        super().save()


def _label_name(page: int) -> str:
    return f"page-label-{page}"


def _running_head(canvas: Canvas, report: Report) -> None:
    _draw_short(canvas, report.title, SMALL_BOLD, HEAD, 0.4)
    _draw_right(canvas, shorten(report.classification, SMALL.face, SMALL.limit(BODY_WIDTH * 0.55)), SMALL, HEAD)
    _rule(canvas, HEAD - 9)
    _frame_page(canvas, report)


def _frame_page(canvas: Canvas, report: Report) -> None:
    page = canvas.getPageNumber()
    if page > MOST_PAGES:
        raise TooManyPages(f"more than {MOST_PAGES} pages")
    seal = report.seal
    _rule(canvas, FOOT + 15)
    _draw_short(canvas, WORDS[report.language]["for"].format(recipient=seal.recipient), SMALL_BOLD, FOOT, 0.78)
    _draw_short(
        canvas,
        " · ".join(
            filter(None, (f"SHA-256 {seal.digest[:16]}", _version(report), moment(seal.made_at, report.language)))
        ),
        SMALL,
        FOOT - 12,
        1,
    )
    canvas.doForm(_label_name(page))


def _version(report: Report) -> str:
    return f"{WORDS[report.language]['version']} {report.seal.version}" if report.seal.version else ""


def _draw_short(canvas: Canvas, text: str, style: Style, y: float, share: float) -> None:
    draw_text(canvas, shorten(text, style.face, style.limit(BODY_WIDTH * share)), style, MARGIN, y)


def _draw_right(canvas: Canvas, shown: str, style: Style, y: float) -> None:
    draw_text(canvas, shown, style, RIGHT - style.width(shown), y)


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, y, RIGHT, y)
