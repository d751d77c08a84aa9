"""Arithmetic on IEEE doubles, one small function per name. Results that are not finite become null in `apply`."""

import math
from collections.abc import Sequence

POWERS_OF_TEN = tuple(float(f"1e{digits}") for digits in range(10))


def add(first: float, *others: float) -> float:
    # From left to right, as JavaScript does; the built-in sum() compensates rounding from Python 3.12 on.
    for other in others:
        first += other
    return first


def subtract(left: float, right: float) -> float:
    return left - right


def multiply(left: float, right: float) -> float:
    return left * right


def divide(left: float, right: float) -> float | None:
    return None if right == 0 else left / right


def negative(value: float) -> float:
    return -value


def absolute(value: float) -> float:
    return abs(value)


def round_half_up(value: float, digits: float = 0.0) -> float | None:
    """floor(value * 10^digits + 0.5) / 10^digits, step by step in doubles; digits is a whole number from 0 to 9."""
    power = POWERS_OF_TEN[int(digits)]
    raised = value * power + 0.5
    return math.floor(raised) / power if math.isfinite(raised) else None


def total(values: Sequence[float]) -> float:
    return add(0.0, *values)


def mean(values: Sequence[float]) -> float | None:
    return total(values) / len(values) if values else None


def smallest(values: Sequence[float]) -> float | None:
    return min(values, default=None)


def largest(values: Sequence[float]) -> float | None:
    return max(values, default=None)


def lookup(value: float, pairs: Sequence[tuple[float, float | str]]) -> float | str | None:
    """The value beside the last `from` that is not above `value`; null below the first. Pairs are in rising order."""
    found = None
    for start, result in pairs:
        if value >= start:
            found = result
    return found
