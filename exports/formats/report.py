"""The values of a report: what a document says, apart from how it looks.

A report is built by the rooms above from an allow-list and handed to the writers as plain data. Every text here is only
text: no markup is read in it, no address in it is followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Row = tuple[str, ...]
FARTHEST = 1e9  # of any number in a chart from zero
NARROWEST = 1e-6  # scale of a chart


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks in it are kept."""

    text: str


@dataclass(frozen=True)
class Quote:
    """A person's own words. by: who said it; may be empty."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class Facts:
    """Pairs of label and text."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table of texts. Every row is as long as the head.

    widths: relative widths of the columns (any positive numbers), or None to fit them to what stands in the cells.
    ValueError when a row or the widths do not match the head, or a width is not above 0.
    """

    head: Row
    rows: tuple[Row, ...]
    widths: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if not self.head or any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("a table needs a head, and every row as long as it")
        if self.widths is not None and (len(self.widths) != len(self.head) or min(self.widths) <= 0):
            raise ValueError("a table's widths are positive numbers, one for each column")


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """One informant's line. points: (ISO date, value) with value None = asked and not answered, a gap in the line.

    ValueError when a date is no ISO date or a value is beyond +-1e9 or not a number.
    """

    label: str
    points: tuple[tuple[str, float | None], ...]

    def __post_init__(self) -> None:
        for on, value in self.points:
            date.fromisoformat(on)
            if value is not None and not abs(value) <= FARTHEST:
                raise ValueError("a point's value is a number within a billion of zero, or None")


@dataclass(frozen=True)
class LineChart:
    """Lines over time on one scale. The writers always give the numbers as text too.

    ValueError when low is not below high, or either is beyond +-1e9.
    """

    title: str
    series: tuple[Series, ...]
    low: float = 0
    high: float = 10
    low_label: str = ""
    high_label: str = ""

    def __post_init__(self) -> None:
        if not (max(abs(self.low), abs(self.high)) <= FARTHEST and self.high - self.low >= NARROWEST):
            raise ValueError("a line chart needs low below high")


@dataclass(frozen=True)
class Note:
    """Something the reader should keep in mind: how to read the page, what is left out."""

    text: str


Block = Paragraph | Quote | Facts | Table | Bullets | LineChart | Note


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Seal:
    """What binds a copy to its content and its reader.

    digest: SHA-256 of the sealed content, in hexadecimal. recipient: who may hold this copy, printed on every page.
    version: of the document's own form. made_at: ISO 8601 time with offset, or ValueError.
    """

    digest: str
    recipient: str
    version: str
    made_at: str

    def __post_init__(self) -> None:
        datetime.fromisoformat(self.made_at)


@dataclass(frozen=True)
class Report:
    """A whole document. classification: one line on who may read it, printed on every page; may be empty."""

    title: str
    subtitle: str
    language: Language
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    seal: Seal
    classification: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError("a report is written in nb or en")
