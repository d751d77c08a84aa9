"""From tokens to a syntax tree, by precedence climbing."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms_engine.core.expressions.limits import MAX_DEPTH, MAX_NUMBER, Refusal
from forms_engine.core.expressions.tokens import KEYWORDS, Token, tokenize

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
BINDING = {"or": 1, "and": 2, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6}
NOT_BINDING = 3
MINUS_BINDING = 7

CHAINS = frozenset({"or", "and", "+"})
"""Operators whose chains are one node with many arguments, so that a long row of them is not deep."""

CONSTANTS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Syntax:
    """A node as it was written, before types: `op` is value, name, range, list, call or an operator.

    `value` is the literal, the name, or the function's name; `depth` counts levels from the leaves, 1 for a leaf.
    """

    op: str
    args: tuple["Syntax", ...]
    value: float | str | bool | None
    start: int
    end: int
    depth: int


def parse(text: str) -> Syntax:
    """The syntax tree of a whole expression; raises Refusal at the first fault."""
    parser = Parser(tokenize(text))
    tree = parser.expression(0)
    parser.expect_end()
    return tree


class Parser:
    """Reads tokens from left to right; each method reads one construct and leaves `next` behind it."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = iter(tokens)
        self.next = next(self.tokens)
        self.nesting = 0

    def expression(self, minimum: int) -> Syntax:
        """Everything that binds at least as tightly as `minimum`."""
        # The tree may be shallow where the text is deep, as in ((((1)))): Python's own stack is what is spared here.
        self.nesting += 1
        if self.nesting > MAX_DEPTH:
            raise too_deep(self.next.start)
        left = self.prefix()
        while (binding := BINDING.get(self.next.text, -1)) >= minimum:
            operator = self.take()
            left = join(operator.text, left, self.expression(binding + 1))
            if operator.text in COMPARISONS and self.next.text in COMPARISONS:
                raise Refusal("expression-syntax", "Comparisons do not chain: write a < b and b < c", self.next.start)
        self.nesting -= 1
        return left

    def prefix(self) -> Syntax:
        if self.next.text == "not":
            start = self.take().start
            operand = self.expression(NOT_BINDING)
            return node("not", (operand,), None, start, operand.end)
        if self.next.text == "-":
            start = self.take().start
            operand = self.expression(MINUS_BINDING)
            if operand.op == "value" and type(operand.value) is float:
                return node("value", (), 0.0 - operand.value, start, operand.end)
            return node("negative", (operand,), None, start, operand.end)
        return self.primary()

    def primary(self) -> Syntax:
        token = self.take()
        if token.kind == "number":
            return node("value", (), number(token), token.start, token.end)
        if token.kind == "text":
            return node("value", (), token.text[1:-1].replace("''", "'"), token.start, token.end)
        if token.kind == "keyword" and token.text in CONSTANTS:
            return node("value", (), CONSTANTS[token.text], token.start, token.end)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            inside = self.expression(0)
            self.expect(")")
            return inside
        if token.text == "[":
            args, end = self.arguments("]")
            return node("list", args, None, token.start, end)
        raise Refusal("expression-syntax", f"Expected a value, found {describe(token)}", token.start)

    def name(self, first: Token) -> Syntax:
        """A name, a range of names, or a call."""
        if self.next.text == "(":
            self.take()
            args, end = self.arguments(")")
            return node("call", args, first.text, first.start, end)
        left = node("name", (), first.text, first.start, first.end)
        if self.next.text != "..":
            return left
        self.take()
        last = self.take()
        if last.kind != "name":
            raise Refusal("expression-syntax", "A range goes from one name to another: q1..q9", last.start)
        right = node("name", (), last.text, last.start, last.end)
        return node("range", (left, right), None, first.start, last.end)

    def arguments(self, closing: str) -> tuple[tuple[Syntax, ...], int]:
        """One or more expressions with commas between, up to and with the closing bracket, and where that ends."""
        args = [self.expression(0)]
        while self.next.text == ",":
            self.take()
            args.append(self.expression(0))
        return tuple(args), self.expect(closing).end

    def take(self) -> Token:
        token = self.next
        self.next = next(self.tokens, token)
        return token

    def expect(self, text: str) -> Token:
        if self.next.text != text:
            raise Refusal("expression-syntax", f"Expected {text!r}, found {describe(self.next)}", self.next.start)
        return self.take()

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise Refusal("expression-syntax", f"Expected an operator, found {describe(self.next)}", self.next.start)


def join(operator: str, left: Syntax, right: Syntax) -> Syntax:
    """Left and right of an infix operator as one node."""
    args = (*left.args, right) if operator in CHAINS and left.op == operator else (left, right)
    return node(operator, args, None, left.start, right.end)


def node(op: str, args: tuple[Syntax, ...], value: float | str | bool | None, start: int, end: int) -> Syntax:
    depth = 1 + max((arg.depth for arg in args), default=0)
    if depth > MAX_DEPTH:
        raise too_deep(start)
    return Syntax(op, args, value, start, end, depth)


def number(token: Token) -> float:
    value = float(token.text)
    if value > MAX_NUMBER:
        raise Refusal("expression-number", "Numbers go up to 1000000000", token.start)
    return value


def too_deep(position: int) -> Refusal:
    advice = "make a part of it a score or finding of its own, or use sum() for a long row"
    return Refusal("expression-too-deep", f"An expression has at most {MAX_DEPTH} levels: {advice}", position)


def describe(token: Token) -> str:
    if token.kind == "end":
        return "the end of the expression"
    if token.kind == "name" and token.text.lower() in KEYWORDS:
        return f"'{token.text}'; write '{token.text.lower()}'"
    return f"'{token.text}'" if len(token.text) <= 40 else f"'{token.text[:40]}…'"
