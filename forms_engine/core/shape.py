"""The shape of a document against its meta-schema, in our own codes and words.

jsonschema does the comparing; its messages are thrown away, since they repeat the values they complain about. The
meta-schemas use `type` lists instead of `anyOf`, so that every fault is named where it is, and no `uniqueItems`, which
is quadratic.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry

from forms_engine.core.problems import Problem
from forms_engine.core.reading import pointer

SchemaName = Literal["instrument", "overlay"]

_KINDS = {
    "string": "text",
    "object": "an object",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
# Keywords of JSON Schema that an author may reasonably try, and that a format for foreign files cannot afford.
_FOREIGN = frozenset(Draft202012Validator.VALIDATORS) | frozenset(
    {"$anchor", "$dynamicAnchor", "$id", "$schema", "$vocabulary", "default", "definitions", "else", "then"}
    | {"contentEncoding", "contentMediaType", "contentSchema"}
)


@dataclass(frozen=True)
class Shape:
    """Problems of shape. When `broken`, a key is missing or a value has the wrong type, and the rest cannot be read."""

    problems: tuple[Problem, ...]
    broken: bool


def check_shape(document: object, name: SchemaName) -> Shape:
    """Compares with schema/NAME.json. `document` must have passed `value_problems`. Opens no address."""
    problems: dict[Problem, None] = {}
    broken = False
    for error in _validator(name).iter_errors(cast(Any, document)):
        keyword = str(error.validator)
        broken = broken or keyword in ("type", "required")
        for problem in _TRANSLATIONS[keyword](error):
            problems[problem] = None
    return Shape(tuple(problems), broken)


@cache
def _validator(name: SchemaName) -> Validator:
    text = files("forms_engine.core").joinpath("schema", f"{name}.json").read_text(encoding="utf-8")
    # An empty registry: jsonschema's default one fetches foreign references over the network.
    strict: type[Validator] = extend(Draft202012Validator, {"pattern": _whole_pattern})  # type: ignore[no-untyped-call]
    schema = json.loads(text)
    return strict(_without_references(schema, schema.pop("$defs")), registry=Registry())


def _without_references(schema: Any, shared: Mapping[str, Any]) -> Any:
    """The schema with every reference replaced by what it names: following them takes two thirds of a check."""
    if isinstance(schema, list):
        return [_without_references(part, shared) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return _without_references(shared[schema["$ref"].rpartition("/")[2]], shared)
    return {key: _without_references(part, shared) for key, part in schema.items()}


def _whole_pattern(_: Validator, pattern: str, value: object, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    # Python's "$" also matches before a last line feed; a name must not end in one.
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield ValidationError("pattern")


def _one(code: str, message: Callable[[Any], str]) -> Callable[[ValidationError], Iterator[Problem]]:
    def translate(error: ValidationError) -> Iterator[Problem]:
        yield Problem(pointer(*error.absolute_path), code, message(error.validator_value))

    return translate


def _type(error: ValidationError) -> Iterator[Problem]:
    wanted: Any = error.validator_value
    names = [wanted] if isinstance(wanted, str) else wanted
    message = f"Must be {' or '.join(_KINDS[name] for name in names)}."
    yield Problem(pointer(*error.absolute_path), "wrong-type", message)


def _required(error: ValidationError) -> Iterator[Problem]:
    for key in cast(list[str], error.validator_value):
        if key not in _mapping(error.instance):
            yield Problem(pointer(*error.absolute_path), "missing-key", f"The key '{key}' is missing.")


def _unknown_keys(error: ValidationError) -> Iterator[Problem]:
    known = _mapping(error.schema).get("properties", {})
    path = list(error.absolute_path)
    for key in _mapping(error.instance):
        if key in known:
            continue
        if key in _FOREIGN and path[:1] == ["answers"]:
            message = "Outside the safe subset of JSON Schema that format 1 allows."
            yield Problem(pointer(*path, key), "keyword-not-allowed", message)
        else:
            yield Problem(pointer(*path, key), "unknown-key", "Not a key that can stand here.")


def _pattern(error: ValidationError) -> Iterator[Problem]:
    schema = _mapping(error.schema)
    path = list(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path.append(str(error.instance))  # jsonschema's path ends at the object whose key it is
    yield Problem(pointer(*path), schema.get("x-code", "bad-form"), f"Must be {schema['x-expected']}.")


def _mapping(value: object) -> Mapping[str, Any]:
    """The object that jsonschema's types do not promise, but its keyword does."""
    return cast(Mapping[str, Any], value)


def _choices(wanted: list[object]) -> str:
    return f"Must be one of: {', '.join(json.dumps(value) for value in wanted)}."


_TRANSLATIONS: Mapping[str, Callable[[ValidationError], Iterator[Problem]]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _unknown_keys,
    "pattern": _pattern,
    "enum": _one("not-one-of", _choices),
    "const": _one("not-one-of", lambda wanted: f"Must be {json.dumps(wanted)}."),
    "minLength": _one("empty-text", lambda least: "Must not be empty."),
    "maxLength": _one("text-too-long", lambda most: f"Longer than {most} characters."),
    "minItems": _one("too-few", lambda least: f"Must hold at least {least}."),
    "maxItems": _one("too-many", lambda most: f"Holds more than {most}."),
    "maxProperties": _one("too-many", lambda most: f"Holds more than {most}."),
    "minimum": _one("out-of-range", lambda least: f"Must be at least {least}."),
    "maximum": _one("out-of-range", lambda most: f"Must be at most {most}."),
    "exclusiveMinimum": _one("out-of-range", lambda least: f"Must be more than {least}."),
    "exclusiveMaximum": _one("out-of-range", lambda most: f"Must be less than {most}."),
}
