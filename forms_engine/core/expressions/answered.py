"""The lists' functions that leave out what is not answered. Nothing answered is null, never zero."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from forms_engine.core.expressions import numbers
from forms_engine.core.expressions.types import Value

Result = TypeVar("Result")


def known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def of_answered(function: Callable[[Sequence[float]], Result]) -> Callable[[Sequence[float | None]], Result | None]:
    """The function over the answered values only; null when there is none."""

    def wrapped(values: Sequence[float | None]) -> Result | None:
        answers = known(values)
        return function(answers) if answers else None

    return wrapped


sum_answered = of_answered(numbers.total)
mean_answered = of_answered(numbers.mean)
min_answered = of_answered(numbers.smallest)
max_answered = of_answered(numbers.largest)


def count_answered(values: Sequence[Value]) -> float:
    return float(sum(value is not None for value in values))
