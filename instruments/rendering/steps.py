"""All steps of the conversation in one page: the open one seen, the others waiting in it for the next touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from django.utils.safestring import SafeString

from forms_engine.core.expressions import Value
from forms_engine.core.flow import walk
from forms_engine.core.instrument import Instrument, Question, Step
from instruments.rendering.questions import prepare
from instruments.rendering.shown import NOTHING, Shown, values_of
from instruments.rendering.text import finished, language_attributes, paragraphs, quoting
from instruments.rendering.words import Words, words

Drawing = Callable[[Mapping[str, Shown], Mapping[str, Value], frozenset[str], bool, bool], str]
"""Answers, values that count, items asked now, is the step needed, is it open -> HTML."""

# Enter in a text field presses the first submit button of the form; without a script this one keeps the place.
_ENTER = '<button class="enter" type="submit" name="go" value="stay" tabindex="-1" aria-hidden="true"></button>'
_KEPT = 64
_prepared: dict[tuple[str, str], tuple[tuple[str, Drawing], ...]] = {}


def steps_html(
    instrument: Instrument, answers: Mapping[str, Shown], current: str, texts: Words | None = None
) -> SafeString:
    """One ``<section class="step">`` per step. ``current`` is the id of the open one; ``texts`` the page's own words.

    What the logic hides is in the page with ``hidden``: the script shows it when the way comes by.
    """
    texts = texts or words()
    values = values_of(answers)
    way = walk(instrument, values)
    counting = {item: value for item, value in values.items() if item in way.items}
    needed = frozenset(way.steps)
    return finished(
        _ENTER
        + "".join(
            draw(answers, counting, way.items, step in needed, step == current)
            for step, draw in _steps(instrument, texts)
        )
    )


def _steps(instrument: Instrument, texts: Words) -> tuple[tuple[str, Drawing], ...]:
    key = (instrument.sha256, texts.language)
    found = _prepared.get(key)
    if found is None:
        if len(_prepared) >= _KEPT:
            _prepared.clear()
        found = _prepared[key] = tuple((step.id, _prepare(instrument, step, texts)) for step in instrument.steps)
    return found


def _prepare(instrument: Instrument, step: Step, texts: Words) -> Drawing:
    attributes = language_attributes(instrument.language)
    start = f'<section class="step" id="step-{step.id}" data-step="{step.id}" aria-labelledby="title-{step.id}"'
    title = f'<h2 id="title-{step.id}" tabindex="-1"{attributes}>{escape(step.title)}</h2>'
    say = quoting(step.say, "<p>", "</p>") if step.say else None
    questions = [(question.item.key, prepare(instrument, question, texts)) for question in step.ask]
    guidance = _guidance(instrument, step, texts)
    not_needed = f"{escape(texts.not_needed)}</p>"

    def draw(
        answers: Mapping[str, Shown], values: Mapping[str, Value], items: frozenset[str], needed: bool, is_open: bool
    ) -> str:
        shown = "" if is_open else " hidden"
        asked = "".join(draw(answers.get(key, NOTHING), values, key in items) for key, draw in questions)
        said = f'<div class="say"{attributes}>{say(values)}</div>' if say else ""
        apart = ("", ' class="not-needed" hidden') if needed else (' data-needed="no"', ' class="not-needed"')
        return (
            f'{start}{apart[0]}{shown}><div class="led">{title}<p{apart[1]}>{not_needed}{said}</div>'
            f'{guidance(items)}<div class="questions">{asked}</div></section>'
        )

    return draw


def _guidance(instrument: Instrument, step: Step, texts: Words) -> Callable[[frozenset[str]], str]:
    """The worker's own column: guidance of the step, of its questions (while they are asked), and the cards."""
    attributes = language_attributes(instrument.language)
    own = f"<div{attributes}>{paragraphs(step.guidance)}</div>" if step.guidance else ""
    beside = [
        (question.item.key, *_beside(question, attributes)) for question in step.ask if question.guidance is not None
    ]
    cards = "".join(
        f'<details class="guide-card"><summary{attributes}>{escape(card.title)}</summary>'
        f"<div{attributes}>{paragraphs(card.text)}</div></details>"
        for card in step.cards
    )
    if not (own or beside or cards):
        return lambda _: ""
    opening = (
        f'<details class="guidance" open><summary><span>{escape(texts.for_you)}</span> '
        f'<small>{escape(texts.not_for_family)}</small></summary><div class="own"><div class="own-words">{own}'
    )
    closing = f"</div>{f'<div class=own-cards>{cards}</div>' if cards else ''}</div></details>"

    def draw(items: frozenset[str]) -> str:
        asides = "".join(shown if key in items else hidden for key, shown, hidden in beside)
        return opening + asides + closing

    return draw


def _beside(question: Question, attributes: str) -> tuple[str, str]:
    title = escape(question.item.title.plain)
    inner = f'<p class="beside-what">{title}</p>{paragraphs(question.guidance or "")}</div>'
    start = f'<div class="beside" data-for="{question.item.key}"{attributes}'
    return f"{start}>{inner}", f"{start} hidden>{inner}"
