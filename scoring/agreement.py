"""Agreement between raters: Cohen's kappa for categories, intraclass correlations for numbers.

For training and supervision; agreement does not prove that a judgement is right. Show the raw agreement first: kappa
falls when nearly everything lands in one category (90 % agreement can be a kappa of .44).

Sums are exact fractions, so that "no variation" is told apart from a rounding error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

Table = Sequence[Sequence[float]]
Weights = Literal["linear", "quadratic"]
ICC_NAMES = ("ICC11", "ICC21", "ICC31", "ICC1k", "ICC2k", "ICC3k")

# How far apart two categories count as being, by the number of steps between them.
DISTANCES: Mapping[str | None, Callable[[int], int]] = {
    None: lambda steps: int(steps > 0),
    "linear": lambda steps: steps,
    "quadratic": lambda steps: steps * steps,
}


def observed_agreement(table: Table) -> float | None:
    """Share of cases on the diagonal, 0 to 1; None for a table without cases. Errors as for `cohen_kappa`."""
    return _share_on_diagonal(_exact_table(table))


def expected_agreement(table: Table) -> float | None:
    """Share on the diagonal that two raters with these margins reach by chance; None for a table without cases."""
    return _share_on_diagonal(_by_chance(_exact_table(table)))


def cohen_kappa(table: Table, weights: Weights | None = None) -> float | None:
    """Cohen's kappa (1960), or weighted kappa (1968) with linear or quadratic disagreement weights.

    table: k rows of k counts; row = what the first rater said, column = the second, categories in the same order (for
    weights: from least to most). None where undefined: no cases, or only one category used by both.

    ValueError for a table that is not square, a count that is negative or not finite, unknown weights.
    """
    if weights not in DISTANCES:
        raise ValueError("weights are None, 'linear' or 'quadratic'")
    counts = _exact_table(table)
    by_chance = _disagreement(_by_chance(counts), DISTANCES[weights])
    return float(1 - _disagreement(counts, DISTANCES[weights]) / by_chance) if by_chance else None


def icc(ratings: Sequence[Sequence[float | None]]) -> dict[str, float | None]:
    """The six intraclass correlations of Shrout & Fleiss 1979.

    ratings: one row per case, one column per rater, raters in the same order everywhere. A row with a missing rating
    (None) is left out whole. Answers ICC11, ICC21, ICC31 (one rater) and ICC1k, ICC2k, ICC3k (mean of k raters), each
    None where undefined: fewer than two whole rows or two raters, or no variation to divide by.

    ValueError for rows of different length or a number that is not finite.
    """
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("every row has one place for each rater")
    rows = [[_exact(value) for value in row if value is not None] for row in ratings if None not in row]
    if len(rows) < 2 or len(rows[0]) < 2:
        return dict.fromkeys(ICC_NAMES)
    return _icc_of(rows)


def _icc_of(rows: list[list[Fraction]]) -> dict[str, float | None]:
    n, k = len(rows), len(rows[0])
    grand = _sum(value for row in rows for value in row) / (n * k)
    between_rows = k * _squares(_sum(row) / k - grand for row in rows)
    between_raters = n * _squares(_sum(column) / n - grand for column in zip(*rows, strict=True))
    total = _squares(value - grand for row in rows for value in row)
    case = between_rows / (n - 1)
    within = (total - between_rows) / (n * (k - 1))
    rater = between_raters / (k - 1)
    error = (total - between_rows - between_raters) / ((n - 1) * (k - 1))
    return {
        "ICC11": _ratio(case - within, case + (k - 1) * within),
        "ICC21": _ratio(case - error, case + (k - 1) * error + k * (rater - error) / n),
        "ICC31": _ratio(case - error, case + (k - 1) * error),
        "ICC1k": _ratio(case - within, case),
        "ICC2k": _ratio(case - error, case + (rater - error) / n),
        "ICC3k": _ratio(case - error, case),
    }


def _squares(differences: Iterable[Fraction]) -> Fraction:
    return _sum(difference * difference for difference in differences)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _ratio(part: Fraction, whole: Fraction) -> float | None:
    # A negative "whole" only arises where cases vary less than chance; the quotient then has no meaning.
    return float(part / whole) if whole > 0 else None


def _exact(value: float) -> Fraction:
    if not math.isfinite(value):
        raise ValueError("every number is finite")
    return Fraction(value)


def _exact_table(table: Table) -> list[list[Fraction]]:
    counts = [[_exact(count) for count in row] for row in table]
    if any(len(row) != len(counts) for row in counts):
        raise ValueError("the table has as many columns as rows")
    if any(count < 0 for row in counts for count in row):
        raise ValueError("a count is 0 or more")
    return counts


def _by_chance(counts: list[list[Fraction]]) -> list[list[Fraction]]:
    """The counts two independent raters with these margins would give; all 0 for a table without cases."""
    rows, columns = [_sum(row) for row in counts], [_sum(column) for column in zip(*counts, strict=True)]
    cases = _sum(rows) or Fraction(1)
    return [[row * column / cases for column in columns] for row in rows]


def _disagreement(counts: list[list[Fraction]], distance: Callable[[int], int]) -> Fraction:
    return _sum(distance(abs(i - j)) * count for i, row in enumerate(counts) for j, count in enumerate(row))


def _share_on_diagonal(counts: list[list[Fraction]]) -> float | None:
    return _ratio(_sum(row[i] for i, row in enumerate(counts)), _sum(map(_sum, counts)))
