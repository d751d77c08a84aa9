"""How each item type is put on the page: one small function per type, in a table keyed by the type's name.

A function is called once per item and gives a drawing function: value in (None: unanswered), HTML out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from forms_engine.core.items import Item
from instruments.rendering.text import direction, language_attributes
from instruments.rendering.words import Words

Draw = Callable[[object], str]

# What is typed must not be sent to a dictionary, a translator or the browser's memory.
QUIET = 'autocomplete="off" autocorrect="off" spellcheck="false" translate="no"'

# Beside each other as one row of buttons: few options with short titles. Otherwise one option a row.
_SEGMENTS, _SEGMENT_LETTERS, _ROW_LETTERS = 5, 26, 70
_RULER_POINTS = 21

# Said by and to the family, so in the language of the conversation and not in that of the worker's screen.
_YES_NO: Mapping[str, tuple[str, str]] = {
    "ar": ("نعم", "لا"),
    "da": ("Ja", "Nej"),
    "de": ("Ja", "Nein"),
    "en": ("Yes", "No"),
    "es": ("Sí", "No"),
    "fa": ("بله", "خیر"),
    "fr": ("Oui", "Non"),
    "nb": ("Ja", "Nei"),
    "nn": ("Ja", "Nei"),
    "pl": ("Tak", "Nie"),
    "ru": ("Да", "Нет"),
    "so": ("Haa", "Maya"),
    "sv": ("Ja", "Nej"),
    "tr": ("Evet", "Hayır"),
    "uk": ("Так", "Ні"),
}


@dataclass(frozen=True)
class Setting:
    """What an item needs to know about the page: ``prefix`` is unique to it and starts all its ids."""

    prefix: str
    language: str
    words: Words


@dataclass(frozen=True)
class _Choice:
    value: object
    plain: str
    chosen: str


def _choices(kind: str, item: Item, named: Sequence[tuple[object, str, str]]) -> list[_Choice]:
    """Each option drawn twice, unmarked and marked. ``named`` holds value, value as written in the form, inner HTML."""
    drawn = []
    for value, written, inner in named:
        alone = " data-alone" if value in item.exclusive else ""
        start = f'<label class="option"><input type="{kind}" name="{item.key}" value="{escape(written)}"{alone}'
        drawn.append(_Choice(value, f"{start}>{inner}</label>", f"{start} checked>{inner}</label>"))
    return drawn


def _opening(layout: str, setting: Setting, more: str = "") -> str:
    """Options run in the direction the conversation is read in, whatever the direction of the page."""
    turned = ' dir="rtl"' if direction(setting.language) == "rtl" else ""
    return f'<div class="options {layout}"{turned}{more}>'


def _one_of(choices: Sequence[_Choice], opening: str, closing: str) -> Draw:
    plain = [choice.plain for choice in choices]
    unanswered = opening + "".join(plain) + closing
    # By type as well: True is not 1 here, though Python finds one under the other.
    places = {(type(choice.value), choice.value): place for place, choice in enumerate(choices)}

    def draw(value: object) -> str:
        if value is None:
            return unanswered
        place = places.get((type(value), value))
        if place is None:
            return unanswered
        return "".join((opening, *plain[:place], choices[place].chosen, *plain[place + 1 :], closing))

    return draw


def _titles(item: Item, setting: Setting) -> list[tuple[object, str, str]]:
    attributes = language_attributes(setting.language)
    return [
        (option.value, str(option.value), f"<span{attributes}>{escape(option.title)}</span>") for option in item.options
    ]


def _layout(titles: Sequence[str]) -> str:
    short = all(len(title) <= _SEGMENT_LETTERS for title in titles) and sum(map(len, titles)) <= _ROW_LETTERS
    return "segments" if short and len(titles) <= _SEGMENTS else "rows"


def _yes_no(item: Item, setting: Setting) -> Draw:
    own = _YES_NO.get(setting.language.split("-")[0])
    yes, no = own or (setting.words.yes, setting.words.no)
    attributes = language_attributes(setting.language) if own else ""
    named = [
        (value, written, f"<span{attributes}>{escape(title)}</span>")
        for value, written, title in ((True, "true", yes), (False, "false", no))
    ]
    return _one_of(_choices("radio", item, named), _opening("segments", setting), "</div>")


def _choice(item: Item, setting: Setting) -> Draw:
    layout = _layout([option.title for option in item.options])
    choices = _choices("radio", item, _titles(item, setting))
    return _one_of(choices, _opening(layout, setting), "</div>")


def _several(item: Item, setting: Setting) -> Draw:
    hint, most = "", ""
    if item.max_choices is not None and item.max_choices < len(item.options):
        hint = f'<p class="hint">{escape(setting.words.up_to % {"count": item.max_choices})}</p>'
        most = f' data-most="{item.max_choices}"'
    opening = hint + _opening("rows", setting, most)
    choices = _choices("checkbox", item, _titles(item, setting))
    unanswered = opening + "".join(choice.plain for choice in choices) + "</div>"

    def draw(value: object) -> str:
        if not isinstance(value, list):
            return unanswered
        marked = "".join(choice.chosen if choice.value in value else choice.plain for choice in choices)
        return f"{opening}{marked}</div>"

    return draw


def _ruler(item: Item, setting: Setting) -> Draw:
    low, high = int(item.minimum or 0), int(item.maximum or 0)
    if high - low >= _RULER_POINTS:
        return _integer(item, setting)
    attributes = language_attributes(setting.language)
    named = [(number, str(number), f"<span>{number}</span>") for number in range(low, high + 1)]
    ends = (
        f'</div><p class="ends" id="{setting.prefix}-ends"{attributes}>'
        f"<span>{escape(item.low)}</span><span>{escape(item.high)}</span></p>"
    )
    # Numbers run from low to high in the direction the conversation is read in.
    return _one_of(_choices("radio", item, named), f'<div class="ruler"{attributes}>', ends)


def _line(item: Item, setting: Setting, attributes: str, hint: str = "") -> Draw:
    """One field on one line, with the hint that tells what can be written there."""
    described = ""
    if hint:
        described = f' aria-describedby="{setting.prefix}-hint"'
        hint = f'<p class="hint" id="{setting.prefix}-hint">{escape(hint)}</p>'
    start = f'{hint}<input name="{item.key}" aria-labelledby="{setting.prefix}-ask"{described} {attributes} {QUIET}'
    unanswered = start + ">"

    def draw(value: object) -> str:
        return unanswered if value is None else f'{start} value="{escape(str(value))}">'

    return draw


def _limits(item: Item, setting: Setting) -> tuple[str, str]:
    """The limits as data for the script, and in words."""
    known = {name: f"{value:g}" for name, value in (("low", item.minimum), ("high", item.maximum)) if value is not None}
    said = {
        ("low", "high"): setting.words.range_between,
        ("low",): setting.words.range_from,
        ("high",): setting.words.range_to,
        (): "",
    }
    return "".join(f' data-{name}="{value}"' for name, value in known.items()), said[tuple(known)] % known


def _integer(item: Item, setting: Setting) -> Draw:
    data, hint = _limits(item, setting)
    return _line(item, setting, f'class="number" type="text" inputmode="numeric" maxlength="17"{data}', hint)


def _number(item: Item, setting: Setting) -> Draw:
    data, hint = _limits(item, setting)
    return _line(item, setting, f'class="number" type="text" inputmode="decimal" maxlength="24"{data}', hint)


def _text(item: Item, setting: Setting) -> Draw:
    look = "words quote" if item.quote else "words"
    longest = f' maxlength="{item.max_length}"' if item.max_length else ""
    turned = f'lang="{escape(setting.language)}" dir="auto"'
    if item.display == "short":
        return _line(item, setting, f'class="{look}" type="text"{longest} {turned}')
    start = (
        f'<textarea class="{look}" name="{item.key}" rows="3" aria-labelledby="{setting.prefix}-ask"{longest} '
        f"{turned} {QUIET}>"
    )

    def draw(value: object) -> str:
        # The parser drops one line feed after the tag; this one is there to be dropped.
        return f"{start}\n{'' if value is None else escape(str(value))}</textarea>"

    return draw


def _date(item: Item, setting: Setting) -> Draw:
    return _line(item, setting, 'class="date" type="date" min="1900-01-01" max="2199-12-31"')


INPUTS: Mapping[str, Callable[[Item, Setting], Draw]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _several,
    "integer": _integer,
    "ruler": _ruler,
    "number": _number,
    "text": _text,
    "date": _date,
}
"""Every name in ``core.ITEM_TYPES`` stands here; a test compares."""
