"""A small instrument document that the scoring tests bend to their needs."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

_OPTIONS = {"oneOf": [{"const": value, "title": f"Answer {value}"} for value in range(4)]}
_DOCUMENT: dict[str, Any] = {
    "format": "forms-engine/instrument/1",
    "key": "small",
    "version": "1.0.0",
    "language": "en",
    "title": "Small",
    "kind": "scale",
    "method": "other",
    "respondent": "participant",
    "rights": {"holder": "Us", "licence": "MIT", "redistribution": "bundled"},
    "answers": {
        "type": "object",
        "additionalProperties": False,
        "$defs": {"often": _OPTIONS},
        "properties": {
            "q1": {"title": "One", "$ref": "#/$defs/often"},
            "q2": {"title": "Two", "$ref": "#/$defs/often"},
            "q3": {"title": "Three", "$ref": "#/$defs/often"},
            "yes": {"title": "Yes?", "type": "boolean"},
            "size": {"title": "Size", "type": "number"},
            "level": {"title": "Level", "type": "integer", "minimum": -5, "maximum": 5},
            "many": {"title": "Many", "type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/often"}},
            "word": {
                "title": "Word",
                "oneOf": [{"const": "no", "title": "No"}, {"const": "partial", "title": "Partly"}],
            },
            "note": {"title": "Note", "type": "string", "maxLength": 50},
        },
    },
    "conversation": [
        {"id": "first", "title": "First", "ask": ["q1", "q2", "q3"]},
        {"id": "more", "title": "More", "ask": ["yes", "size", "level", "many", "word", "note"]},
    ],
    "scoring": {
        "scores": {"total": {"title": "Total", "value": "sum(q1..q3)", "range": [0, 9], "higher": "worse"}},
        "findings": {},
        "alerts": {},
        "norms": [],
    },
    "disclosure": {"default": "clinical"},
}


def small_document(**scoring: Any) -> dict[str, Any]:
    """A fresh copy, with parts of its scoring section replaced."""
    document = deepcopy(_DOCUMENT)
    document["scoring"] |= deepcopy(scoring)
    return document
