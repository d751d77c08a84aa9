import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_engine.core import read_document
from forms_engine.core.expressions import check, run
from scoring.bounds import ANYTHING, NEVER, Bounds, bounds, item_bounds
from tests.scoring.small_document import small_document

INSTRUMENT, _ = read_document(small_document())
KNOWN = item_bounds(INSTRUMENT)
REACHES = {
    "1.5": (1.5, 1.5),
    "q1": (0, 3),
    "level": (-5, 5),
    "-level + 1": (-4, 6),
    "q1 - level - 1": (-6, 7),
    "2 * level * -1": (-10, 10),
    "q1 / 2": (0, 1.5),
    "level / (q1 + 1)": (-5, 5),
    "abs(level)": (0, 5),
    "abs(q1 - 10)": (7, 10),
    "round(q1 / 2)": (0, 2),
    "round(q1 / 8, 1)": (0, 0.4),
    "sum(q1..q3)": (0, 9),
    "sum(q1..q3, 1)": (1, 10),
    "sum([q1, q2] * 2)": (0, 12),
    "sum(10 - [q1, q2])": (14, 20),
    "mean(q1..q3)": (0, 3),
    "min(q1, level)": (-5, 3),
    "max(q1, level)": (0, 5),
    "sum_answered(q1, level)": (-5, 8),
    "sum_answered(10, q1)": (0, 13),
    "mean_answered(10, q1)": (0, 10),
    "min_answered(many)": None,
    "count(q1..q3 >= 2)": (0, 3),
    "count_answered(q1..q3)": (0, 3),
    "if(yes, q1, 10)": (0, 10),
    "if(yes, q1, null)": (0, 3),
    "coalesce(q1, -1)": (-1, 3),
    "lookup(q1, [[0, 5], [2, 9]])": (5, 9),
    "round(9 * mean_answered(q1..q3))": (0, 27),
    "size": None,
    "size * 0": None,
    "round(size)": None,
    "q1 / level": None,
    "sum(many)": None,
    "sum(many * 2)": None,
    "days_between('2026-01-01', '2026-01-02')": None,
    "count(many > 1)": None,
    "if(yes, size, 1)": None,
}
NEVER_A_NUMBER = ["sum(null)", "null + 1", "abs(null)", "max(q1, null)", "round(null)", "q1 / null"]


def reach(text):
    checked, problems = check(text, INSTRUMENT.names)
    assert not problems
    return bounds(checked.tree, KNOWN)


@pytest.mark.parametrize("text", REACHES)
def test_reach(text):
    expected = REACHES[text]
    found = reach(text)
    assert found.known == (expected is not None)
    assert expected is None or (found.low, found.high) == pytest.approx(expected)


@pytest.mark.parametrize("text", NEVER_A_NUMBER)
def test_null_is_never_a_number(text):
    assert reach(text) == NEVER


def test_a_name_nobody_knows_can_be_anything():
    checked, _ = check("x + 1", {"x": "number"})
    assert bounds(checked.tree, {}) == ANYTHING


def test_texts_have_no_ends():
    assert KNOWN["word"] == KNOWN["note"] == KNOWN["many"] == KNOWN["yes"] == ANYTHING
    assert KNOWN["size"] == ANYTHING
    assert KNOWN["level"] == Bounds(-5, 5)


ANSWERS = st.fixed_dictionaries(
    {
        "q1": st.none() | st.integers(0, 3),
        "q2": st.none() | st.integers(0, 3),
        "q3": st.none() | st.integers(0, 3),
        "level": st.none() | st.integers(-5, 5),
        "yes": st.none() | st.booleans(),
    }
)


@given(st.sampled_from([text for text, ends in REACHES.items() if ends]), ANSWERS)
def test_no_answers_reach_beyond(text, answers):
    checked, _ = check(text, INSTRUMENT.names)
    value, found = run(checked.tree, answers), reach(text)
    assert value is None or found.low - 1e-9 <= value <= found.high + 1e-9
