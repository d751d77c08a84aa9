"""The way through the conversation: stages and steps on top, back and next at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape

from django.utils.safestring import SafeString

from forms_engine.core.flow import walk
from forms_engine.core.instrument import Instrument, Stage, Step
from instruments.rendering.shown import Shown, values_of
from instruments.rendering.text import finished, language_attributes
from instruments.rendering.words import Words, words


def bar_html(
    instrument: Instrument,
    answers: Mapping[str, Shown],
    current: str,
    step_url: Callable[[str], str],
    texts: Words | None = None,
) -> SafeString:
    """All steps, free to enter in any order; each looks and says how it is: here, answered, new, not needed."""
    texts = texts or words()
    looks = _looks(instrument, answers, current)
    number = [step.id for step in instrument.steps].index(current) + 1
    counted = texts.step_of % {"number": number, "count": len(instrument.steps)}
    attributes = language_attributes(instrument.language)
    stages, menu = "", ""
    for stage, steps in _stages(instrument):
        links = "".join(_link(step, looks[step.id], step_url(step.id), attributes, texts) for step in steps)
        if stage is None:
            menu += f"<ol>{links}</ol>"
            continue
        menu += f'<p class="menu-stage"{attributes}>{escape(stage.title)}</p><ol>{links}</ol>'
        stages += _stage(stage, steps, looks, current, step_url, attributes)
    title = next(step.title for step in instrument.steps if step.id == current)
    return finished(
        f'<nav class="bar" aria-label="{escape(texts.steps)}">'
        f"{f'<ol class=stages>{stages}</ol>' if stages else _dots(list(looks), looks)}"
        f'<details class="menu"><summary><span data-count>{escape(counted)}</span>'
        f'<span class="menu-here" data-here{attributes}>{escape(title)}</span></summary>'
        f'<div class="menu-list">{menu}</div></details></nav>'
    )


def foot_html(instrument: Instrument, current: str, texts: Words | None = None) -> SafeString:
    """Back, next (on the last step: the review) and the line that says what is saved. Works as a plain form."""
    texts = texts or words()
    first, last = instrument.steps[0].id == current, instrument.steps[-1].id == current
    go, label = ("review", texts.review) if last else ("next", texts.next)
    return finished(
        '<div class="foot"><p id="guide-status" class="save-status" role="status"></p>'
        f'<button class="button button-quiet" type="submit" name="go" value="back"{" disabled" if first else ""}>'
        f"{escape(texts.back)}</button>"
        f'<button class="button" type="submit" name="go" value="{go}">{escape(label)}</button></div>'
    )


def _stages(instrument: Instrument) -> Iterator[tuple[Stage | None, list[Step]]]:
    """The declared stages in order with their steps; steps without a stage last."""
    for stage in instrument.stages:
        steps = [step for step in instrument.steps if step.stage == stage.id]
        if steps:
            yield stage, steps
    loose = [step for step in instrument.steps if step.stage is None]
    if loose:
        yield None, loose


def _looks(instrument: Instrument, answers: Mapping[str, Shown], current: str) -> dict[str, str]:
    """Per step: "here", "not_needed", "answered" or "new"."""
    needed = set(walk(instrument, values_of(answers)).steps)
    given = {item for item, shown in answers.items() if shown.state != "empty"}
    looks = {}
    for step in instrument.steps:
        answered = any(question.item.key in given for question in step.ask)
        looks[step.id] = "not_needed" if step.id not in needed else "answered" if answered else "new"
    looks[current] = "here"
    return looks


def _link(step: Step, look: str, url: str, attributes: str, texts: Words) -> str:
    here = ' aria-current="step"' if look == "here" else ""
    said = getattr(texts, f"look_{look}")
    return (
        f'<li><a class="step-link" href="{escape(url)}" data-go="{step.id}" data-look="{look}"{here}>'
        f"<span{attributes}>{escape(step.title)}</span> <small data-said>{escape(said)}</small></a></li>"
    )


def _stage(
    stage: Stage,
    steps: list[Step],
    looks: Mapping[str, str],
    current: str,
    step_url: Callable[[str], str],
    attributes: str,
) -> str:
    """A stage leads to its first step that is needed and has no answer yet, or to its first needed one."""
    ids = [step.id for step in steps]
    target = next((one for look in ("new", "answered", "here") for one in ids if looks[one] == look), ids[0])
    here = ' aria-current="true"' if current in ids else ""
    return (
        f'<li><a class="stage-link" href="{escape(step_url(target))}" data-stage="{stage.id}" data-go="{target}"{here}>'
        f"<span{attributes}>{escape(stage.title)}</span>{_dots(ids, looks)}</a></li>"
    )


def _dots(steps: list[str], looks: Mapping[str, str]) -> str:
    """One mark a step, for the eye only: the list of steps says the same in words."""
    dots = "".join(f'<i data-dot="{step}" data-look="{looks[step]}"></i>' for step in steps)
    return f'<span class="dots" aria-hidden="true">{dots}</span>'
