"""The tables of the language: every operator and function by the name authors write.

To add one: a small function in a module of this package, a line here and in `expressions.js`, a vector, a line in
`docs/expressions.md`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_engine.core.expressions import answered, dates, logic, numbers
from forms_engine.core.expressions.signatures import Signature
from forms_engine.core.expressions.types import Value


@dataclass(frozen=True)
class Operation:
    """`run` gets the arguments' values; `flat` operations get all of them as one list, lists among them opened.

    `spreads`: a null argument (in a flat one: a null element) makes the result null, and `run` never sees it.
    `lists`: one argument may be a list where a single value is wanted; the operator is then applied to each element.
    """

    signature: Signature
    run: Callable[..., Value]
    spreads: bool = True
    flat: bool = False
    lists: bool = False


def infix(parameter: str, result: str, run: Callable[..., Value]) -> Operation:
    return Operation(Signature((parameter, parameter), result), run, lists=True)


def flat(parameter: str, result: str, run: Callable[..., Value], *, spreads: bool) -> Operation:
    return Operation(Signature((parameter,), result, rest=True), run, spreads, flat=True)


OPERATORS: Mapping[str, Operation] = {
    "or": Operation(Signature(("boolean", "boolean"), "boolean", rest=True), logic.either, spreads=False),
    "and": Operation(Signature(("boolean", "boolean"), "boolean", rest=True), logic.both, spreads=False),
    "not": Operation(Signature(("boolean",), "boolean"), logic.opposite),
    "==": infix("scalar", "boolean", logic.equal),
    "!=": infix("scalar", "boolean", logic.unequal),
    "<": infix("ordered", "boolean", logic.below),
    "<=": infix("ordered", "boolean", logic.at_most),
    ">": infix("ordered", "boolean", logic.above),
    ">=": infix("ordered", "boolean", logic.at_least),
    "in": Operation(Signature(("scalar", "list"), "boolean"), logic.within),
    "+": Operation(Signature(("number", "number"), "number", rest=True), numbers.add, lists=True),
    "-": infix("number", "number", numbers.subtract),
    "*": infix("number", "number", numbers.multiply),
    "/": infix("number", "number", numbers.divide),
    "negative": Operation(Signature(("number",), "number"), numbers.negative),
}
"""Operators; "negative" is the minus sign before a value."""

FUNCTIONS: Mapping[str, Operation] = {
    "if": Operation(Signature(("boolean", "same", "same"), "same"), logic.choose, spreads=False),
    "coalesce": Operation(Signature(("same", "same"), "same", rest=True), logic.coalesce, spreads=False),
    "answered": Operation(Signature(("any",), "boolean"), logic.answered, spreads=False),
    "round": Operation(Signature(("number", "digits"), "number", optional=1), numbers.round_half_up),
    "abs": Operation(Signature(("number",), "number"), numbers.absolute),
    "sum": flat("numbers", "number", numbers.total, spreads=True),
    "mean": flat("numbers", "number", numbers.mean, spreads=True),
    "min": flat("numbers", "number", numbers.smallest, spreads=True),
    "max": flat("numbers", "number", numbers.largest, spreads=True),
    "sum_answered": flat("numbers", "number", answered.sum_answered, spreads=False),
    "mean_answered": flat("numbers", "number", answered.mean_answered, spreads=False),
    "min_answered": flat("numbers", "number", answered.min_answered, spreads=False),
    "max_answered": flat("numbers", "number", answered.max_answered, spreads=False),
    "count": flat("booleans", "number", logic.count, spreads=True),
    "count_answered": flat("values", "number", answered.count_answered, spreads=False),
    "any": flat("booleans", "boolean", logic.any_true, spreads=False),
    "all": flat("booleans", "boolean", logic.all_true, spreads=False),
    "contains": Operation(Signature(("list", "scalar"), "boolean"), logic.contains),
    "days_between": Operation(Signature(("date", "date"), "number"), dates.days_between),
    "years_between": Operation(Signature(("date", "date"), "number"), dates.years_between),
    "lookup": Operation(Signature(("number", "pairs"), "found"), numbers.lookup),
}

OPERATIONS: Mapping[str, Operation] = {**OPERATORS, **FUNCTIONS}


def apply(operation: Operation, args: Sequence[Value]) -> Value:
    """The operation's result for these arguments; never NaN, infinite or -0."""
    given: Sequence[Any] = flatten(args) if operation.flat else args
    if operation.spreads and None in given:
        return None
    result = operation.run(given) if operation.flat else operation.run(*given)
    if type(result) is not float:
        return result
    return result + 0.0 if math.isfinite(result) else None  # + 0.0 makes 0 of -0


def apply_each(operation: Operation, over: int, args: Sequence[Value]) -> Value:
    """The list of results when the argument at place `over` takes the values of its list one by one."""
    elements = args[over]
    if not isinstance(elements, list):
        return None
    return [apply(operation, [*args[:over], element, *args[over + 1 :]]) for element in elements]


def flatten(args: Sequence[Value]) -> list[Any]:
    """Arguments with the elements of lists in their lists' places. A null list is one null element."""
    values: list[Any] = []
    for arg in args:
        if isinstance(arg, list):
            values.extend(arg)
        else:
            values.append(arg)
    return values
