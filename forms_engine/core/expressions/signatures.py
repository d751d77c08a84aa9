"""What an operator or function takes and gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms_engine.core.expressions.types import ELEMENT_OF, LIST_OF, WORDS, Kind

ANYTHING: frozenset[Kind] = frozenset(WORDS) - {"pairs"}
SCALARS: frozenset[Kind] = frozenset({"number", "text", "boolean", "date"})


@dataclass(frozen=True)
class Parameter:
    """What one argument may be. Parameters that are `alike` must, within one call, have (elements of) the same type."""

    words: str
    kinds: frozenset[Kind]
    alike: bool = False


PARAMETERS: Mapping[str, Parameter] = {
    "number": Parameter("a number", frozenset({"number"})),
    "digits": Parameter("a whole number from 0 to 9, written out", frozenset({"number"})),
    "boolean": Parameter("a yes or no", frozenset({"boolean"})),
    "date": Parameter("a date", frozenset({"date"})),
    "pairs": Parameter("a list of pairs [[from, value], ...] in rising order, written out", frozenset({"pairs"})),
    "numbers": Parameter("numbers", frozenset({"number", "numbers"})),
    "booleans": Parameter("yes or no values, as in q1..q5 >= 2", frozenset({"boolean", "booleans"})),
    "values": Parameter("values", ANYTHING),
    "any": Parameter("a value", ANYTHING - {"values"}),
    "ordered": Parameter("a number or a date", frozenset({"number", "date"}), alike=True),
    "scalar": Parameter("a single value", SCALARS, alike=True),
    "list": Parameter("a list", frozenset(ELEMENT_OF), alike=True),
    "same": Parameter("a value", ANYTHING - {"values"}, alike=True),
}


@dataclass(frozen=True)
class Signature:
    """`parameters` are keys of PARAMETERS; the last `optional` may be left out, `rest` lets the last one repeat.

    `result` is a type, or "same" for the type that the `alike` arguments share, or "found" for what a table holds.
    """

    parameters: tuple[str, ...]
    result: str
    optional: int = 0
    rest: bool = False

    def takes(self, count: int) -> bool:
        enough = count >= len(self.parameters) - self.optional
        return enough and (self.rest or count <= len(self.parameters))

    def parameter(self, place: int) -> Parameter:
        """The parameter of the argument at this place, counted from 0."""
        return PARAMETERS[self.parameters[min(place, len(self.parameters) - 1)]]

    def counts(self) -> str:
        """How many arguments it takes, for a message."""
        least = len(self.parameters) - self.optional
        if self.rest:
            return f"{least} or more values"
        most = len(self.parameters)
        return f"{most} value{'s' * (most > 1)}" if least == most else f"{least} to {most} values"


def shared_type(signature: Signature, kinds: Sequence[Kind]) -> Kind:
    """The type that the alike arguments are to have in common: that of the first one known, or "null"."""
    alike: Iterator[Kind] = (
        kind for place, kind in enumerate(kinds) if signature.parameter(place).alike and kind != "null"
    )
    first: Kind = next(alike, "null")
    return ELEMENT_OF.get(first, first) if "list" in signature.parameters else first


def misfits(signature: Signature, kinds: Sequence[Kind]) -> Iterator[tuple[int, str]]:
    """Each argument that does not fit, by its place, and the words for what is wanted there. Null fits everywhere."""
    shared = shared_type(signature, kinds)
    for place, kind in enumerate(kinds):
        parameter = signature.parameter(place)
        wanted = LIST_OF.get(shared, shared) if parameter is PARAMETERS["list"] else shared
        if kind != "null" and kind not in parameter.kinds:
            yield place, parameter.words
        elif kind != "null" and parameter.alike and kind != wanted:
            yield place, f"{WORDS[wanted]} here"
