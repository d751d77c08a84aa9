"""What a program is made of while it is written: parts, and the block of statements they lean on."""

import ast
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NONE = ast.Constant(None)
ZERO = ast.Constant(0.0)


@dataclass(frozen=True)
class Part:
    """`value` holds when no variable of `nulls` is None; when `loose`, it may be infinite or NaN, which means null.

    Sums, differences and products of loose values stay infinite or NaN, so one test at the end of them is enough.
    """

    value: ast.expr
    nulls: tuple[str, ...] = ()
    loose: bool = False


class Block:
    """Statements in order, and in `scope` the objects they name."""

    def __init__(self) -> None:
        self.statements: list[ast.stmt] = []
        self.scope: dict[str, object] = {}
        self.variables = 0

    def variable(self) -> str:
        self.variables += 1
        return f"part_{self.variables}"

    def constant(self, value: object) -> ast.expr:
        """An expression for an object that cannot be written as a literal."""
        name = f"constant_{len(self.scope)}"
        self.scope[name] = value
        return load(name)

    def assign(self, value: ast.expr, *, name: str = "", nullable: bool = True) -> Part:
        """The value in a variable."""
        name = name or self.variable()
        self.statements.append(ast.Assign([ast.Name(name, ast.Store())], value))
        return Part(load(name), (name,) if nullable else ())

    def settle(self, part: Part) -> Part:
        """The same value in a variable (or a literal) that is None when the part is null."""
        if isinstance(part.value, (ast.Name, ast.Constant)) and not part.loose:
            return part
        name = self.variable()
        value = finite_or_none(name, part.value) if part.loose else part.value
        return self.assign(unless_null(part.nulls, value), name=name, nullable=part.loose or bool(part.nulls))

    def firm(self, part: Part) -> Part:
        """The same part, no longer loose."""
        return self.settle(part) if part.loose else part

    def list_of(self, parts: Iterable[Part]) -> Part:
        return Part(ast.List([self.settle(part).value for part in parts], ast.Load()))


def load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def call(function: ast.expr, *args: ast.expr) -> ast.expr:
    return ast.Call(function, list(args), [])


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [operator], [right])


def is_none(name: str) -> ast.expr:
    return compare(load(name), ast.Is(), NONE)


def any_of(tests: Sequence[ast.expr]) -> ast.expr:
    """`a or b or c`; at least one."""
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), list(tests))


def unless_null(nulls: Sequence[str], value: ast.expr) -> ast.expr:
    """The value, or None when one of the variables is None."""
    return ast.IfExp(any_of([is_none(name) for name in nulls]), NONE, value) if nulls else value


def finite_or_none(name: str, value: ast.expr) -> ast.expr:
    """The value, kept in a variable while it is tested, or None when it is infinite or NaN."""
    greatest = ast.Constant(sys.float_info.max)
    kept = ast.NamedExpr(ast.Name(name, ast.Store()), value)
    finite = ast.Compare(ast.UnaryOp(ast.USub(), greatest), [ast.LtE(), ast.LtE()], [kept, greatest])
    return ast.IfExp(finite, load(name), NONE)


def merged(parts: Iterable[Part], value: ast.expr, *, loose: bool = False) -> Part:
    """A strict operation's part: null when one of its operands is."""
    nulls = dict.fromkeys(name for part in parts for name in part.nulls)
    return Part(value, tuple(nulls), loose)
