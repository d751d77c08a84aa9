"""The `answers` section becomes items, or problems."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms_engine.core.expressions import Type
from forms_engine.core.expressions.tokens import KEYWORDS
from forms_engine.core.item_types import ITEM_TYPES, Schema
from forms_engine.core.items import Item, Option
from forms_engine.core.limits import MAX_NODES, RESERVED
from forms_engine.core.problems import Problem
from forms_engine.core.reading import pointer
from forms_engine.core.template import Template

Groups = dict[str, tuple[Option, ...]]
"""The shared lists of options in `$defs`, each read once."""

_KEYS = frozenset().union(*(kind.needs | kind.may for kind in ITEM_TYPES.values()))
_PLACE = ("answers", "properties")


def read_items(answers: Mapping[str, Any]) -> tuple[dict[str, Item], list[Problem]]:
    """Items by name, in the order of the section; titles are empty, since they may quote other items: read later.

    `answers` has the shape of the meta-schema. An item that cannot be read is left out and has a problem.
    """
    groups: Groups = {}
    problems: list[Problem] = []
    for name, group in answers.get("$defs", {}).items():
        problems += _option_problems(group["oneOf"], pointer("answers", "$defs", name, "oneOf"))
        groups[name] = _read_options(group["oneOf"])
    items: dict[str, Item] = {}
    shared = 0
    for key, schema in answers["properties"].items():
        item, found = _read_item(key, schema, groups)
        problems += found
        if item:
            items[key] = item
            shared += len(item.options)
    if shared > MAX_NODES:
        message = f"The items have more than {MAX_NODES} options together, those of shared lists counted each time."
        problems.append(Problem(pointer(*_PLACE), "too-many-options", message))
    return items, problems


def item_names(items: Mapping[str, Item]) -> dict[str, Type]:
    """How expressions see the items, in the order given (the order of `q1..q9`)."""
    return {key: ITEM_TYPES[item.type].seen_as(item) for key, item in items.items()}


def _read_item(key: str, schema: Schema, groups: Groups) -> tuple[Item | None, list[Problem]]:
    place = pointer(*_PLACE, key)
    if key in RESERVED or key in KEYWORDS:
        return None, [Problem(place, "reserved-name", "This word has a meaning of its own and cannot name an item.")]
    type_name = next((name for name, kind in ITEM_TYPES.items() if kind.recognise(schema)), None)
    if type_name is None:
        return None, [Problem(place, "unknown-item-type", f"Not an item of format 1. Types: {', '.join(ITEM_TYPES)}.")]
    problems = list(_key_problems(type_name, schema, place))
    if type_name == "choices":
        options, found = _options(schema.get("items", {}), groups, place + "/items")
    else:
        options, found = _options(schema, groups, place)
    problems += found
    if problems:
        return None, problems
    item = Item(
        key=key,
        type=type_name,
        title=Template(),
        description=schema.get("description", ""),
        options=options,
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
        low=schema.get("x-low", ""),
        high=schema.get("x-high", ""),
        max_length=schema.get("maxLength"),
        max_choices=schema.get("maxItems"),
        display=schema.get("x-display", "long" if type_name == "text" else ""),
        quote=schema.get("x-quote", False),
        exclusive=tuple(schema.get("x-exclusive", ())),
    )
    problems += _value_problems(item, place)
    return (None, problems) if problems else (item, [])


def _key_problems(type_name: str, schema: Schema, place: str) -> Iterator[Problem]:
    kind = ITEM_TYPES[type_name]
    for key in sorted(kind.needs - schema.keys()):
        yield Problem(place, "missing-key", f"An item of type {type_name} needs the key '{key}'.")
    for key in sorted(
        (schema.keys() & _KEYS) - kind.needs - kind.may
    ):  # others are unknown, and named so by the meta-schema
        yield Problem(f"{place}/{key}", "key-not-for-type", f"Has no meaning for an item of type {type_name}.")


def _options(schema: Schema, groups: Groups, place: str) -> tuple[tuple[Option, ...], list[Problem]]:
    """The options written in `schema`, or those of the shared list that it refers to."""
    if "oneOf" in schema and "$ref" in schema:
        return (), [Problem(place, "options-twice", "Give the options either here or by reference, not both.")]
    if "oneOf" in schema:
        return _read_options(schema["oneOf"]), _option_problems(schema["oneOf"], place + "/oneOf")
    _, _, name = schema.get("$ref", "").partition("#/$defs/")
    if name and name not in groups:
        return (), [Problem(place, "unknown-reference", "Refers to a list of options that is not in $defs.")]
    return groups.get(name, ()), []


def _read_options(options: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    # 1.0 is a whole number in JSON Schema; it is stored as 1.
    values = [option["const"] if isinstance(option["const"], str) else int(option["const"]) for option in options]
    return tuple(Option(value, option["title"]) for value, option in zip(values, options, strict=True))


def _option_problems(options: Sequence[Mapping[str, Any]], place: str) -> list[Problem]:
    problems = []
    seen = set()
    kinds = {isinstance(option["const"], str) for option in options}
    if len(kinds) > 1:
        problems.append(Problem(place, "mixed-options", "Values must be all whole numbers or all texts."))
    for index, option in enumerate(options):
        if option["const"] in seen:
            problems.append(Problem(f"{place}/{index}/const", "option-twice", "Another option has this value."))
        seen.add(option["const"])
    return problems


def _value_problems(item: Item, place: str) -> Iterator[Problem]:
    if item.type in ("choice", "choices") and not item.options:
        yield Problem(place, "no-options", "Has no options to choose from.")
    if item.minimum is not None and item.maximum is not None and item.minimum >= item.maximum:
        yield Problem(place, "empty-range", "The minimum must be below the maximum.")
    elif item.type == "ruler" and (item.maximum or 0) - (item.minimum or 0) > 20:
        yield Problem(place, "ruler-too-long", "A ruler has at most 21 places.")
    if item.max_choices is not None and item.max_choices > len(item.options):
        yield Problem(f"{place}/maxItems", "out-of-range", "More than there are options.")
    for index, value in enumerate(item.exclusive):
        if value not in item.values:
            yield Problem(f"{place}/x-exclusive/{index}", "unknown-option", "Not one of the options.")
