"""Comparison, choice and Kleene's three-valued logic: null is 'not known yet'."""

from collections.abc import Sequence
from typing import Any

from forms_engine.core.expressions.types import Value


def both(*values: bool | None) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def either(*values: bool | None) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def opposite(value: bool) -> bool:
    return not value


def equal(left: Value, right: Value) -> bool:
    return left == right


def unequal(left: Value, right: Value) -> bool:
    return left != right


# Only numbers, and dates in their ISO form, reach these four: the checker lets nothing else through.
def below(left: Any, right: Any) -> bool:
    return bool(left < right)


def at_most(left: Any, right: Any) -> bool:
    return bool(left <= right)


def above(left: Any, right: Any) -> bool:
    return bool(left > right)


def at_least(left: Any, right: Any) -> bool:
    return bool(left >= right)


def choose(condition: bool | None, then: Value, otherwise: Value) -> Value:
    if condition is None:
        return None
    return then if condition else otherwise


def coalesce(*values: Value) -> Value:
    return next((value for value in values if value is not None), None)


def answered(value: Value) -> bool:
    return value is not None


def contains(values: Sequence[Value], wanted: Value) -> bool | None:
    """Whether a value is in the list; when it is not among the known ones and some are null, nobody knows."""
    if wanted in values:
        return True
    return None if None in values else False


def within(wanted: Value, values: Sequence[Value]) -> bool | None:
    return contains(values, wanted)


def any_true(values: Sequence[bool | None]) -> bool | None:
    return either(*values)


def all_true(values: Sequence[bool | None]) -> bool | None:
    return both(*values)


def count(values: Sequence[bool]) -> float:
    return float(values.count(True))
