"""Compiles a checked tree to nested closures: quick to make, for logic that is asked a few times."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from forms_engine.core.expressions.operations import OPERATIONS, apply, apply_each
from forms_engine.core.expressions.types import Tree, Value
from forms_engine.core.expressions.values import READERS

Closure: TypeAlias = Callable[[Mapping[str, Value]], Value]


def compile_tree(tree: Tree) -> Closure:
    """A function from answers to the tree's value; it keeps the promises of `run`."""
    leaf = LEAVES.get(tree["op"])
    return leaf(tree) if leaf else _branch(tree, [compile_tree(arg) for arg in tree["args"]])


def _value(tree: Tree) -> Closure:
    literal: Value = tree["value"]
    return lambda values: literal


def _name(tree: Tree) -> Closure:
    name, read = tree["name"], READERS[tree["type"]]
    return lambda values: read(values.get(name))


def _branch(tree: Tree, args: list[Closure]) -> Closure:
    if tree["op"] == "list":
        return lambda values: [arg(values) for arg in args]
    if tree["op"] == "each":
        spread, over = OPERATIONS[tree["of"]], tree["over"]
        return lambda values: apply_each(spread, over, [arg(values) for arg in args])
    operation = OPERATIONS[tree["op"]]
    return lambda values: apply(operation, [arg(values) for arg in args])


LEAVES: Mapping[str, Callable[[Tree], Closure]] = {"value": _value, "name": _name}
