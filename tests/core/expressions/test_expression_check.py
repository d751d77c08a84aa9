"""What the checker says: trees, types, spans and advice."""

import pytest

from forms_engine.core.expressions import Type, check

NAMES: dict[str, Type] = {
    "q1": "number",
    "q2": "number",
    "q3": "number",
    "yes": "boolean",
    "born": "date",
    "picked": "texts",
}


def messages(text: str) -> list[str]:
    checked, problems = check(text, NAMES)
    assert checked is None
    return [problem.message for problem in problems]


def test_the_tree_is_plain_and_has_spans() -> None:
    checked, problems = check("q1 + 2 >= 3", NAMES)
    assert problems == ()
    assert checked is not None
    assert (checked.type, checked.names, checked.text) == ("boolean", frozenset({"q1"}), "q1 + 2 >= 3")
    left = {
        "op": "+",
        "type": "number",
        "span": [0, 6],
        "args": [
            {"op": "name", "type": "number", "span": [0, 2], "name": "q1"},
            {"op": "value", "type": "number", "span": [5, 6], "value": 2.0},
        ],
    }
    right = {"op": "value", "type": "number", "span": [10, 11], "value": 3.0}
    assert checked.tree == {"op": ">=", "type": "boolean", "span": [0, 11], "args": [left, right]}


def test_a_range_is_a_list_in_document_order() -> None:
    checked, _ = check("q1..q3", NAMES)
    assert checked is not None
    assert [arg["name"] for arg in checked.tree["args"]] == ["q1", "q2", "q3"]
    assert checked.names == {"q1", "q2", "q3"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("null", "null"),
        ("q1..q2", "numbers"),
        ("picked", "texts"),
        ("q1..q2 == 1", "booleans"),
        ("coalesce(born, '2020-01-01')", "date"),
        ("if(yes, 'a', null)", "text"),
        ("coalesce(null, q1)", "number"),
        ("lookup(q1, [[0, 'a']])", "text"),
    ],
)
def test_types(text: str, kind: str) -> None:
    checked, problems = check(text, NAMES)
    assert checked is not None, problems
    assert checked.type == kind == checked.tree["type"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 + q21", "Unknown item 'q21'; did you mean 'q2'? (character 5)"),
        ("Q1", "Unknown item 'Q1'; did you mean 'q1'? (character 1)"),
        ("weather", "Unknown item 'weather' (character 1)"),
        ("summ(q1)", "Unknown function 'summ'; did you mean 'sum'? (character 1)"),
        ("q1 = 2", "To compare, write == (character 4)"),
        ("q1 AND yes", "Expected an operator, found 'AND'; write 'and' (character 4)"),
        ("q1 +", "Expected a value, found the end of the expression (character 5)"),
        ("sum(q1", "Expected ')', found the end of the expression (character 7)"),
        ("1 < q1 < 3", "Comparisons do not chain: write a < b and b < c (character 8)"),
        ("q3..q1", "'q1' comes before 'q3': write q1..q3 (character 1)"),
        ("yes + 1", "'+' needs a number, not a yes or no (character 1)"),
        ("-yes", "'-' needs a number, not a yes or no (character 2)"),
        ("if(yes, 1, 'a')", "if() needs a number here, not a text (character 12)"),
        ("abs(1, 2)", "abs() takes 1 value, not 2 (character 1)"),
        ("if(yes, 1)", "if() takes 3 values, not 2 (character 1)"),
        ("round(1, 2, 3)", "round() takes 1 to 2 values, not 3 (character 1)"),
        ("coalesce(1)", "coalesce() takes 2 or more values, not 1 (character 1)"),
        ("q1 @ 2", "Unexpected character '@' (character 4)"),
        ("q1 \udc80", "Unexpected character '\\udc80' (character 4)"),
        ("q1 " + "z" * 50, f"Expected an operator, found '{'z' * 40}…' (character 4)"),
    ],
)
def test_messages_say_where_and_what_to_do(text: str, message: str) -> None:
    assert messages(text)[0] == message


def test_all_problems_are_reported_at_once() -> None:
    assert len(messages("nobody + nothing + abs(yes)")) == 3


def test_one_fault_is_one_problem() -> None:
    assert len(messages("sum(q3..q1) >= 2")) == 1
    assert len(messages("sum(q1..q31) >= 2 and yes")) == 1
    assert len(messages("lookup(q1, q2) + abs(1, 2)")) == 2


def test_ten_problems_are_enough() -> None:
    assert len(messages(" + ".join(["nobody"] * 20))) == 10
    assert len(messages("[" + ", ".join(["yes + 1"] * 20) + "]")) == 10


def test_a_long_row_is_not_deep() -> None:
    for sign in ("+", "and", "or"):
        checked, problems = check(f" {sign} ".join(["q1" if sign == "+" else "yes"] * 100), NAMES)
        assert checked is not None, problems
