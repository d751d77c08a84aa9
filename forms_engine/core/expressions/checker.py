"""From text to a checked, typed tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from forms_engine.core.expressions.advice import name_message
from forms_engine.core.expressions.dates import is_date
from forms_engine.core.expressions.limits import MAX_NODES, MAX_PROBLEMS, Refusal, problem
from forms_engine.core.expressions.operations import FUNCTIONS, OPERATORS, Operation
from forms_engine.core.expressions.pairs import read_pairs
from forms_engine.core.expressions.parser import Syntax, parse
from forms_engine.core.expressions.signatures import PARAMETERS, misfits, shared_type
from forms_engine.core.expressions.types import ELEMENT_OF, LIST_OF, LISTS, WORDS, Kind, Tree, Type
from forms_engine.core.problems import Problem


@dataclass(frozen=True)
class Checked:
    """An expression that may be run: its source, its tree, the type of its value and the names it uses."""

    text: str
    tree: dict[str, Any]
    type: Type
    names: frozenset[str]


def check(text: str, names: Mapping[str, Type]) -> tuple[Checked | None, tuple[Problem, ...]]:
    """The checked expression, or None and its problems (at most ten, `path` empty: the caller knows the place).

    `names` are the names it may use with their types, in document order, which is the order of ranges such as q1..q9.
    Never raises, whatever the text.
    """
    checker = Checker(names)
    try:
        tree = checker.check(parse(text))
    except Refusal as refusal:
        return None, (*checker.problems, refusal.problem)[:MAX_PROBLEMS]
    if not checker.problems and tree["type"] not in get_args(Type):
        checker.refuse("expression-type", f"An expression cannot be {WORDS[tree['type']]}", 0)
    if checker.problems:
        return None, tuple(checker.problems[:MAX_PROBLEMS])
    return Checked(text, tree, tree["type"], frozenset(checker.used)), ()


class Checker:
    """Walks a syntax tree from the leaves and gathers problems. A faulty part has type null, which fits everywhere."""

    def __init__(self, names: Mapping[str, Type]) -> None:
        self.names = names
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        self.nodes = 0

    def check(self, syntax: Syntax) -> dict[str, Any]:
        construct = {"value": self.value, "name": self.name, "range": self.range, "list": self.list, "call": self.call}
        return construct.get(syntax.op, self.operator)(syntax)

    def value(self, syntax: Syntax) -> dict[str, Any]:
        kinds: dict[type, Kind] = {float: "number", str: "text", bool: "boolean", type(None): "null"}
        return self.tree(syntax, "value", kinds[type(syntax.value)], value=syntax.value)

    def name(self, syntax: Syntax) -> dict[str, Any]:
        name = str(syntax.value)
        if name not in self.names:
            self.unknown("item", name, self.names, syntax.start)
            return self.tree(syntax, "name", "null", name=name)
        self.used.add(name)
        return self.tree(syntax, "name", self.names[name], name=name)

    def range(self, syntax: Syntax) -> dict[str, Any]:
        """The names from the first to the last, as a list."""
        first, last = (str(end.value) for end in syntax.args)
        missing = [end for end in syntax.args if end.value not in self.names]
        for end in missing:
            self.unknown("item", str(end.value), self.names, end.start)
        if missing:
            return self.tree(syntax, "value", "null", value=None)
        order = list(self.names)
        start, stop = order.index(first), order.index(last) + 1
        if stop <= start:
            self.refuse("expression-range", f"'{last}' comes before '{first}': write {last}..{first}", syntax.start)
            return self.tree(syntax, "value", "null", value=None)
        items = [self.name(replace(syntax, op="name", args=(), value=name)) for name in order[start:stop]]
        return self.tree(syntax, "list", list_type(items), args=items)

    def list(self, syntax: Syntax) -> dict[str, Any]:
        items = [self.check(arg) for arg in syntax.args]
        return self.tree(syntax, "list", list_type(items), args=items)

    def call(self, syntax: Syntax) -> dict[str, Any]:
        name = str(syntax.value)
        if name not in FUNCTIONS:
            self.unknown("function", name, FUNCTIONS, syntax.start)
            return self.tree(syntax, "value", "null", value=None)
        if not FUNCTIONS[name].signature.takes(len(syntax.args)):
            message = f"{name}() takes {FUNCTIONS[name].signature.counts()}, not {len(syntax.args)}"
            self.refuse("expression-arguments", message, syntax.start)
            return self.tree(syntax, "value", "null", value=None)
        return self.operation(syntax, name, f"{name}()", FUNCTIONS[name])

    def operator(self, syntax: Syntax) -> dict[str, Any]:
        sign = "-" if syntax.op == "negative" else syntax.op
        return self.operation(syntax, syntax.op, f"'{sign}'", OPERATORS[syntax.op])

    def operation(self, syntax: Syntax, name: str, label: str, operation: Operation) -> dict[str, Any]:
        args = [self.argument(operation, place, arg) for place, arg in enumerate(syntax.args)]
        over = spread_over(operation, [arg["type"] for arg in args])
        kinds = [
            ELEMENT_OF.get(arg["type"], arg["type"]) if place == over else arg["type"] for place, arg in enumerate(args)
        ]
        kinds = adopt_dates(operation, args, kinds)
        for place, wanted in misfits(operation.signature, kinds):
            self.refuse("expression-type", f"{label} needs {wanted}, not {WORDS[kinds[place]]}", args[place]["span"][0])
        result = result_type(operation, kinds, args)
        if over is None:
            return self.tree(syntax, name, result, args=args)
        return self.tree(syntax, "each", LIST_OF.get(result, "null"), args=args, of=name, over=over)

    def argument(self, operation: Operation, place: int, syntax: Syntax) -> dict[str, Any]:
        """An argument's tree. The table of lookup() and the digits of round() must be written out."""
        parameter = operation.signature.parameter(place)
        if parameter is PARAMETERS["pairs"]:
            return self.pairs(syntax)
        tree = self.check(syntax)
        digits = syntax.value if type(syntax.value) is float else -1.0
        if parameter is PARAMETERS["digits"] and digits not in range(10):
            self.refuse("expression-type", f"round() needs {parameter.words}", syntax.start)
        return tree

    def pairs(self, syntax: Syntax) -> dict[str, Any]:
        pairs = read_pairs(syntax)
        if pairs is None:
            self.refuse("expression-type", f"lookup() needs {PARAMETERS['pairs'].words}", syntax.start)
            return self.tree(syntax, "value", "null", value=None)
        rows = [self.tree(row, "list", "values", args=[self.value(cell) for cell in row.args]) for row in pairs]
        return self.tree(syntax, "list", "pairs", args=rows)

    def tree(self, syntax: Syntax, op: str, kind: Kind, **parts: object) -> dict[str, Any]:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            message = f"An expression has at most {MAX_NODES} parts, each item of a range counted"
            raise Refusal("expression-too-large", message, syntax.start)
        return {"op": op, "type": kind, "span": [syntax.start, syntax.end], **parts}

    def unknown(self, what: str, name: str, known: Mapping[str, object], position: int) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.refuse(f"unknown-{what}", name_message(what, name, known), position)

    def refuse(self, code: str, message: str, position: int) -> None:
        self.problems.append(problem(code, message, position))


def list_type(items: Sequence[Tree]) -> Kind:
    """The type of a list of these: of one type (null aside) or a list of unlike values."""
    kinds = {item["type"] for item in items} - {"null"}
    return LIST_OF.get(kinds.pop(), "values") if len(kinds) == 1 else "values"


def spread_over(operation: Operation, kinds: Sequence[Kind]) -> int | None:
    """The place of the one argument that is a list where a single value is wanted, or None."""
    places = [place for place, kind in enumerate(kinds) if kind in LISTS]
    return places[0] if operation.lists and len(places) == 1 else None


def adopt_dates(operation: Operation, args: Sequence[dict[str, Any]], kinds: Sequence[Kind]) -> list[Kind]:
    """A text written where a date is wanted, as in born < '2010-01-01', is a date if it reads as one."""
    adopted = list(kinds)
    for place, arg in enumerate(args):
        wanted = operation.signature.parameter(place)
        expects_date = ("date" in kinds and wanted.alike) or wanted is PARAMETERS["date"]
        if expects_date and arg["op"] == "value" and kinds[place] == "text" and is_date(arg["value"]):
            arg["type"] = adopted[place] = "date"
    return adopted


def result_type(operation: Operation, kinds: Sequence[Kind], args: Sequence[Tree]) -> Kind:
    result = operation.signature.result
    if result == "same":
        return shared_type(operation.signature, kinds)
    if result == "found":
        rows = args[-1].get("args", ())
        return rows[0]["args"][1]["type"] if rows else "null"
    return result  # type: ignore[return-value]  # every other result in the tables is a Kind
