"""A report to and from values that JSON can hold, without loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from exports.formats.report import (
    LANGUAGES,
    Block,
    Bullets,
    Facts,
    Language,
    LineChart,
    Note,
    Paragraph,
    Quote,
    Report,
    Seal,
    Section,
    Series,
    Table,
)


def as_data(report: Report) -> dict[str, object]:
    """The report as dictionaries, lists, texts and numbers; blocks carry their `kind`."""
    data = asdict(report)
    data["sections"] = [
        {"title": section.title, "blocks": [{"kind": KINDS[type(block)], **asdict(block)} for block in section.blocks]}
        for section in report.sections
    ]
    return {name: _lists(value) for name, value in data.items()}


def from_data(data: object) -> Report:
    """The report that `as_data` gave these values for. ValueError when they are not of that shape."""
    fields = _fields(data, "title", "subtitle", "language", "facts", "sections", "seal", "classification")
    seal = _fields(fields["seal"], "digest", "recipient", "version", "made_at")
    return Report(
        title=_text(fields["title"]),
        subtitle=_text(fields["subtitle"]),
        language=_language(fields["language"]),
        facts=_pairs(fields["facts"]),
        sections=tuple(_section(section) for section in _list(fields["sections"])),
        seal=Seal(**{name: _text(value) for name, value in seal.items()}),
        classification=_text(fields["classification"]),
    )


def _lists(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_lists(part) for part in value]
    if isinstance(value, dict):
        return {name: _lists(part) for name, part in value.items()}
    return value


def _section(data: object) -> Section:
    fields = _fields(data, "title", "blocks")
    return Section(_text(fields["title"]), tuple(_block(block) for block in _list(fields["blocks"])))


def _block(data: object) -> Block:
    if not isinstance(data, Mapping) or data.get("kind") not in READERS:
        raise ValueError("a block needs a known kind")
    return READERS[data["kind"]]({name: value for name, value in data.items() if name != "kind"})


def _paragraph(data: object) -> Paragraph:
    return Paragraph(_text(_fields(data, "text")["text"]))


def _note(data: object) -> Note:
    return Note(_text(_fields(data, "text")["text"]))


def _quote(data: object) -> Quote:
    fields = _fields(data, "text", "by")
    return Quote(_text(fields["text"]), _text(fields["by"]))


def _facts(data: object) -> Facts:
    return Facts(_pairs(_fields(data, "rows")["rows"]))


def _bullets(data: object) -> Bullets:
    return Bullets(_texts(_fields(data, "items")["items"]))


def _table(data: object) -> Table:
    fields = _fields(data, "head", "rows", "widths")
    widths = fields["widths"]
    return Table(
        head=_texts(fields["head"]),
        rows=tuple(_texts(row) for row in _list(fields["rows"])),
        widths=None if widths is None else tuple(_number(width) for width in _list(widths)),
    )


def _line_chart(data: object) -> LineChart:
    fields = _fields(data, "title", "series", "low", "high", "low_label", "high_label")
    return LineChart(
        title=_text(fields["title"]),
        series=tuple(_series(series) for series in _list(fields["series"])),
        low=_number(fields["low"]),
        high=_number(fields["high"]),
        low_label=_text(fields["low_label"]),
        high_label=_text(fields["high_label"]),
    )


def _series(data: object) -> Series:
    fields = _fields(data, "label", "points")
    return Series(_text(fields["label"]), tuple(_point(point) for point in _list(fields["points"])))


def _point(data: object) -> tuple[str, float | None]:
    on, value = _two(data)
    return _text(on), None if value is None else _number(value)


KINDS: dict[type, str] = {
    Paragraph: "paragraph",
    Quote: "quote",
    Facts: "facts",
    Table: "table",
    Bullets: "bullets",
    LineChart: "line-chart",
    Note: "note",
}

READERS: dict[str, Callable[[object], Block]] = {
    "paragraph": _paragraph,
    "quote": _quote,
    "facts": _facts,
    "table": _table,
    "bullets": _bullets,
    "line-chart": _line_chart,
    "note": _note,
}


def _fields(data: object, *names: str) -> Mapping[str, object]:
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise ValueError(f"expected exactly the fields {', '.join(names)}")
    return data


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a text")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("expected a number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("expected a list")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(part) for part in _list(value))


def _two(value: object) -> tuple[object, object]:
    parts = _list(value)
    if len(parts) != 2:
        raise ValueError("expected a list of two")
    return parts[0], parts[1]


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((_text(label), _text(text)) for label, text in map(_two, _list(value)))


def _language(value: object) -> Language:
    for language in LANGUAGES:
        if value == language:
            return language
    raise ValueError("a report is written in nb or en")
