"""Bytes from outside become JSON values, or problems. Nothing here knows what an instrument is."""

import json
import math
import re
from collections.abc import Iterator

from forms_engine.core.limits import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, MAX_NODES
from forms_engine.core.problems import Problem

# A string is one token, so that brackets within it do not count. Possessive, and the closing quote optional: no input
# makes the scan go back, and an open string swallows the rest (the parser refuses it afterwards).
_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?+|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")

Chain = tuple["Chain", str | int] | None


def read_json(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, max_nodes: int = MAX_NODES
) -> tuple[object | None, tuple[Problem, ...]]:
    """One JSON value (RFC 8259, UTF-8, a byte order mark is skipped), or None and every problem found.

    Stricter than `json.loads`: size and depth are counted before parsing; duplicate keys, NaN and infinity, numbers
    that JavaScript cannot hold, NUL and lone surrogates are refused. The value `null` reads as None with no problem.
    """
    if len(data) > max_bytes:
        return None, (Problem("", "file-too-large", f"Larger than {max_bytes} bytes."),)
    problems = _bracket_problems(data, max_depth, max_nodes)
    if problems:
        return None, problems
    reader = _Reader()
    try:
        value = reader.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, (Problem("", "not-utf-8", "Not UTF-8 text."),)
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        return None, (Problem("", "not-json", f"Not JSON: the fault is at or just before {place}."),)
    problems = tuple(_faults(value, reader.repeated, max_depth, max_nodes))
    return (None, problems) if problems else (value, ())


def value_problems(value: object) -> tuple[Problem, ...]:
    """What stops a Python value from being a JSON value within the limits: depth, count, numbers, text, types."""
    return tuple(_faults(value, {}, MAX_DEPTH, MAX_NODES))


def pointer(*parts: str | int) -> str:
    """RFC 6901 pointer of these steps: pointer("a/b", 0) is "/a~1b/0"."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


class _Reader:
    """One parse. Remembers which objects had a key twice; they are named by place once the tree is known."""

    def __init__(self) -> None:
        self.repeated: dict[int, object] = {}

    def read(self, text: str) -> object:
        # Python refuses to read more than 4,300 digits; any number this long is too large, and is refused with its
        # place.
        def whole(digits: str) -> int:
            return int(digits) if len(digits) <= 17 else MAX_INTEGER + 1

        return json.loads(text, object_pairs_hook=self._object, parse_int=whole)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.repeated[id(made)] = made  # kept alive, so that no other object gets its id
        return made


def _bracket_problems(data: bytes, max_depth: int, max_nodes: int) -> tuple[Problem, ...]:
    """Depth, and as many values as there are brackets: what would make parsing itself costly."""
    depth = opened = 0
    for token in _TOKENS.finditer(data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            opened += 1
            if depth > max_depth:
                return (_too_deep(max_depth),)
            if opened > max_nodes:
                return (_too_many(max_nodes),)
        elif first != 0x22:
            depth -= 1
    return ()


def _too_deep(limit: int) -> Problem:
    return Problem("", "too-deep", f"Nested deeper than {limit} levels.")


def _too_many(limit: int) -> Problem:
    return Problem("", "too-many-values", f"Holds more than {limit} values.")


def _faults(value: object, repeated: dict[int, object], max_depth: int, max_nodes: int) -> Iterator[Problem]:
    """Walks without recursion; stops at the first depth or count over the limit, since the rest may be endless."""
    nodes = 1
    stack: list[tuple[object, int, Chain]] = [(value, 0, None)]
    while stack:
        here, depth, chain = stack.pop()
        if isinstance(here, dict | list):
            if depth == max_depth:
                yield _too_deep(max_depth)
                return
            nodes += len(here)
            if nodes > max_nodes:
                yield _too_many(max_nodes)
                return
            if id(here) in repeated:
                yield Problem(_where(chain), "duplicate-key", "A key stands twice in this object.")
            if isinstance(here, dict):
                yield from _key_faults(here, chain)
                stack.extend((child, depth + 1, (chain, str(key))) for key, child in here.items())
            else:
                stack.extend((child, depth + 1, (chain, index)) for index, child in enumerate(here))
        else:
            fault = _scalar_fault(here)
            if fault:
                yield Problem(_where(chain), *fault)


def _key_faults(here: dict[object, object], chain: Chain) -> Iterator[Problem]:
    for key in here:
        fault = _scalar_fault(key) if isinstance(key, str) else ("not-json", "A key is not text.")
        if fault:
            yield Problem(_where(chain), fault[0], "In a key: " + fault[1])


def _scalar_fault(value: object) -> tuple[str, str] | None:
    if isinstance(value, str):
        if "\x00" in value:
            return "nul", "Holds a NUL character."
        if not value.isascii() and _SURROGATE.search(value):
            return "lone-surrogate", "Holds half of a surrogate pair, which is not a character."
        return None
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return "not-finite", "NaN and infinity are not JSON numbers."
    if isinstance(value, int | float):
        whole_too_large = isinstance(value, int) and abs(value) > MAX_INTEGER
        return ("number-too-large", "Larger than a double holds exactly.") if whole_too_large else None
    return "not-json", "Not a JSON value."


def _where(chain: Chain) -> str:
    steps: list[str | int] = []
    while chain is not None:
        chain, step = chain
        steps.append(step)
    text = pointer(*reversed(steps))
    return text.encode("utf-8", "backslashreplace").decode()
