"""The item types of format 1, one small entry each: how a type is written, checked and seen by expressions."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms_engine.core.expressions import Type
from forms_engine.core.items import Item
from forms_engine.core.limits import MAX_NUMBER
from forms_engine.core.problems import Problem
from forms_engine.core.text import clean_text

Schema = Mapping[str, Any]
Answer = tuple[object, tuple[Problem, ...]]
"""The cleaned value and no problem, or None and at least one."""

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class ItemType:
    """`needs` and `may` are the keys of its schema beside title, description and the recognising ones.

    `recognise` tells a schema of this type from every other; `check` takes the item and any Python value that JSON can
    give; `seen_as` is the type that expressions know the item by.
    """

    summary: str
    recognise: Callable[[Schema], bool]
    check: Callable[[Item, object], Answer]
    seen_as: Callable[[Item], Type]
    needs: frozenset[str]
    may: frozenset[str] = frozenset()


def check_answer(item: Item, value: object) -> Answer:
    """The value as it is stored, or None and the problems (path: the item's key; no message holds the value).

    None, a text of white space only and an empty list are no answer: None without a problem. Texts come back in NFC,
    whole numbers as int, chosen options in the document's order.
    """
    if value is None:
        return None, ()
    return ITEM_TYPES[item.type].check(item, value)


def _fault(item: Item, code: str, message: str) -> Answer:
    return None, (Problem(item.key, code, message),)


def _check_yes_no(item: Item, value: object) -> Answer:
    return (value, ()) if isinstance(value, bool) else _fault(item, "answer-type", "Must be true or false.")


def _option(item: Item, value: object) -> int | str | None:
    """The option that equals this value as JSON does (2.0 is 2; true is not 1), or None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return value if value in item.values else None


def _check_choice(item: Item, value: object) -> Answer:
    option = _option(item, value)
    return _fault(item, "answer-option", "Not one of the options.") if option is None else (option, ())


def _check_choices(item: Item, value: object) -> Answer:
    if not isinstance(value, list | tuple):
        return _fault(item, "answer-type", "Must be a list of options.")
    if len(value) > len(item.options):
        return _fault(item, "answer-too-many", "More chosen than there are options.")
    chosen = [_option(item, one) for one in value]
    if None in chosen:
        return _fault(item, "answer-option", "Holds something that is not one of the options.")
    if len(set(chosen)) < len(chosen):
        return _fault(item, "answer-twice", "The same option is chosen twice.")
    if item.max_choices is not None and len(chosen) > item.max_choices:
        return _fault(item, "answer-too-many", f"At most {item.max_choices} can be chosen.")
    if len(chosen) > 1 and not set(item.exclusive).isdisjoint(chosen):
        return _fault(item, "answer-exclusive", "An option that stands alone is chosen together with others.")
    return [option.value for option in item.options if option.value in chosen] or None, ()


def _check_number(item: Item, value: object) -> Answer:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _fault(item, "answer-type", "Must be a number.")
    if isinstance(value, float) and not math.isfinite(value):
        return _fault(item, "answer-not-finite", "NaN and infinity are not answers.")
    low = -MAX_NUMBER if item.minimum is None else item.minimum
    high = MAX_NUMBER if item.maximum is None else item.maximum
    if not low <= value <= high:
        return _fault(item, "answer-range", f"Must be between {low:g} and {high:g}.")
    return value + 0, ()  # -0.0 becomes 0.0


def _check_integer(item: Item, value: object) -> Answer:
    number, problems = _check_number(item, value)
    if isinstance(number, float):
        return (int(number), ()) if number.is_integer() else _fault(item, "answer-type", "Must be a whole number.")
    return number, problems


def _check_text(item: Item, value: object) -> Answer:
    if not isinstance(value, str):
        return _fault(item, "answer-type", "Must be text.")
    text, problem = clean_text(value)
    if problem:
        return _fault(item, problem.code, problem.message)
    if item.max_length is not None and len(text) > item.max_length:
        return _fault(item, "answer-long", f"Longer than {item.max_length} characters.")
    return (text if text.strip() else None), ()


def _check_date(item: Item, value: object) -> Answer:
    if not isinstance(value, str):
        return _fault(item, "answer-type", "Must be a date as text, year-month-day.")
    try:
        # fromisoformat also reads week dates and dates without hyphens, which JavaScript does not.
        valid = _DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        valid = False
    return (value, ()) if valid else _fault(item, "answer-date", "Not a date of the calendar in the form 2025-01-31.")


def _has_options(schema: Schema) -> bool:
    return "type" not in schema and ("oneOf" in schema or "$ref" in schema)


def _of(kind: str, **also: object) -> Callable[[Schema], bool]:
    """Recognises a schema by its `type`, and by `format` and `x-display` where they tell two types apart."""

    def recognise(schema: Schema) -> bool:
        told_apart = {"format": schema.get("format"), "display": schema.get("x-display") == "ruler" or None}
        return schema.get("type") == kind and told_apart == {"format": None, "display": None, **also}

    return recognise


def _always(kind: Type) -> Callable[[Item], Type]:
    return lambda _: kind


def _of_options(one: Type, other: Type) -> Callable[[Item], Type]:
    return lambda item: one if item.options and isinstance(item.options[0].value, int) else other


ITEM_TYPES: Mapping[str, ItemType] = {
    "yes_no": ItemType("yes or no", _of("boolean"), _check_yes_no, _always("boolean"), frozenset({"type"})),
    "choice": ItemType(
        "one option of several",
        _has_options,
        _check_choice,
        _of_options("number", "text"),
        frozenset(),
        frozenset({"oneOf", "$ref"}),
    ),
    "choices": ItemType(
        "any number of options",
        _of("array"),
        _check_choices,
        _of_options("numbers", "texts"),
        frozenset({"type", "uniqueItems", "items"}),
        frozenset({"maxItems", "x-exclusive"}),
    ),
    "integer": ItemType(
        "a whole number within limits",
        _of("integer"),
        _check_integer,
        _always("number"),
        frozenset({"type", "minimum", "maximum"}),
    ),
    "ruler": ItemType(
        "a place on a line of whole numbers, with words at both ends",
        _of("integer", display=True),
        _check_integer,
        _always("number"),
        frozenset({"type", "minimum", "maximum", "x-display", "x-low", "x-high"}),
    ),
    "number": ItemType(
        "a number",
        _of("number"),
        _check_number,
        _always("number"),
        frozenset({"type"}),
        frozenset({"minimum", "maximum"}),
    ),
    "text": ItemType(
        "words",
        _of("string"),
        _check_text,
        _always("text"),
        frozenset({"type", "maxLength"}),
        frozenset({"x-display", "x-quote"}),
    ),
    "date": ItemType(
        "a day of the calendar",
        _of("string", format="date"),
        _check_date,
        _always("date"),
        frozenset({"type", "format"}),
    ),
}
