"""The numbers an expression can reach, worked out from the ends of its items: simple interval arithmetic.

It may find a wider interval than the true one (two uses of one item are taken to be independent), never a narrower one.
To follow one more operator or function, add a line to RULES.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from forms_engine.core import Instrument, Item
from forms_engine.core.expressions import Tree


@dataclass(frozen=True)
class Bounds:
    """low..high, inclusive. ANYTHING where nothing is known; NEVER for what is never a number, such as null."""

    low: float
    high: float

    @property
    def known(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)


ANYTHING = Bounds(-math.inf, math.inf)
NEVER = Bounds(math.inf, -math.inf)
Rule = Callable[[Sequence[Bounds]], Bounds]


def item_bounds(instrument: Instrument) -> dict[str, Bounds]:
    """The ends of every item whose answer is one number; ANYTHING for all others."""
    return {
        key: _of_item(item) if kind == "number" else ANYTHING
        for (key, item), kind in zip(instrument.items.items(), instrument.names.values(), strict=True)
    }


def bounds(tree: Tree, known: Mapping[str, Bounds]) -> Bounds:
    """The numbers this tree can give, null aside. `known`: the bounds of names. What cannot be followed is ANYTHING."""
    if tree["op"] == "value":
        return _of_literal(tree["value"])
    if tree["op"] == "name":
        return known.get(tree["name"], ANYTHING)
    if tree["op"] == "lookup":
        return _hull([_of_literal(row["args"][1]["value"]) for row in tree["args"][1]["args"]])
    rule = RULES.get(tree["op"])
    parts = [_elements(arg, known) for arg in tree.get("args", ())]
    if rule is None or None in parts:
        return ANYTHING
    return rule([one for part in parts for one in part or ()])


def _elements(tree: Tree, known: Mapping[str, Bounds]) -> list[Bounds] | None:
    """The bounds of a list's elements, or of a single value; None for a list whose length is not known."""
    if tree["op"] == "list":
        return [bounds(arg, known) for arg in tree["args"]]
    if tree["op"] == "each":
        return _each(tree, known)
    return None if tree["type"] in ("numbers", "texts", "booleans") else [bounds(tree, known)]


def _each(tree: Tree, known: Mapping[str, Bounds]) -> list[Bounds] | None:
    rule, over = RULES.get(tree["of"], _unknown), tree["over"]
    elements = _elements(tree["args"][over], known)
    others = [bounds(arg, known) for arg in tree["args"]]
    return elements and [rule([*others[:over], element, *others[over + 1 :]]) for element in elements]


def _of_item(item: Item) -> Bounds:
    values = [float(option.value) for option in item.options]
    if values:
        return Bounds(min(values), max(values))
    low = -math.inf if item.minimum is None else item.minimum
    return Bounds(low, math.inf if item.maximum is None else item.maximum)


def _of_literal(value: object) -> Bounds:
    if value is None:
        return NEVER
    return Bounds(value, value) if isinstance(value, float) else ANYTHING


def _hull(args: Sequence[Bounds]) -> Bounds:
    return Bounds(min(one.low for one in args), max(one.high for one in args))


def _corners(combine: Callable[[float, float], float]) -> Rule:
    """The extremes of an operator that is steepest at the ends of its arguments, taken from left to right."""

    def rule(args: Sequence[Bounds]) -> Bounds:
        found = args[0]
        for one in args[1:]:
            ends = [combine(*pair) for pair in product((found.low, found.high), (one.low, one.high))]
            found = ANYTHING if any(map(math.isnan, ends)) else Bounds(min(ends), max(ends))
        return found

    return rule


def _strict(rule: Rule) -> Rule:
    """For what is null as soon as one argument is."""
    return lambda args: NEVER if NEVER in args else rule(args)


def _divide(args: Sequence[Bounds]) -> Bounds:
    return ANYTHING if args[1].low <= 0 <= args[1].high else _corners(lambda a, b: a / b)(args)


def _sum(args: Sequence[Bounds]) -> Bounds:
    return Bounds(sum(one.low for one in args), sum(one.high for one in args))


def _mean(args: Sequence[Bounds]) -> Bounds:
    total = _sum(args)
    return Bounds(total.low / len(args), total.high / len(args))


def _sum_answered(args: Sequence[Bounds]) -> Bounds:
    return _sum([Bounds(min(one.low, 0), max(one.high, 0)) for one in args])


def _round(args: Sequence[Bounds]) -> Bounds:
    """To the next rounded number outwards: the second argument, if any, is the literal number of digits."""
    step = 10.0 ** args[1].low if len(args) > 1 else 1.0
    if not args[0].known:
        return args[0]
    return Bounds(math.floor(args[0].low * step) / step, math.ceil(args[0].high * step) / step)


def _absolute(args: Sequence[Bounds]) -> Bounds:
    ends = sorted((abs(args[0].low), abs(args[0].high)))
    return Bounds(0 if args[0].low <= 0 <= args[0].high else ends[0], ends[1])


def _unknown(args: Sequence[Bounds]) -> Bounds:
    return ANYTHING


RULES: Mapping[str, Rule] = {
    "+": _strict(_corners(lambda a, b: a + b)),
    "-": _strict(_corners(lambda a, b: a - b)),
    "*": _strict(_corners(lambda a, b: a * b)),
    "/": _strict(_divide),
    "negative": _strict(lambda args: Bounds(-args[0].high, -args[0].low)),
    "abs": _strict(_absolute),
    "round": _strict(_round),
    "sum": _strict(_sum),
    "mean": _strict(_mean),
    "min": _strict(lambda args: Bounds(min(one.low for one in args), min(one.high for one in args))),
    "max": _strict(lambda args: Bounds(max(one.low for one in args), max(one.high for one in args))),
    "sum_answered": _sum_answered,
    "mean_answered": _hull,
    "min_answered": _hull,
    "max_answered": _hull,
    "count": lambda args: Bounds(0, len(args)),
    "count_answered": lambda args: Bounds(0, len(args)),
    "if": lambda args: _hull(args[1:]),
    "coalesce": _hull,
}
"""Operators and functions that give numbers; the others are ANYTHING."""
