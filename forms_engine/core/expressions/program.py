"""Compiles many checked trees to one Python function, through syntax nodes and never through text."""

import ast
from collections.abc import Callable, Mapping
from typing import TypeAlias, cast

from forms_engine.core.expressions.closures import compile_tree
from forms_engine.core.expressions.lowering import Lowering
from forms_engine.core.expressions.parts import call, load
from forms_engine.core.expressions.types import Tree, Value

Program: TypeAlias = Callable[[Mapping[str, Value]], dict[str, Value]]


def compile_program(trees: Mapping[str, Tree]) -> Program:
    """A function from answers to the value of every tree, in order; a later tree may use the names of earlier ones.

    It keeps the promises of `run`, and is made for the scoring of many interviews: making it takes milliseconds.
    """
    lowering = Lowering()
    for name, tree in trees.items():
        lowering.known[name] = lowering.block.settle(lowering.write(tree))
    results = ast.Dict([ast.Constant(name) for name in trees], [lowering.known[name].value for name in trees])
    careful = call(lowering.block.constant(careful_program(trees)), load("values"))
    overflow = lowering.block.constant(OverflowError)
    body = [*lowering.block.statements, ast.Return(results)]
    module = ast.Module([function(body, overflow, careful)], [])
    return build(module, lowering.block.scope)


def careful_program(trees: Mapping[str, Tree]) -> Program:
    """The same program of closures. It can read whole numbers beyond the doubles, which the fast one stumbles on."""
    closures = {name: compile_tree(tree) for name, tree in trees.items()}

    def program(values: Mapping[str, Value]) -> dict[str, Value]:
        known = dict(values)
        for name, closure in closures.items():
            known[name] = closure(known)
        return {name: known[name] for name in closures}

    return program


def function(body: list[ast.stmt], overflow: ast.expr, careful: ast.expr) -> ast.stmt:
    """def program(values): get = values.get; try: body; except overflow: return careful"""
    get = ast.Assign([ast.Name("get", ast.Store())], ast.Attribute(load("values"), "get", ast.Load()))
    handler = ast.ExceptHandler(overflow, None, [ast.Return(careful)])
    arguments = ast.arguments([], [ast.arg("values")], None, [], [], None, [])
    return ast.FunctionDef("program", arguments, [get, ast.Try(body, [handler], [], [])], [], None)


def build(module: ast.Module, scope: Mapping[str, object]) -> Program:
    namespace: dict[str, object] = {**scope, "__builtins__": {}}
    code = compile(ast.fix_missing_locations(module), "<expressions>", "exec")
    exec(code, namespace)  # noqa: S102 - the nodes are made above from a checked tree; names in them are numbered
    return cast(Program, namespace["program"])
