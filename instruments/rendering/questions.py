"""One question: what is asked, the field for the answer, the other kinds of answer, the note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from forms_engine.core.expressions import Value
from forms_engine.core.instrument import Instrument, Question
from instruments.rendering.inputs import INPUTS, QUIET, Setting
from instruments.rendering.shown import NOTHING, Shown
from instruments.rendering.text import language_attributes, paragraphs, quoting
from instruments.rendering.words import Words

Drawing = Callable[[Shown, Mapping[str, Value], bool], str]
"""Answer, the values that count (for quotes), is it asked now -> HTML."""

STATES = ("declined", "dont_know", "not_now")


def prepare(instrument: Instrument, question: Question, words: Words) -> Drawing:
    """Make the drawing function of one question."""
    item = question.item
    prefix = f"q-{item.key}"
    field = INPUTS[item.type](item, Setting(prefix, instrument.language, words))
    legend = _legend(instrument, question, prefix)
    values_are = ' data-numbers=""' if item.options and isinstance(item.options[0].value, int) else ""
    start = f'<fieldset class="question" id="{prefix}" data-item="{item.key}" data-type="{item.type}"{values_are}'
    ways = _ways(item.key, words)
    alone = _nothing_yet(start, field, ways)

    def draw(shown: Shown, values: Mapping[str, Value], asked: bool) -> str:
        hidden = "" if asked else " hidden"
        if shown is NOTHING:
            return alone(hidden, legend(values))
        state = f' data-state="{shown.state}"'
        return f"{start}{state}{hidden}>{legend(values)}{field(shown.value)}{ways(shown)}</fieldset>"

    return draw


def _nothing_yet(start: str, field: Callable[[object], str], ways: Callable[[Shown], str]) -> Callable[[str, str], str]:
    rest = f"{field(None)}{ways(NOTHING)}</fieldset>"
    return lambda hidden, legend: f'{start} data-state="empty"{hidden}>{legend}{rest}'


def _legend(instrument: Instrument, question: Question, prefix: str) -> Callable[[Mapping[str, Value]], str]:
    item = question.item
    attributes = language_attributes(instrument.language)
    # A questionnaire or a conversation is said aloud to somebody; what the worker answers alone is not.
    aloud = "ask" if instrument.respondent != "worker" else "ask ask-quiet"
    say = quoting(question.say, '<span class="para">', "</span>") if question.say else None
    title = quoting(item.title)
    description = paragraphs(item.description, '<span class="para">', "</span>")
    about = f'<span class="about"{attributes}>{description}</span>' if description else ""

    def draw(values: Mapping[str, Value]) -> str:
        before = f'<span class="say"{attributes}>{say(values)}</span>' if say else ""
        asked = f'<span class="{aloud}" id="{prefix}-ask"{attributes}>{title(values)}</span>'
        return f"<legend>{before}{asked}{about}</legend>"

    return draw


def _ways(key: str, words: Words) -> Callable[[Shown], str]:
    """The quiet row under a question. Without a script each chip is a check box and "Take back" a submit button."""
    opening = f'<div class="ways" role="group" aria-label="{escape(words.other_answers)}">'
    chips = {
        state: f'<label class="chip"><input type="checkbox" name="{key}.state" value="{state}"'
        f"%s><span>{escape(getattr(words, state))}</span></label>"
        for state in STATES
    }
    clear = f'<button class="chip clear" type="submit" name="clear" value="{key}"%s>{escape(words.clear)}</button>'
    note = (
        f'<details class="note"%s><summary>{escape(words.note)}</summary><textarea name="{key}.note" rows="2" '
        f'maxlength="10000" dir="auto" aria-label="{escape(words.note_label)}" {QUIET}>\n%s</textarea></details></div>'
    )
    unmarked = "".join(chips[state] % "" for state in STATES)
    nothing = opening + unmarked + clear % " hidden" + note % ("", "")

    def draw(shown: Shown) -> str:
        if shown is NOTHING:
            return nothing
        marked = "".join(chips[state] % (" checked" if shown.state == state else "") for state in STATES)
        hidden = " hidden" if shown.state == "empty" else ""
        noted = (" open", escape(shown.note)) if shown.note else ("", "")
        return opening + marked + clear % hidden + note % noted

    return draw
