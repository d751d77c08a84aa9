"""The types of the language, and the shape of a checked tree."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

Type = Literal["number", "text", "boolean", "date", "numbers", "texts", "booleans", "null"]

# Two more kinds live inside expressions only: a list of unlike things (it can be counted, nothing else),
# and the table of lookup(). No whole expression has them.
Kind = Literal["number", "text", "boolean", "date", "numbers", "texts", "booleans", "null", "values", "pairs"]

Value: TypeAlias = "float | str | bool | list[Any] | None"
"""What an answer or a result is. A date is its ISO text 'YYYY-MM-DD'; None is unanswered; whole numbers may be int."""

Tree: TypeAlias = Mapping[str, Any]
"""A checked expression as JSON: `op`, `type`, `span` [start, end) in characters of the source, and what `op` needs:

- `value`: `value`; `name`: `name`; `list` and every operator or function: `args` (trees);
- `each`: `of` (an operator), `args`, `over` (which argument is the list the operator is spread over).
"""

LIST_OF: Mapping[Kind, Kind] = {"number": "numbers", "text": "texts", "boolean": "booleans"}
ELEMENT_OF: Mapping[Kind, Kind] = {many: one for one, many in LIST_OF.items()}
LISTS: frozenset[Kind] = frozenset({"numbers", "texts", "booleans", "values"})

WORDS: Mapping[Kind, str] = {
    "number": "a number",
    "text": "a text",
    "boolean": "a yes or no",
    "date": "a date",
    "numbers": "a list of numbers",
    "texts": "a list of texts",
    "booleans": "a list of yes or no",
    "null": "null",
    "values": "a list of unlike values",
    "pairs": "a list of pairs",
}
"""How a message to an author names a type."""
