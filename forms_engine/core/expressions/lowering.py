"""From checked trees to straight-line statements: a sum of twenty items tests each for null once, then adds."""

import ast
from collections.abc import Sequence

from forms_engine.core.expressions.inline import INLINE
from forms_engine.core.expressions.operations import OPERATIONS, apply, apply_each
from forms_engine.core.expressions.parts import NONE, ZERO, Block, Part, call, compare, load
from forms_engine.core.expressions.types import LISTS, Tree
from forms_engine.core.expressions.values import READERS
from forms_engine.core.expressions.walker import run


class Lowering:
    """Writes trees into one block, one after the other. `known` are the parts of the names read so far."""

    def __init__(self) -> None:
        self.block = Block()
        self.known: dict[str, Part] = {}
        self.apply = self.block.constant(apply)
        self.apply_each = self.block.constant(apply_each)
        self.type = self.block.constant(type)
        self.int = self.block.constant(int)
        self.readers = {kind: self.block.constant(read) for kind, read in READERS.items()}

    def write(self, tree: Tree) -> Part:
        """The part for a tree; the statements it needs first are appended to the block."""
        op = tree["op"]
        leaf = {"value": self.value, "name": self.name, "list": self.list, "each": self.each}.get(op)
        if leaf:
            return leaf(tree)
        if not OPERATIONS[op].flat:
            return self.operation(op, [self.write(arg) for arg in tree["args"]])
        if all(is_open(arg) for arg in tree["args"]):
            return self.row(op, [part for arg in tree["args"] for part in self.elements(arg)])
        return self.applied(op, [self.write(arg) for arg in tree["args"]])

    def value(self, tree: Tree) -> Part:
        return self.block.assign(NONE) if tree["value"] is None else Part(ast.Constant(tree["value"]))

    def name(self, tree: Tree) -> Part:
        """The variable of a name, read from the answers where it is first used."""
        name, kind = tree["name"], tree["type"]
        if name not in self.known:
            given = call(load("get"), ast.Constant(name))
            if kind == "number":
                self.known[name] = self.block.assign(given)
                self.block.statements.append(self.clean_number(self.known[name].nulls[0]))
            else:
                self.known[name] = self.block.assign(call(self.readers[kind], given))
        return self.known[name]

    def clean_number(self, name: str) -> ast.stmt:
        """What `read_number` does, in place for whole numbers, which are nearly all there is.

        if type(x) is int: x = x + 0.0
        elif x is not None: x = read_number(x)
        """
        target: list[ast.expr] = [ast.Name(name, ast.Store())]
        whole = compare(call(self.type, load(name)), ast.Is(), self.int)
        other = ast.Assign(target, call(self.readers["number"], load(name)))
        given = compare(load(name), ast.IsNot(), NONE)
        return ast.If(whole, [ast.Assign(target, ast.BinOp(load(name), ast.Add(), ZERO))], [ast.If(given, [other], [])])

    def list(self, tree: Tree) -> Part:
        if tree["type"] == "pairs":
            return Part(self.block.constant(run(tree, {})))
        return self.block.list_of([self.write(arg) for arg in tree["args"]])

    def each(self, tree: Tree) -> Part:
        if is_open(tree):
            return self.block.list_of(self.elements(tree))
        args = self.block.list_of([self.write(arg) for arg in tree["args"]])
        operation = self.block.constant(OPERATIONS[tree["of"]])
        return self.block.assign(call(self.apply_each, operation, ast.Constant(tree["over"]), args.value))

    def elements(self, tree: Tree) -> Sequence[Part]:
        """The parts of a list that `is_open`, or the one part of a single value."""
        if tree["op"] == "list":
            return [self.write(arg) for arg in tree["args"]]
        if tree["op"] != "each":
            return [self.write(tree)]
        over = tree["over"]
        elements = self.elements(tree["args"][over])
        rows = [
            elements if place == over else [self.block.settle(self.write(arg))] * len(elements)
            for place, arg in enumerate(tree["args"])
        ]
        return [self.operation(tree["of"], parts) for parts in zip(*rows, strict=True)]

    def row(self, op: str, parts: Sequence[Part]) -> Part:
        """A flat operation on open elements: called with one list, so that a list among them stays one element."""
        return self.operation(op, parts if op in INLINE else [self.block.list_of(parts)])

    def operation(self, op: str, parts: Sequence[Part]) -> Part:
        inline = INLINE.get(op)
        return inline(self.block, parts) if inline else self.applied(op, parts)

    def applied(self, op: str, parts: Sequence[Part]) -> Part:
        operation = self.block.constant(OPERATIONS[op])
        return self.block.assign(call(self.apply, operation, self.block.list_of(parts).value))


def is_open(tree: Tree) -> bool:
    """Whether the elements of a list are known before it is run; a single value counts as one element."""
    if tree["op"] == "each":
        return is_open(tree["args"][tree["over"]])
    return tree["op"] == "list" or tree["type"] not in LISTS
