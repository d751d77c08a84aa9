"""A report as PDF: A4, embedded fonts, text that can be searched and copied, equal bytes for equal input.

Nothing in a report's texts is read as markup, opened as a file or fetched; a character that no embedded font can show
is written as its code point, [U+1F600], so that every text comes out complete.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable

from exports.formats.paper.chart import HEIGHT, ChartFlow
from exports.formats.paper.flow import BULLET_SIGN, TextFlow
from exports.formats.paper.sheet import lay_out
from exports.formats.paper.styles import (
    BODY,
    BULLET,
    CELL,
    CHART_SCALE,
    CHART_TITLE,
    CLASSIFICATION,
    HEADING,
    LABEL_CELL,
    NOTE,
    QUOTE,
    SPEAKER,
    SUBTITLE,
    TITLE,
)
from exports.formats.paper.table import TableFlow
from exports.formats.paper.words import WORDS, day, moment, number
from exports.formats.report import (
    Block,
    Bullets,
    Facts,
    Language,
    LineChart,
    Note,
    Paragraph,
    Quote,
    Report,
    Section,
    Table,
)

MOST_DATES = 7  # dates beside each other in a chart's table
FACT_WIDTHS = (4.0, 8.0)
HASH_WIDTHS = (3.0, 9.0)  # a SHA-256 on one line
QUOTE_MARKS: dict[Language, str] = {"nb": "«{}»", "en": "“{}”"}


def write_pdf(report: Report) -> bytes:
    """The report as a PDF file. TooManyPages, a ValueError, when it would take more than 2000 pages."""
    return lay_out(report, [*_opening(report), *_body(report), *_about(report)])


def _opening(report: Report) -> Iterator[Flowable]:
    texts = (report.classification, CLASSIFICATION), (report.title, TITLE), (report.subtitle, SUBTITLE)
    yield from (TextFlow(text, style) for text, style in texts if text)
    yield from _fact_table(report.facts)


def _body(report: Report) -> Iterator[Flowable]:
    for section in report.sections:
        yield from _section(section, report.language)


def _about(report: Report) -> Iterator[Flowable]:
    """The whole seal as text; the pages' feet have room for a part of it only."""
    words, seal = WORDS[report.language], report.seal
    rows = (
        (words["recipient"], seal.recipient),
        (words["version"], seal.version),
        (words["made-at"], moment(seal.made_at, report.language)),
        (words["digest"], seal.digest),
    )
    yield CondPageBreak(140)
    yield TextFlow(words["about"], HEADING)
    yield from _fact_table(rows, HASH_WIDTHS)


def _section(section: Section, language: Language) -> Iterator[Flowable]:
    yield CondPageBreak(110 + _with_picture(section.blocks))
    if section.title:
        yield TextFlow(section.title, HEADING)
    for place, block in enumerate(section.blocks):
        if together := _with_picture(section.blocks[place:]):
            yield CondPageBreak(together)
        yield from BLOCKS[type(block)](block, language)


def _with_picture(blocks: Sequence[Block]) -> float:
    """The room that somebody's words and the picture that belongs to them need on one page; 0 without a picture."""
    if not blocks or not isinstance(blocks[0], Quote):
        return 0
    until = next((place for place, block in enumerate(blocks[1:], 1) if isinstance(block, Quote)), len(blocks))
    return HEIGHT + 160 if any(isinstance(block, LineChart) for block in blocks[1:until]) else 0


def _fact_table(rows: Sequence[tuple[str, str]], widths: tuple[float, float] = FACT_WIDTHS) -> Iterator[Flowable]:
    if rows:
        yield TableFlow(None, rows, styles=(LABEL_CELL, CELL), widths=widths)


def _paragraph(block: Paragraph, language: Language) -> Iterator[Flowable]:
    yield TextFlow(block.text, BODY)


def _note(block: Note, language: Language) -> Iterator[Flowable]:
    yield TextFlow(block.text, NOTE)


def _quote(block: Quote, language: Language) -> Iterator[Flowable]:
    yield CondPageBreak(50)
    yield TextFlow(QUOTE_MARKS[language].format(block.text), QUOTE)
    if block.by:
        yield TextFlow(block.by, SPEAKER)


def _facts(block: Facts, language: Language) -> Iterator[Flowable]:
    yield from _fact_table(block.rows)


def _bullets(block: Bullets, language: Language) -> Iterator[Flowable]:
    yield from (TextFlow(item, BULLET, sign=BULLET_SIGN) for item in block.items)


def _table(block: Table, language: Language) -> Iterator[Flowable]:
    yield TableFlow(block.head, block.rows, widths=block.widths)


def _line_chart(block: LineChart, language: Language) -> Iterator[Flowable]:
    yield CondPageBreak(HEIGHT + 60)
    if block.title:
        yield TextFlow(block.title, CHART_TITLE)
    ends = (block.low, block.low_label), (block.high, block.high_label)
    scale = "   ·   ".join(f"{number(value, language)} = {label}" for value, label in ends if label)
    if scale:
        yield TextFlow(scale, CHART_SCALE)
    if not any(series.points for series in block.series):
        yield TextFlow(WORDS[language]["no-readings"], BODY)
        return
    yield ChartFlow(block, language)
    yield from _numbers(block, language)


def _numbers(block: LineChart, language: Language) -> Iterator[Flowable]:
    """The chart's numbers, a row for each line and a column for each date, a few dates at a time."""
    cells: dict[tuple[int, str], list[str]] = {}
    for place, series in enumerate(block.series):
        for on, value in series.points:
            text = WORDS[language]["no-answer"] if value is None else number(value, language)
            cells.setdefault((place, on), []).append(text)
    dates = sorted({on for _, on in cells})
    tables = math.ceil(len(dates) / MOST_DATES)
    columns = math.ceil(len(dates) / tables)
    for part in range(tables):
        shown = dates[part * len(dates) // tables : (part + 1) * len(dates) // tables]
        blanks = ("",) * (columns - len(shown))
        yield TableFlow(
            ("", *("\n".join(day(date.fromisoformat(on), language).rsplit(" ", 1)) for on in shown), *blanks),
            [
                (series.label, *(" / ".join(cells.get((place, on), [])) for on in shown), *blanks)
                for place, series in enumerate(block.series)
            ],
            widths=(2, *(1 for _ in range(columns))),
        )


BLOCKS: dict[type[Block], Callable[[Any, Language], Iterator[Flowable]]] = {
    Paragraph: _paragraph,
    Quote: _quote,
    Facts: _facts,
    Table: _table,
    Bullets: _bullets,
    LineChart: _line_chart,
    Note: _note,
}
