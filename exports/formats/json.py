"""A report as JSON for machines: canonical bytes (RFC 8785), so that equal content has an equal hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from exports.formats.data import as_data, from_data
from exports.formats.report import Report
from forms_engine.core.canonical import canonical

FORMAT = "forms-engine/report/1"


def write_json(report: Report, meta: Mapping[str, object]) -> bytes:
    """The report and what goes with it (meta: values that JSON can hold). ValueError for what JSON cannot hold."""
    content: dict[str, Any] = {"format": FORMAT, "meta": dict(meta), "report": as_data(report)}
    return canonical(content)


def read_json(data: bytes) -> tuple[Report, dict[str, object]]:
    """(report, meta) of what `write_json` wrote. ValueError for anything else."""
    value = json.loads(data)
    if not isinstance(value, dict) or value.keys() != {"format", "meta", "report"} or value["format"] != FORMAT:
        raise ValueError(f"expected the format {FORMAT}")
    if not isinstance(value["meta"], dict):
        raise ValueError("expected meta to be an object")
    return from_data(value["report"]), value["meta"]
