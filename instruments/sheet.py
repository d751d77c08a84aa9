"""A version as a page for reading: the conversation as it is led, both surfaces side by side, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_engine.core import Card, Instrument, Item, Question, Step, Template

KINDS: Mapping[str, Promise] = {
    "scale": _("Questionnaire with scores"),
    "conversation": _("Conversation"),
    "judgement": _("Structured judgement"),
    "record": _("Record"),
}
RESPONDENTS: Mapping[str, Promise] = {
    "participant": _("The person answers"),
    "family": _("The family answers"),
    "worker": _("The worker answers"),
}
STATUSES: Mapping[str, Promise] = {
    "original": _("Original"),
    "official": _("Official translation"),
    "reviewed": _("Reviewed translation"),
    "unofficial": _("Unofficial translation"),
}
REDISTRIBUTION: Mapping[str, Promise] = {
    "bundled": _("Comes with the product"),
    "pack": _("Comes with its own licence"),
    "byo": _("The wording is brought in by the site"),
    "forbidden": _("The wording may not be shown here"),
}
ITEM_KINDS: Mapping[str, Promise] = {
    "yes_no": _("Yes or no"),
    "choice": _("One of these"),
    "choices": _("Any of these"),
    "integer": _("A whole number"),
    "ruler": _("A place on a line"),
    "number": _("A number"),
    "text": _("In words"),
    "date": _("A date"),
}


@dataclass(frozen=True)
class QuestionSheet:
    """One question as text. ``when`` is the author's expression, empty when it is always asked."""

    item: str
    title: str
    say: str
    about: str
    when: str
    kind: str
    options: tuple[str, ...]
    guidance: str


@dataclass(frozen=True)
class StepSheet:
    """One step: ``said`` and the questions are the family's side; guidance and cards the worker's."""

    title: str
    stage: str
    when: str
    said: str
    guidance: str
    questions: tuple[QuestionSheet, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class ScoreSheet:
    """One score: its expression, its range and its bands in words."""

    name: str
    title: str
    value: str
    low: float
    high: float
    bands: tuple[str, ...]
    note: str


def steps_of(instrument: Instrument) -> tuple[StepSheet, ...]:
    """Every step with every question, whatever the answers."""
    stages = {stage.id: stage.title for stage in instrument.stages}
    return tuple(_step(step, stages) for step in instrument.steps)


def _step(step: Step, stages: Mapping[str, str]) -> StepSheet:
    return StepSheet(
        title=step.title,
        stage=stages.get(step.stage or "", ""),
        when=step.when.text if step.when else "",
        said=_written(step.say),
        guidance=step.guidance or "",
        questions=tuple(_question(question) for question in step.ask),
        cards=step.cards,
    )


def _question(question: Question) -> QuestionSheet:
    item = question.item
    return QuestionSheet(
        item=item.key,
        title=_written(item.title),
        say=_written(question.say),
        about=item.description,
        when=question.when.text if question.when else "",
        kind=str(ITEM_KINDS[item.type]),
        options=_options(item),
        guidance=question.guidance or "",
    )


def _options(item: Item) -> tuple[str, ...]:
    if item.type == "ruler":
        return (f"{item.minimum:g}: {item.low}", f"{item.maximum:g}: {item.high}")
    return tuple(option.title for option in item.options)


def _written(template: Template | None) -> str:
    """The text as its author wrote it, with the quoted expressions in braces."""
    if template is None:
        return ""
    return "".join(part if isinstance(part, str) else f"{{{part.text}}}" for part in template.parts)


def scores_of(instrument: Instrument) -> tuple[ScoreSheet, ...]:
    """The scores in the document's order."""
    return tuple(_score(name, score) for name, score in instrument.scoring.get("scores", {}).items())


def _score(name: str, score: Mapping[str, Any]) -> ScoreSheet:
    low, high = score["range"]
    return ScoreSheet(
        name=name,
        title=score.get("title", name),
        value=score["value"],
        low=low,
        high=high,
        bands=tuple(f"{band['from']:g}: {band.get('title', band['key'])}" for band in score.get("bands", ())),
        note=score.get("note", ""),
    )
