"""A report on the screen, exactly as the reader will have it: the same blocks, as values for a template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats

from exports.formats.data import KINDS
from exports.formats.report import LineChart, Report


@dataclass(frozen=True)
class ShownBlock:
    """``kind`` names the template's branch; ``chart`` holds a line chart's numbers as a table (head, rows)."""

    kind: str
    block: Any
    chart: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None


def preview(report: Report) -> dict[str, Any]:
    """Values for ``exports/preview.html``."""
    return {
        "report": report,
        "sections": [
            (section.title, [ShownBlock(KINDS[type(block)], block, _numbers(block)) for block in section.blocks])
            for section in report.sections
        ],
    }


def _numbers(block: Any) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    if not isinstance(block, LineChart):
        return None
    days = sorted({on for series in block.series for on, _ in series.points})
    rows = []
    for series in block.series:
        known: dict[str, list[str]] = {}
        for on, value in series.points:
            known.setdefault(on, []).append("–" if value is None else f"{value:g}")
        rows.append((series.label, *(", ".join(known.get(on, ())) for on in days)))
    return ("", *(formats.date_format(date.fromisoformat(on), "SHORT_DATE_FORMAT") for on in days)), tuple(rows)
