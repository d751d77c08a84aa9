"""Change between two scores of one person: is it more than measurement error, and did it cross a cut-off?

Source of the formulas: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59, 12-19.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

Verdict = Literal["reliable_increase", "reliable_decrease", "no_reliable_change"]
Outcome = Literal["recovered", "improved", "unchanged", "deteriorated", "crossed_not_reliable"]


@dataclass(frozen=True)
class Change:
    """A judged difference.

    index: the difference in standard errors of a difference (positive = the number rose); None where the norm set
    publishes only a number of points. threshold: how many points count as more than measurement error. verdict: a key,
    to be put into words where it is shown; it says which way the number went, not whether that is good.
    """

    index: float | None
    threshold: float
    verdict: Verdict


def reliable_change(
    before: float | None,
    after: float | None,
    sd: float | None,
    reliability: float | None,
    confidence: float = 0.95,
) -> Change | None:
    """Reliable change index: (after - before) / (sqrt(2) * sd * sqrt(1 - reliability)).

    sd: of the norm sample, in points of the scale, above 0. reliability: 0 up to but not 1. confidence: two-sided,
    between 0 and 1; 0.95 asks for an index beyond 1.96. None ("no verdict") when a number is missing, not finite or
    outside these ranges.

    Which reliability a norm set gives (alpha or retest) changes the threshold greatly: always name the set beside it.
    """
    numbers = _finite(before, after, sd, reliability, confidence)
    if numbers is None:
        return None
    first, second, spread, steadiness, sureness = numbers
    if not (spread > 0 and 0 <= steadiness < 1 and 0 < sureness < 1):
        return None
    error_of_difference = math.sqrt(2) * spread * math.sqrt(1 - steadiness)
    threshold = NormalDist().inv_cdf((1 + sureness) / 2) * error_of_difference
    difference = second - first
    if error_of_difference == 0 or _finite(difference / error_of_difference, threshold) is None:
        return None  # numbers so small or large that the arithmetic has no room for them
    return Change(difference / error_of_difference, threshold, _verdict(difference, abs(difference) > threshold))


def change_in_points(before: float | None, after: float | None, points: float | None) -> Change | None:
    """For a norm set that publishes a number of points: that many points or more are a reliable change.

    None when a number is missing or not finite, or points is not above 0.
    """
    numbers = _finite(before, after, points)
    if numbers is None or numbers[2] <= 0:
        return None
    difference = numbers[1] - numbers[0]
    return Change(None, numbers[2], _verdict(difference, abs(difference) >= numbers[2]))


def change_by_norm(norm: Mapping[str, Any], before: float | None, after: float | None) -> Change | None:
    """The verdict of one norm set of an instrument (an entry of `scoring.norms`).

    Published `points` are used as published; otherwise `sd`, `reliability` and `confidence` (0.95 when absent) are.
    None where the set has neither.
    """
    if norm.get("points") is not None:
        return change_in_points(before, after, norm["points"])
    return reliable_change(before, after, norm.get("sd"), norm.get("reliability"), norm.get("confidence", 0.95))


def cut_off_c(
    functional_mean: float, functional_sd: float, dysfunctional_mean: float, dysfunctional_sd: float
) -> float | None:
    """The point between two populations where a score belongs as likely to one as to the other (cut-off c).

    None when a standard deviation is negative, both are 0, or a number is not finite.
    """
    if not (functional_sd >= 0 and dysfunctional_sd >= 0 and functional_sd + dysfunctional_sd > 0):
        return None
    weighted = functional_sd * dysfunctional_mean + dysfunctional_sd * functional_mean
    cut = weighted / (functional_sd + dysfunctional_sd)
    return cut if math.isfinite(cut) else None


def outcome(
    change: Change | None, before: float, after: float, cut_off: float, higher: Literal["worse", "better"]
) -> Outcome | None:
    """Jacobson and Truax's classes: reliable change together with crossing from the clinical side of a cut-off.

    A score equal to the cut-off stands on the clinical side. None without a verdict.
    """
    if change is None:
        return None
    sign = 1 if higher == "better" else -1
    crossed = sign * before <= sign * cut_off < sign * after
    if change.verdict == "no_reliable_change":
        return "crossed_not_reliable" if crossed else "unchanged"
    if (change.verdict == "reliable_increase") != (higher == "better"):
        return "deteriorated"
    return "recovered" if crossed else "improved"


def _finite(*numbers: float | None) -> list[float] | None:
    usable = [number for number in numbers if number is not None and math.isfinite(number)]
    return usable if len(usable) == len(numbers) else None


def _verdict(difference: float, beyond: bool) -> Verdict:
    if not beyond:
        return "no_reliable_change"
    return "reliable_increase" if difference > 0 else "reliable_decrease"
