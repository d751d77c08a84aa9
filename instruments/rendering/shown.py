"""An answer as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms_engine.core.expressions import Value


@dataclass(frozen=True, slots=True)
class Shown:
    """``state`` is "value", "declined", "dont_know", "not_now" or "empty"; ``value`` is None unless it is "value"."""

    state: str = "empty"
    value: Value = None
    note: str = ""


NOTHING = Shown()


def values_of(answers: Mapping[str, Shown]) -> dict[str, Value]:
    """Only the values, as the conversation's logic wants them."""
    return {item: shown.value for item, shown in answers.items() if shown.state == "value"}
