"""Reading the value of a name. A value that is not of the name's type counts as unanswered."""

import math
from collections.abc import Callable, Mapping

from forms_engine.core.expressions.dates import is_date
from forms_engine.core.expressions.types import Value


def read_number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number + 0.0 if math.isfinite(number) else None  # + 0.0 makes 0 of -0


def read_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def read_boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def read_date(value: object) -> str | None:
    return value if isinstance(value, str) and is_date(value) else None


def read_null(value: object) -> None:
    return None


def list_of(read: Callable[[object], Value]) -> Callable[[object], Value]:
    def read_list(value: object) -> Value:
        return [read(element) for element in value] if isinstance(value, list) else None

    return read_list


READERS: Mapping[str, Callable[[object], Value]] = {
    "number": read_number,
    "text": read_text,
    "boolean": read_boolean,
    "date": read_date,
    "null": read_null,
    "numbers": list_of(read_number),
    "texts": list_of(read_text),
    "booleans": list_of(read_boolean),
}
