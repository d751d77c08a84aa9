"""Operators and functions that a program does in place, without a call; every other one goes through `apply`.

Each function here must mean what the operation of the same name in the tables means: the tests compare them.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from forms_engine.core.expressions.parts import (
    NONE,
    ZERO,
    Block,
    Part,
    any_of,
    compare,
    is_none,
    merged,
    unless_null,
)

Inline = Callable[[Block, Sequence[Part]], Part]

ONE = ast.Constant(1.0)


def row(values: Sequence[ast.expr]) -> ast.expr:
    """`a + b + c`, added from left to right."""
    return reduce(lambda left, right: ast.BinOp(left, ast.Add(), right), values)


def total(block: Block, parts: Sequence[Part]) -> Part:
    return merged(parts, row([part.value for part in parts]), loose=True)


def mean(block: Block, parts: Sequence[Part]) -> Part:
    number = ast.Constant(float(len(parts)))
    return merged(parts, ast.BinOp(row([part.value for part in parts]), ast.Div(), number), loose=True)


def subtract(block: Block, parts: Sequence[Part]) -> Part:
    left, right = (part.value for part in parts)
    return merged(parts, ast.BinOp(left, ast.Sub(), right), loose=True)


def multiply(block: Block, parts: Sequence[Part]) -> Part:
    left, right = (part.value for part in parts)
    return merged(parts, unsigned_zero(ast.BinOp(left, ast.Mult(), right)), loose=True)


def divide(block: Block, parts: Sequence[Part]) -> Part:
    left, right = parts[0], block.settle(parts[1])
    value = unsigned_zero(ast.BinOp(left.value, ast.Div(), right.value))
    if isinstance(right.value, ast.Constant) and right.value.value:
        return merged([left, right], value, loose=True)
    tests = [is_none(name) for name in (*left.nulls, *right.nulls)]
    tests.append(compare(right.value, ast.Eq(), ZERO))
    quotient = block.assign(ast.IfExp(any_of(tests), NONE, value))
    return Part(quotient.value, quotient.nulls, loose=True)


def negative(block: Block, parts: Sequence[Part]) -> Part:
    return merged(parts, ast.BinOp(ZERO, ast.Sub(), parts[0].value), loose=parts[0].loose)


def unsigned_zero(value: ast.expr) -> ast.expr:
    """The value with 0 for -0, as `apply` gives it."""
    return ast.BinOp(value, ast.Add(), ZERO)


def comparison(operator: ast.cmpop) -> Inline:
    def compared(block: Block, parts: Sequence[Part]) -> Part:
        left, right = (block.firm(part) for part in parts)
        return merged([left, right], compare(left.value, operator, right.value))

    return compared


def opposite(block: Block, parts: Sequence[Part]) -> Part:
    return merged(parts, ast.UnaryOp(ast.Not(), parts[0].value))


def kleene(decisive: bool) -> Inline:
    """and (decided by one False) or or (by one True)."""

    def combined(block: Block, parts: Sequence[Part]) -> Part:
        settled = [block.settle(part) for part in parts]
        nulls = [name for part in settled for name in part.nulls]
        decided = any_of([compare(part.value, ast.Is(), ast.Constant(decisive)) for part in settled])
        otherwise = unless_null(nulls, ast.Constant(not decisive))
        return block.assign(ast.IfExp(decided, ast.Constant(decisive), otherwise), nullable=bool(nulls))

    return combined


def choose(block: Block, parts: Sequence[Part]) -> Part:
    condition, then, otherwise = (block.settle(part) for part in parts)
    return block.assign(unless_null(condition.nulls, ast.IfExp(condition.value, then.value, otherwise.value)))


def coalesce(block: Block, parts: Sequence[Part]) -> Part:
    *first, last = (block.settle(part) for part in parts)
    value = last.value
    for part in reversed(first):
        value = ast.IfExp(is_none(part.nulls[0]), value, part.value) if part.nulls else part.value
    return block.assign(value)


def answered(block: Block, parts: Sequence[Part]) -> Part:
    nulls = block.settle(parts[0]).nulls
    return Part(ast.UnaryOp(ast.Not(), is_none(nulls[0])) if nulls else ast.Constant(True))


def count(block: Block, parts: Sequence[Part]) -> Part:
    return merged(parts, row([ast.IfExp(part.value, ONE, ZERO) for part in parts]))


INLINE: Mapping[str, Inline] = {
    "+": total,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "negative": negative,
    "==": comparison(ast.Eq()),
    "!=": comparison(ast.NotEq()),
    "<": comparison(ast.Lt()),
    "<=": comparison(ast.LtE()),
    ">": comparison(ast.Gt()),
    ">=": comparison(ast.GtE()),
    "not": opposite,
    "and": kleene(False),
    "or": kleene(True),
    "all": kleene(False),
    "any": kleene(True),
    "if": choose,
    "coalesce": coalesce,
    "answered": answered,
    "sum": total,
    "mean": mean,
    "count": count,
}
