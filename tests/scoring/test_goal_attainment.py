import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.goals import gas_t_score

CASES = json.loads((Path(__file__).parent / "vectors" / "gas.json").read_text("utf-8"))
RATINGS = st.lists(st.integers(-2, 2), min_size=1, max_size=8)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_golden_values(case):
    given_ = case["input"]
    t = gas_t_score(given_["scores"], given_["weights"], given_["rho"])
    assert t == (None if case["expect"]["T"] is None else pytest.approx(case["expect"]["T"], abs=0.00005))


@pytest.mark.parametrize(
    ("ratings", "weights", "rho"),
    [([1, 2], [1], 0.3), ([3], None, 0.3), ([-2.5], None, 0.3), ([1], [-1], 0.3), ([1], None, 1.5), ([1], None, -0.1)],
)
def test_misuse_is_refused(ratings, weights, rho):
    with pytest.raises(ValueError, match=r"weight|rating|rho"):
        gas_t_score(ratings, weights, rho)


@pytest.mark.parametrize(
    ("ratings", "weights", "rho"),
    [([float("nan")], None, 0.3), ([1], [float("inf")], 0.3), ([1], None, float("nan"))],
)
def test_a_number_that_is_not_finite_gives_no_score(ratings, weights, rho):
    assert gas_t_score(ratings, weights, rho) is None


def test_an_unrated_goal_may_have_any_weight():
    assert gas_t_score([1, None], [1, float("nan")]) == 60


@given(RATINGS)
def test_mirrored_ratings_mirror_the_score(ratings):
    assert gas_t_score(ratings) + gas_t_score([-rating for rating in ratings]) == pytest.approx(100)


@given(RATINGS, st.floats(1e-300, 1e300))
def test_only_the_proportions_of_weights_matter(ratings, weight):
    assert gas_t_score(ratings, [weight] * len(ratings)) == pytest.approx(gas_t_score(ratings))


@given(RATINGS, st.integers(0, 7))
def test_a_better_rating_never_lowers_the_score(ratings, place):
    place %= len(ratings)
    better = [min(2, rating + 1) if i == place else rating for i, rating in enumerate(ratings)]
    assert gas_t_score(better) >= gas_t_score(ratings)
