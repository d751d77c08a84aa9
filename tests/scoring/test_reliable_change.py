import json
import math
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.change import Change, change_by_norm, change_in_points, cut_off_c, outcome, reliable_change

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "vectors" / "reliable_change.json").read_text("utf-8"))
}
DIFFERENCES = [case for case in CASES.values() if "pre" in case["input"]]
NORMAL = st.floats(-1000, 1000)


@pytest.mark.parametrize("case", DIFFERENCES, ids=lambda case: case["id"])
def test_published_differences(case):
    given_, expect = case["input"], case["expect"]
    change = reliable_change(given_["pre"], given_["post"], given_["sd"], given_["r"])
    standard_error = change.threshold / NormalDist().inv_cdf(0.975)
    found = {
        "SE": standard_error / math.sqrt(2),
        "Sdiff": standard_error,
        "RC": change.index,
        "min_change": change.threshold,
    }
    assert {name: found[name] for name in expect} == pytest.approx(expect, abs=0.006)


def test_core_10_cut_off_and_thresholds_of_the_manual():
    given_, expect = CASES["core10-manual"]["input"], CASES["core10-manual"]["expect"]
    (mean, sd), (clinical_mean, clinical_sd) = given_["nonclinical"], given_["clinical"]
    assert cut_off_c(mean, sd, clinical_mean, clinical_sd) == pytest.approx(expect["cut_c"], abs=0.005)
    for confidence, name in ((0.90, "rci90"), (0.95, "rci95")):
        change = reliable_change(20, 20, clinical_sd, given_["alpha"], confidence)
        assert change.threshold == pytest.approx(expect[name], abs=0.001)


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (47.5, "reliable_increase"),
        (17.5, "reliable_decrease"),
        (40, "no_reliable_change"),
        (32.5, "no_reliable_change"),
    ],
)
def test_the_verdict_says_which_way_the_number_went(after, verdict):
    assert reliable_change(32.5, after, 7.5, 0.8).verdict == verdict


@pytest.mark.parametrize(
    "numbers",
    [
        (None, 1, 1, 0.8),
        (1, None, 1, 0.8),
        (1, 2, None, 0.8),
        (1, 2, 1, None),
        (1, 2, 0, 0.8),
        (1, 2, -1, 0.8),
        (1, 2, 1, 1),
        (1, 2, 1, -0.1),
        (1, float("nan"), 1, 0.8),
        (float("inf"), 1, 1, 0.8),
        (1, 2, 1, 0.8, 1),
        (1, 2, 1, 0.8, 0),
        (-1e308, 1e308, 1, 0.8),
        (1, 2, 5e-324, 0.99),
    ],
)
def test_no_verdict_rather_than_a_wrong_one(numbers):
    assert reliable_change(*numbers) is None


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (15, 9, "reliable_decrease"),
        (15, 10, "no_reliable_change"),
        (9, 15, "reliable_increase"),
        (9, 9, "no_reliable_change"),
    ],
)
def test_published_points_count_from_that_number_on(before, after, verdict):
    assert change_in_points(before, after, 6) == Change(None, 6, verdict)


@pytest.mark.parametrize("numbers", [(None, 1, 6), (1, None, 6), (1, 2, None), (1, 2, 0), (1, float("nan"), 6)])
def test_no_verdict_in_points(numbers):
    assert change_in_points(*numbers) is None


def test_a_norm_set_says_how_it_wants_to_be_used():
    assert change_by_norm({"points": 4}, 12, 8).verdict == "reliable_decrease"
    spread = {"points": None, "sd": 7.7, "reliability": 0.9}
    assert change_by_norm(spread, 12, 8) == reliable_change(12, 8, 7.7, 0.9)
    assert change_by_norm({**spread, "confidence": 0.9}, 12, 8) == reliable_change(12, 8, 7.7, 0.9, 0.9)
    assert change_by_norm({"mean": 5}, 12, 8) is None


@pytest.mark.parametrize(
    "numbers", [(1, -1, 2, 3), (1, 1, 2, -3), (1, 0, 2, 0), (1, float("nan"), 2, 1), (1e308, 9, 1e308, 9)]
)
def test_no_cut_off(numbers):
    assert cut_off_c(*numbers) is None


@pytest.mark.parametrize(
    ("before", "after", "higher", "expected"),
    [
        (74, 124, "better", "recovered"),
        (74, 90, "better", "improved"),
        (88, 100.5, "better", "crossed_not_reliable"),
        (88, 90, "better", "unchanged"),
        (80, 60.5, "better", "deteriorated"),
        (124, 74, "worse", "recovered"),
        (140, 120, "worse", "improved"),
        (74, 124, "worse", "deteriorated"),
        (100, 90, "worse", "crossed_not_reliable"),
        (100, 110, "worse", "unchanged"),
    ],
)
def test_outcome_classes(before, after, higher, expected):
    change = reliable_change(before, after, 11.826, 0.84)
    assert outcome(change, before, after, 94.84, higher) == expected


def test_no_outcome_without_a_verdict():
    assert outcome(None, 1, 2, 3, "worse") is None


@given(NORMAL, NORMAL, st.floats(0.01, 100), st.floats(0, 0.99))
def test_back_again_is_the_mirror_image(before, after, sd, reliability):
    there, back = reliable_change(before, after, sd, reliability), reliable_change(after, before, sd, reliability)
    assert there.index == -back.index
    assert there.threshold == back.threshold
    assert (there.verdict == "no_reliable_change") == (back.verdict == "no_reliable_change")
