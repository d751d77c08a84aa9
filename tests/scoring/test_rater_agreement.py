import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.agreement import ICC_NAMES, cohen_kappa, expected_agreement, icc, observed_agreement

VECTORS = Path(__file__).parent / "vectors"
KAPPAS = json.loads((VECTORS / "kappa.json").read_text("utf-8"))
ICCS = json.loads((VECTORS / "icc.json").read_text("utf-8"))
MEASURES = {
    "po": observed_agreement,
    "pe": expected_agreement,
    "kappa": cohen_kappa,
    "kappa_linear": lambda table: cohen_kappa(table, "linear"),
    "kappa_quadratic": lambda table: cohen_kappa(table, "quadratic"),
}
RATINGS = st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=2, max_size=8)


@pytest.mark.parametrize("case", KAPPAS, ids=lambda case: case["id"])
def test_kappa(case):
    found = {name: MEASURES[name](case["input"]) for name in case["expect"]}
    assert found == pytest.approx(case["expect"], abs=0.00005)


@pytest.mark.parametrize("case", ICCS, ids=lambda case: case["id"])
def test_icc(case):
    found = icc(case["input"])
    assert tuple(found) == ICC_NAMES
    assert {name: found[name] for name in case["expect"]} == pytest.approx(case["expect"], abs=0.005)


@pytest.mark.parametrize("table", [[[1, 2]], [[1, 2], [3]], [[1, -2], [0, 1]], [[float("nan")]], [[float("inf")]]])
def test_a_table_that_is_none_is_refused(table):
    with pytest.raises(ValueError, match=r"every|table|count"):
        cohen_kappa(table)


def test_unknown_weights_are_refused():
    with pytest.raises(ValueError, match="linear"):
        cohen_kappa([[1, 0], [0, 1]], "cubic")


@pytest.mark.parametrize("ratings", [[[1, 2], [3]], [[1, float("nan")], [1, 2]]])
def test_ratings_that_are_none_are_refused(ratings):
    with pytest.raises(ValueError, match=r"every|table|count"):
        icc(ratings)


def test_too_little_left_after_missing_ratings():
    assert icc([[1, 2], [None, 3], [4, None]]) == dict.fromkeys(ICC_NAMES)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_does_not_care_who_is_first(table):
    turned = [list(column) for column in zip(*table, strict=True)]
    for weights in (None, "linear", "quadratic"):
        kappa = cohen_kappa(table, weights)
        assert kappa == cohen_kappa(turned, weights)
        assert kappa is None or -1 <= kappa <= 1


@given(RATINGS, st.integers(-5, 5), st.integers(1, 4))
def test_icc_does_not_care_about_the_scale(ratings, shift, stretch):
    moved = [[stretch * value + shift for value in row] for row in ratings]
    assert icc(moved) == icc(ratings)


@given(RATINGS)
def test_a_steady_difference_between_raters_leaves_consistency_alone(ratings):
    shifted = [[row[0] + 2, *row[1:]] for row in ratings]
    assert icc(shifted)["ICC31"] == icc(ratings)["ICC31"]
