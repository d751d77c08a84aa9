"""Texts that quote earlier answers: "What makes it a {importance} and not a {importance - 1}?"."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from forms_engine.core.canonical import canonical
from forms_engine.core.expressions import Checked, Type, Value, check, run
from forms_engine.core.problems import Problem

ABSENT = "…"
"""Stands where the quoted answer is missing."""

QUOTABLE = frozenset({"number", "text", "date", "numbers", "texts", "null"})
"""Expression types that can be written into a sentence; a yes or no cannot. An item with a fault is null."""

_BRACE = re.compile("[{}]")

Labels = Mapping[str, Mapping[int | str, str]]
"""Per item with options: value -> title, so that a quoted choice reads as its title."""


@dataclass(frozen=True)
class Template:
    """Text and checked expressions in turn. `labels` holds the option titles of the items quoted by their bare name."""

    parts: tuple[str | Checked, ...] = ()
    labels: Labels = field(default_factory=dict)

    def render(self, values: Mapping[str, Value]) -> str:
        """The sentence for these answers, hidden ones left out by the caller. Never raises; null reads "…"."""
        return "".join(part if isinstance(part, str) else self._quote(part, values) for part in self.parts)

    @property
    def plain(self) -> str:
        """The text without answers: each quoted value reads "…"."""
        return "".join(part if isinstance(part, str) else ABSENT for part in self.parts)

    @property
    def names(self) -> frozenset[str]:
        """The items that are quoted."""
        return frozenset().union(*(part.names for part in self.parts if not isinstance(part, str)))

    def _quote(self, part: Checked, values: Mapping[str, Value]) -> str:
        return _words(run(part.tree, values), self.labels.get(part.text.strip(), {}))


def read_template(
    text: str, path: str, names: Mapping[str, Type], earlier: Set[str] | None = None, labels: Labels | None = None
) -> tuple[Template, tuple[Problem, ...]]:
    """A template and its problems, placed at `path`.

    `names` are all names that exist; `earlier` those that may be quoted here (None: all of them). A faulty part is
    left out.
    """
    parts: list[str | Checked] = []
    problems: list[Problem] = []
    for kind, piece in _split(text):
        if kind == "text":
            parts.append(piece)
        elif kind == "fault":
            problems.append(Problem(path, "template-brace", piece))
        else:
            checked, found = read_expression(piece, path, names, earlier)
            problems.extend(found)
            if checked and checked.type not in QUOTABLE:
                problems.append(Problem(path, "template-type", "A quoted value must be a number, a text or a date."))
            elif checked:
                parts.append(checked)
    used = {part.text.strip() for part in parts if not isinstance(part, str)}
    return Template(tuple(parts), {name: known for name, known in (labels or {}).items() if name in used}), tuple(
        problems
    )


def read_expression(
    text: str, path: str, names: Mapping[str, Type], earlier: Set[str] | None = None
) -> tuple[Checked | None, tuple[Problem, ...]]:
    """`check` with its problems placed at `path`, and `asked-later` for each name that is not among `earlier`."""
    checked, problems = check(text, names)
    placed = tuple(replace(problem, path=path) for problem in problems)
    if checked is None or earlier is None:
        return checked, placed
    late = sorted(checked.names - earlier)
    message = "'{}' is asked at the same time or later; only items asked earlier can be used here."
    return checked, placed + tuple(Problem(path, "asked-later", message.format(name)) for name in late)


def quoted_expressions(text: str) -> Iterator[str]:
    """The expressions that a text quotes, as written and not checked."""
    return (piece for kind, piece in _split(text) if kind == "quote")


def _split(text: str) -> Iterator[tuple[str, str]]:
    """("text", ...), ("quote", expression), ("fault", message) in order. Braces in an expression's texts are text."""
    start = at = 0
    literal = ""
    while at < len(text):
        brace = _BRACE.search(text, at)
        if brace is None:
            break
        sign, at = brace[0], brace.start()
        literal += text[start:at]
        if text[at : at + 2] == sign * 2:
            literal += sign
            start = at = at + 2
            continue
        if literal:
            yield "text", literal
            literal = ""
        end = _closing(text, at + 1) if sign == "{" else -1
        if end < 0:
            yield "fault", f"A single '{sign}': quote a value as {{name}}, or double the brace to print one."
            end = at
        else:
            yield "quote", text[at + 1 : end]
        start = at = end + 1
    if literal + text[start:]:
        yield "text", literal + text[start:]


def _closing(text: str, start: int) -> int:
    """Place of the brace that ends the expression beginning at `start`, or -1."""
    quoted = False
    for at in range(start, len(text)):
        if text[at] == "'":
            quoted = not quoted
        elif text[at] == "}" and not quoted:
            return at
        elif text[at] == "{" and not quoted:
            return -1
    return -1


def _words(value: Value, labels: Mapping[int | str, str]) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, list):
        return ", ".join(_words(part, labels) for part in value) or ABSENT
    if isinstance(value, str):
        return labels.get(value, value)
    # The canonical form of a number is how JavaScript writes it, so that both sides print the same sentence.
    label = labels.get(int(value)) if value == int(value) else None
    return label or canonical(float(value)).decode()
