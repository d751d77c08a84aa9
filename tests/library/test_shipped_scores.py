"""Every shipped instrument with vectors gives exactly the published results."""

import json

import pytest

from instruments import shelf
from scoring.answer_lines import answer_line

CASES = [
    pytest.param(shipped, case, id=case["id"])
    for shipped in shelf.documents()
    if (shipped.path.parent / "vectors.json").exists()
    for case in json.loads((shipped.path.parent / "vectors.json").read_text("utf-8"))["cases"]
]
SCALES = ["gad-7", "pc-ptsd-5", "pcl-5", "phq-9"]


@pytest.mark.parametrize(("shipped", "case"), CASES)
def test_published_results(shipped, case):
    instrument = shelf.read(shipped.key, shipped.version)
    found = answer_line(instrument, json.dumps(case["answers"]).encode())
    for part, expected in case["expect"].items():
        if part == "problems":
            assert [[problem["path"], problem["code"]] for problem in found["problems"]] == expected
        else:
            assert {name: found[part][name] for name in expected} == expected


@pytest.mark.parametrize("key", SCALES)
def test_every_scale_has_vectors(key):
    assert any(case.values[0].key == key for case in CASES)


@pytest.mark.parametrize("key", SCALES)
def test_every_band_edge_and_both_sides_of_it_have_a_vector(key):
    instrument = shelf.read(key)
    totals = {case.values[1]["expect"].get("scores", {}).get("total") for case in CASES if case.values[0].key == key}
    for score in instrument.scoring["scores"].values():
        for band in score.get("bands", [])[1:]:
            assert {band["from"] - 1, band["from"], band["from"] + 1} <= totals
