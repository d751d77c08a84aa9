"""Which way a conversation goes for the answers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from forms_engine.core.expressions import Value
from forms_engine.core.instrument import Instrument

AnswerState = Literal["value", "declined", "dont_know", "not_now"]
"""How a question was answered. Only "value" has a value; hidden by logic and not asked are derived, never stored."""

ANSWER_STATES: tuple[AnswerState, ...] = ("value", "declined", "dont_know", "not_now")


@dataclass(frozen=True)
class Way:
    """The visible steps in order, the items that are asked now, and those that logic hides."""

    steps: tuple[str, ...]
    items: frozenset[str]
    hidden: frozenset[str]


def walk(instrument: Instrument, values: Mapping[str, Value]) -> Way:
    """The way for these answers. Never raises for values that `check_answer` gave; unknown names are ignored.

    A `when` uses only items asked before it (the reading of the document sees to that), so one pass from the first
    step to the last settles everything: a hidden item counts as unanswered for all that follows, whatever value is
    stored for it.
    """
    steps, counting = _walk(instrument, values)
    items = frozenset(counting)
    return Way(tuple(steps), items, frozenset(instrument.items.keys() - items))


def counted(instrument: Instrument, values: Mapping[str, Value]) -> dict[str, Value]:
    """The answers that count: of items asked now, in the order of asking, without the unanswered."""
    _, counting = _walk(instrument, values)
    return {key: value for key, value in counting.items() if value is not None}


def _walk(instrument: Instrument, values: Mapping[str, Value]) -> tuple[list[str], dict[str, Value]]:
    known = dict(instrument.blank)
    steps: list[str] = []
    counting: dict[str, Value] = {}
    for step, shown, questions in instrument.route:
        if shown is not None and shown(known) is not True:
            continue
        steps.append(step)
        for item, asked in questions:
            if asked is None or asked(known) is True:
                counting[item] = known[item] = values.get(item)
    return steps, counting
