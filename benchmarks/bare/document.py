"""The questionnaire that both sides lead: two steps of twenty questions, each answered with one of five options."""

from __future__ import annotations

from typing import Any

STEPS = {"first": range(1, 21), "second": range(21, 41)}
OPTIONS = ("Not at all", "A little", "Somewhat", "Quite a lot", "Very much")


def question(number: int) -> str:
    """The words of a question, as long as those of a usual questionnaire."""
    return f"In the past month, how much were you bothered by invented matter number {number} of this benchmark?"


def document() -> dict[str, Any]:
    """As a document of the instrument format."""
    return {
        "format": "forms-engine/instrument/1",
        "key": "benchmark",
        "version": "1.0.0",
        "language": "en",
        "title": "Forty questions",
        "kind": "scale",
        "method": "other",
        "respondent": "participant",
        "rights": {"holder": "The project", "licence": "MIT", "redistribution": "bundled", "attribution": "Invented"},
        "answers": {
            "type": "object",
            "additionalProperties": False,
            "$defs": {"much": {"oneOf": [{"const": value, "title": title} for value, title in enumerate(OPTIONS)]}},
            "properties": {
                f"q{number}": {"title": question(number), "$ref": "#/$defs/much"}
                for numbers in STEPS.values()
                for number in numbers
            },
        },
        "conversation": [
            {"id": step, "title": f"The {step} twenty", "ask": [f"q{number}" for number in numbers]}
            for step, numbers in STEPS.items()
        ],
        "disclosure": {"default": "clinical"},
    }
