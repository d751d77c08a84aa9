"""The plain runner: walks a checked tree. The reference that the faster runners are tested against."""

from collections.abc import Mapping

from forms_engine.core.expressions.operations import OPERATIONS, apply, apply_each
from forms_engine.core.expressions.types import Tree, Value
from forms_engine.core.expressions.values import READERS


def run(tree: Tree, values: Mapping[str, Value]) -> Value:
    """The value of a checked tree for these answers; an absent name is null. Never raises, never NaN or infinite."""
    op = tree["op"]
    if op == "value":
        literal: Value = tree["value"]
        return literal
    if op == "name":
        return READERS[tree["type"]](values.get(tree["name"]))
    args = [run(arg, values) for arg in tree["args"]]
    if op == "list":
        return args
    if op == "each":
        return apply_each(OPERATIONS[tree["of"]], tree["over"], args)
    return apply(OPERATIONS[op], args)
