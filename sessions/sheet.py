"""What was asked, as it is shown, with what was answered: plain data for the review and for the frozen record.

Pure: an instrument and answers in, JSON values out. The same shape is rendered live before an interview is
finalised and from the frozen record for ever after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms_engine import core

Sheet = list[dict[str, Any]]


@dataclass(frozen=True)
class Given:
    """One stored answer. ``state`` as in :class:`sessions.models.AnswerState`; ``at`` ISO time; ``by`` a staff id."""

    state: str
    value: object
    note: str
    language: str
    revision: int
    at: str
    by: str


def values_of(given: Mapping[str, Given]) -> dict[str, Any]:
    """Item -> value of the answers that are values."""
    return {item: answer.value for item, answer in given.items() if answer.state == "value"}


def make_sheet(instrument: core.Instrument, given: Mapping[str, Given]) -> Sheet:
    """Every step and question in the order of asking.

    A question's ``state`` is value, declined, dont_know, not_now, not_asked (the way leads there, no answer) or hidden
    (it does not). What was answered to a hidden item stands apart in ``kept`` and never counts.
    """
    values = values_of(given)
    way = core.walk(instrument, values)
    known = core.counted(instrument, values)
    return [_step(step, way, known, given) for step in instrument.steps]


def gaps(sheet: Sheet) -> list[dict[str, Any]]:
    """The questions without a value that the conversation asked, and those answered that no longer apply."""
    return [
        question
        for step in sheet
        for question in step["questions"]
        if question["state"] not in {"value", "hidden"} or (question["state"] == "hidden" and question["kept"])
    ]


def words(item: core.Item, value: object) -> str:
    """An answer as the page shows it; a yes or no is left to the page's language and reads as an empty text."""
    if item.options:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(option.title for option in item.options if option.value in chosen)
    return "" if isinstance(value, bool) else str(value)


def _step(step: core.Step, way: core.Way, known: dict[str, Any], given: Mapping[str, Given]) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "stage": step.stage,
        "shown": step.id in way.steps,
        "say": step.say.render(known) if step.say else "",
        "cards": [{"title": card.title, "text": card.text} for card in step.cards],
        "questions": [_question(question, way, known, given.get(question.item.key)) for question in step.ask],
    }


def _question(question: core.Question, way: core.Way, known: dict[str, Any], answer: Given | None) -> dict[str, Any]:
    item = question.item
    return {
        "item": item.key,
        "type": item.type,
        "title": item.title.render(known),
        "description": item.description,
        "say": question.say.render(known) if question.say else "",
        "options": [{"value": option.value, "title": option.title} for option in item.options],
        "low": item.low,
        "high": item.high,
        "quote": item.quote,
        **_answered(item, item.key in way.items, answer),
    }


def _answered(item: core.Item, asked: bool, answer: Given | None) -> dict[str, Any]:
    if not asked:
        kept = answer and answer.state != "empty" and {"state": answer.state, "value": answer.value}
        return {"state": "hidden", "value": None, "words": "", "note": "", "kept": kept or None}
    if answer is None:
        return {"state": "not_asked", "value": None, "words": "", "note": "", "kept": None}
    return {
        "state": "not_asked" if answer.state == "empty" else answer.state,
        "value": answer.value,
        "words": words(item, answer.value) if answer.state == "value" else "",
        "note": answer.note,
        "kept": None,
        "language": answer.language,
        "revision": answer.revision,
        "at": answer.at,
        "by": answer.by,
    }
