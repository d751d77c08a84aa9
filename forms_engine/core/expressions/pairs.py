"""The table of lookup(): [[from, value], ...]."""

from itertools import pairwise

from forms_engine.core.expressions.parser import Syntax


def read_pairs(syntax: Syntax) -> tuple[Syntax, ...] | None:
    """The rows, or None when they are not pairs of written values, numbers first and rising, values of one type."""
    rows = syntax.args
    if syntax.op != "list" or not all(is_pair(row) for row in rows):
        return None
    starts = [float(str(row.args[0].value)) for row in rows]
    rising = all(before < after for before, after in pairwise(starts))
    return rows if rising and len({type(row.args[1].value) for row in rows}) == 1 else None


def is_pair(row: Syntax) -> bool:
    if row.op != "list" or len(row.args) != 2:
        return False
    start, result = row.args
    literals = start.op == result.op == "value"
    return literals and type(start.value) is float and type(result.value) in (float, str)
