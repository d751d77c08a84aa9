import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
from forms_engine.core import read_document
from instruments import shelf
from scoring import outcome
from tests.scoring.small_document import small_document

OFTEN = st.none() | st.integers(0, 3)
SMALL = {
    "scores": {
        "total": {
            "title": "Total",
            "value": "sum(q1..q3)",
            "range": [0, 9],
            "higher": "worse",
            "bands": [{"from": 0, "key": "low", "title": "Low"}, {"from": 5, "key": "high", "title": "High"}],
        },
        "half": {"title": "Half", "value": "total / 2", "range": [0, 4.5], "higher": "worse"},
    },
    "findings": {"much": "half >= 2", "very_much": {"title": "V", "when": "much and total >= 8"}},
    "alerts": {"one": {"title": "One", "when": "q1 >= 2 or very_much", "text": "{q1}"}},
}


def instrument(**changes):
    found, problems = read_document(small_document(**SMALL) | changes, scoring.RULES)
    assert not problems
    return found


def test_everything_declared_is_there():
    found = scoring.score(instrument(), {"q1": 2, "q2": 2, "q3": 1})
    assert (found.scores, found.bands) == ({"half": 2.5, "total": 5}, {"total": "high"})
    assert (found.findings, found.alerts) == ({"much": True, "very_much": False}, {"one": True})


def test_nothing_answered_is_nothing_known():
    found = scoring.score(instrument(), {})
    assert (found.scores, found.bands) == ({"half": None, "total": None}, {"total": None})
    assert (found.findings, found.alerts) == ({"much": None, "very_much": None}, {"one": None})


def test_the_working_shows_what_was_used_and_what_was_missing():
    found = scoring.score(instrument(), {"q1": 2, "q3": 1})
    assert found.working == {
        "total": {"value": None, "uses": {"q1": 2, "q2": None, "q3": 1}},
        "half": {"value": None, "uses": {"total": None}},
        "much": {"value": None, "uses": {"half": None}},
        "very_much": {"value": None, "uses": {"total": None, "much": None}},
        "one": {"value": True, "uses": {"q1": 2, "very_much": None}},
    }


def test_the_working_does_not_follow_later_changes():
    answers = {"q1": 2, "q2": 2, "q3": 1}
    found = scoring.score(instrument(), answers)
    answers["q1"] = 0
    assert found.working["total"] == {"value": 5, "uses": {"q1": 2, "q2": 2, "q3": 1}}


def test_a_score_outside_its_believed_range_has_no_band():
    scores = {
        "total": {
            "title": "T",
            "value": "size",
            "range": [0, 9],
            "higher": "worse",
            "bands": [{"from": 0, "key": "low", "title": "Low"}],
        }
    }
    document = small_document(scores=scores) | {"version": "1.1.0"}
    found, _ = read_document(document, scoring.RULES)
    assert scoring.score(found, {"size": -1}).bands == {"total": None}
    assert scoring.score(found, {"size": 0}).bands == {"total": "low"}


def test_a_plan_is_made_once_for_a_version():
    assert scoring.plan(instrument()) is scoring.plan(instrument())
    assert scoring.plan(instrument()) is not scoring.plan(instrument(version="2.0.0"))


def test_the_kept_plans_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(outcome, "MOST_PLANS", 2)
    monkeypatch.setattr(outcome, "_plans", {})
    for minor in range(5):
        scoring.plan(instrument(version=f"3.{minor}.0"))
        assert len(outcome._plans) <= 2


def test_a_faulty_section_is_refused():
    faulty, _ = read_document(small_document(findings={"high": "total"}))
    with pytest.raises(ValueError, match="RULES"):
        scoring.plan(faulty)


def test_nothing_declared_gives_nothing():
    document = small_document()
    del document["scoring"]
    bare, _ = read_document(document, scoring.RULES)
    found = scoring.score(bare, {"q1": 1})
    assert (found.scores, found.bands, found.findings, found.alerts, found.working) == ({}, {}, {}, {}, {})


@given(st.fixed_dictionaries({"exposed": st.none() | st.integers(0, 1), **{f"q{i}": OFTEN for i in range(1, 6)}}))
def test_hidden_answers_never_change_a_score(answers):
    gate = shelf.read("pc-ptsd-5")
    shown = answers if answers["exposed"] == 1 else {"exposed": answers["exposed"]}
    assert scoring.score(gate, answers) == scoring.score(gate, shown)


@given(st.dictionaries(st.sampled_from([f"q{i}" for i in range(1, 21)]), st.integers(0, 4)))
def test_pcl_5_total_is_the_sum_of_its_clusters_or_unknown(answers):
    found = scoring.score(shelf.read("pcl-5"), answers).scores
    clusters = [found[f"cluster_{letter}"] for letter in "bcde"]
    assert found["total"] == (None if None in clusters else sum(clusters))
    assert (found["total"] is None) == (len(answers) < 20)


@given(st.dictionaries(st.sampled_from([f"q{i}" for i in range(1, 10)]), st.integers(0, 3)))
def test_phq_9_prorates_at_most_two_and_rounds_half_up(answers):
    found = scoring.score(shelf.read("phq-9"), answers)
    n = len(answers)
    expected = None if n < 7 else (2 * 9 * sum(answers.values()) + n) // (2 * n)
    assert found.scores["total"] == expected
    assert found.alerts["self_harm"] == (answers["q9"] >= 1 if "q9" in answers else None)


@given(
    st.dictionaries(
        st.sampled_from(["q1", "q2", "q3", "yes", "size", "many", "note", "nobody"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()),
    )
)
def test_no_answers_whatever_make_it_raise(answers):
    found = scoring.score(instrument(), answers)
    assert found.working.keys() == {"total", "half", "much", "very_much", "one"}
