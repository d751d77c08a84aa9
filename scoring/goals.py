"""Goal Attainment Scaling (Kiresuk & Sherman 1968): how far personal goals have been reached, as one number T."""

from __future__ import annotations

import math
from collections.abc import Sequence

LOWEST, HIGHEST = -2, 2


def gas_t_score(
    ratings: Sequence[float | None], weights: Sequence[float] | None = None, rho: float = 0.3
) -> float | None:
    """T = 50 + 10 * sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2); 50 means "as expected on the whole".

    ratings: one per goal, -2 (much less than expected) to +2 (much more); None = not rated, and then the goal is left
    out together with its weight. weights: one per goal, 0 or more, all 1 when absent; when every weight left is 0 each
    counts as 1. rho: the assumed correlation between goals, 0 to 1.

    None when no goal is rated or a number is not finite. ValueError for a misuse: another number of weights than of
    ratings, a rating outside -2..2, a negative weight, rho outside 0..1.

    T rests on ordinal ratings: show it beside the goals it comes from, never averaged over families or workers.
    """
    pairs = _rated(ratings, [1.0] * len(ratings) if weights is None else weights)
    if not all(math.isfinite(number) for pair in pairs for number in pair) or not math.isfinite(rho):
        return None
    _refuse_misuse(pairs, rho)
    if not any(weight for _, weight in pairs):
        pairs = [(rating, 1.0) for rating, _ in pairs]
    return _t(pairs, rho) if pairs else None


def _rated(ratings: Sequence[float | None], weights: Sequence[float]) -> list[tuple[float, float]]:
    if len(weights) != len(ratings):
        raise ValueError("give one weight for each rating")
    return [(rating, weight) for rating, weight in zip(ratings, weights, strict=True) if rating is not None]


def _refuse_misuse(pairs: list[tuple[float, float]], rho: float) -> None:
    if any(not LOWEST <= rating <= HIGHEST for rating, _ in pairs):
        raise ValueError("a rating lies between -2 and 2")
    if any(weight < 0 for _, weight in pairs):
        raise ValueError("a weight is 0 or more")
    if not 0 <= rho <= 1:
        raise ValueError("rho lies between 0 and 1")


def _t(pairs: list[tuple[float, float]], rho: float) -> float:
    # T depends on the proportions of the weights only; dividing by the largest keeps the squares from overflowing.
    largest = max(weight for _, weight in pairs)
    shares = [weight / largest for _, weight in pairs]
    reached = math.fsum(share * rating for share, (rating, _) in zip(shares, pairs, strict=True))
    spread = (1 - rho) * math.fsum(share * share for share in shares) + rho * math.fsum(shares) ** 2
    return 50 + 10 * reached / math.sqrt(spread)
