"""Compiles many checked trees to one function."""

from collections.abc import Callable, Mapping

from forms_engine.core.expressions.closures import compile_tree
from forms_engine.core.expressions.types import Tree, Value


def compile_program(trees: Mapping[str, Tree]) -> Callable[[Mapping[str, Value]], dict[str, Value]]:
    """A function from answers to the value of every tree, in order; a later tree may use the names of earlier ones."""
    closures = {name: compile_tree(tree) for name, tree in trees.items()}

    def program(values: Mapping[str, Value]) -> dict[str, Value]:
        known = dict(values)
        for name, closure in closures.items():
            known[name] = closure(known)
        return {name: known[name] for name in closures}

    return program
