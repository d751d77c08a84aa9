"""Many expressions as one function."""

import pytest

from forms_engine.core.expressions import Type, Value, check, compile_program, compile_tree, run
from forms_engine.core.expressions.types import Tree

QUESTIONS: dict[str, Type] = {f"q{number}": "number" for number in range(1, 21)}
PCL_5 = {
    "total": "sum(q1..q20)",
    "intrusion": "sum(q1..q5)",
    "avoidance": "sum(q6..q7)",
    "mood": "sum(q8..q14)",
    "arousal": "sum(q15..q20)",
    "provisional": "count(q1..q5 >= 2) >= 1 and count(q6..q7 >= 2) >= 1"
    " and count(q8..q14 >= 2) >= 2 and count(q15..q20 >= 2) >= 2",
    "cut31": "total >= 31",
    "cut33": "total >= 33",
    "reckless": "q16 >= 2",
}


def trees(sources: dict[str, str], names: dict[str, Type]) -> dict[str, Tree]:
    """Checked one after the other, each result a name for the next."""
    names = dict(names)
    found: dict[str, Tree] = {}
    for name, source in sources.items():
        checked, problems = check(source, names)
        assert checked is not None, problems
        names[name], found[name] = checked.type, checked.tree
    return found


def answers(*values: float | None) -> dict[str, Value]:
    return {f"q{place}": value for place, value in enumerate(values, 1)}


def test_a_whole_instrument() -> None:
    program = compile_program(trees(PCL_5, QUESTIONS))
    given = answers(2, 0, 0, 0, 0, 3, 0, 2, 2, 0, 0, 0, 0, 0, 4, 4, 4, 4, 4, 4)
    assert program(given) == {
        "total": 33.0,
        "intrusion": 2.0,
        "avoidance": 3.0,
        "mood": 4.0,
        "arousal": 24.0,
        "provisional": True,
        "cut31": True,
        "cut33": True,
        "reckless": True,
    }


def test_one_missing_answer_leaves_the_rest() -> None:
    program = compile_program(trees(PCL_5, QUESTIONS))
    result = program({**answers(*[0] * 20), "q20": None})
    assert result["total"] is None
    assert result["arousal"] is None
    assert result["cut31"] is None
    assert result["intrusion"] == 0.0
    assert result["provisional"] is False  # no intrusion symptom decides it, whatever q20 would have been


def test_nothing_answered_is_null_everywhere() -> None:
    assert set(compile_program(trees(PCL_5, QUESTIONS))({}).values()) == {None}


def test_a_result_comes_before_an_answer_of_the_same_name() -> None:
    program = compile_program(trees({"total": "q1 + q2", "high": "total >= 3"}, QUESTIONS))
    assert program({"q1": 1, "q2": 2, "total": 0}) == {"total": 3.0, "high": True}


def test_answers_are_left_as_they_were() -> None:
    given = answers(1, 2)
    compile_program(trees({"total": "q1 + q2"}, QUESTIONS))(given)
    assert given == answers(1, 2)


@pytest.mark.parametrize("huge", [10**400, -(10**400)])
def test_whole_numbers_beyond_the_doubles_are_unanswered(huge: int) -> None:
    checked = trees({"total": "q1 + q2", "other": "q2 + 1", "later": "other * 2"}, QUESTIONS)
    given = {"q1": huge, "q2": 1}
    assert compile_program(checked)(given) == {"total": None, "other": 2.0, "later": 4.0}
    assert run(checked["total"], given) is None
    assert compile_tree(checked["total"])(given) is None


def test_no_trees_no_results() -> None:
    assert compile_program({})({"q1": 1}) == {}


def test_the_longest_row_compiles() -> None:
    names: dict[str, Type] = {f"q{number}": "number" for number in range(1, 399)}
    checked = trees({"row": "sum(q1..q398)", "mean": "mean(q1..q398)"}, names)
    assert compile_program(checked)(answers(*[1] * 398)) == {"row": 398.0, "mean": 1.0}


def test_a_list_among_the_values_of_a_range_is_one_value() -> None:
    names: dict[str, Type] = {"q1": "number", "ticked": "texts", "word": "text"}
    checked = trees({"given": "count_answered(q1..word)"}, names)
    values: dict[str, Value] = {"q1": 1, "ticked": ["a", "b"], "word": None}
    assert compile_program(checked)(values) == {"given": 2.0}
    assert run(checked["given"], values) == 2.0
