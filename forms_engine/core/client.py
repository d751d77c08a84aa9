"""What a browser needs to lead the conversation by itself while there is no network."""

from typing import Any

from forms_engine.core.expressions import Checked
from forms_engine.core.instrument import Instrument, Question, Step
from forms_engine.core.template import Template

Part = str | dict[str, Any]


def client_form(instrument: Instrument) -> dict[str, Any]:
    """The flow as JSON: no scoring, no guidance, no options (the page already holds those).

    {"key", "version", "language", "sha256", "names": {item: type}, "steps": [{"id", "when": tree or null, "title",
    "stage", "say": parts or null, "ask": [{"item", "when", "title": parts, "say": parts or null}]}]}. A part is a
    text, or {"tree": tree, "labels": [[value, title], ...]} for a quoted value; without labels it is written as it is,
    and null reads "…".
    """
    return {
        "key": instrument.key,
        "version": instrument.version,
        "language": instrument.language,
        "sha256": instrument.sha256,
        "names": dict(instrument.names),
        "steps": [_step(step) for step in instrument.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "stage": step.stage,
        "when": _tree(step.when),
        "say": _said(step.say),
        "ask": [_question(question) for question in step.ask],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "item": question.item.key,
        "when": _tree(question.when),
        "title": client_parts(question.item.title),
        "say": _said(question.say),
    }


def _tree(checked: Checked | None) -> Any:
    return None if checked is None else checked.tree


def client_parts(template: Template) -> list[Part]:
    """A text as JSON: see :func:`client_form` for what a part is."""
    return [_part(part, template) for part in template.parts]


def _said(template: Template | None) -> list[Part] | None:
    return None if template is None else client_parts(template)


def _part(part: str | Checked, template: Template) -> Part:
    if isinstance(part, str):
        return part
    labels = template.labels.get(part.text.strip())
    quoted: dict[str, Any] = {"tree": part.tree}
    # Pairs, not an object: the keys of a JSON object would turn the numbers into texts.
    return quoted if labels is None else quoted | {"labels": [list(pair) for pair in labels.items()]}
