"""Sentences that quote answers."""

from typing import Any

import pytest

from forms_engine.core import read_expression, read_template
from tests.core.documents import instrument

NAMES: dict[str, Any] = {
    "n": "number",
    "t": "text",
    "d": "date",
    "ns": "numbers",
    "ts": "texts",
    "b": "boolean",
    "c": "number",
}
LABELS = {"c": {0: "Never", 1: "Often"}, "ts": {"a": "Apples", "b": "Bread"}, "t": {"x": "The X"}}
VALUES: dict[str, Any] = {"n": 7, "t": "x", "d": "2024-05-17", "ns": [1, 2.5], "ts": ["b", "a"], "b": True, "c": 1.0}


@pytest.mark.parametrize(
    ("text", "values", "sentence"),
    [
        ("", VALUES, ""),
        ("Plain", VALUES, "Plain"),
        ("a {n} and not a {n - 1}?", VALUES, "a 7 and not a 6?"),
        ("{n / 2}", VALUES, "3.5"),
        ("{n}{n}", VALUES, "77"),
        ("{{n}} }}", VALUES, "{n} }"),
        ("{{{n}}}", VALUES, "{7}"),
        ("{if(t == 'x', '} {', t)}", VALUES, "} {"),
        ("{if(n > 3, 'it''s', 'no')}", VALUES, "it's"),
        ("{d}", VALUES, "2024-05-17"),
        ("{ns}", VALUES, "1, 2.5"),
        ("{ts}", VALUES, "Bread, Apples"),
        ("{c} ( {c + 0} )", VALUES, "Often ( 1 )"),
        ("{ c }", VALUES, "Often"),
        ("{c}", {"c": 1.5}, "1.5"),
        ("{t}", VALUES, "The X"),
        ("{t}", {"t": "none of the options"}, "none of the options"),
        ("So {n}, {ts}, {c}.", {}, "So …, …, …."),
        ("{ts}", {"ts": []}, "…"),
        ("{n - 1}", {"n": None}, "…"),
        ("{n / 700000} {n * 100000000 * 100000000}", VALUES, "0.00001 70000000000000000"),
        ("{n / 3} {0 - n}", VALUES, "2.3333333333333335 -7"),
    ],
)
def test_render(text: str, values: dict[str, Any], sentence: str) -> None:
    template, problems = read_template(text, "/here", NAMES, labels=LABELS)
    assert problems == ()
    assert template.render(values) == sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "template-brace"),
        ("}", "template-brace"),
        ("{n", "template-brace"),
        ("{n {t}", "template-brace"),
        ("{'}", "template-brace"),
        ("{}", "expression-syntax"),
        ("{b}", "template-type"),
        ("{n > 1}", "template-type"),
        ("{nn}", "unknown-item"),
    ],
)
def test_faults(text: str, code: str) -> None:
    _, problems = read_template(text, "/here", NAMES)
    assert {problem.path for problem in problems} == {"/here"}
    assert problems[0].code == code


def test_only_earlier_items() -> None:
    assert read_template("{n}", "/here", NAMES, {"n"})[1] == ()
    _, problems = read_template("{n} {t}", "/here", NAMES, {"t"})
    assert [problem.code for problem in problems] == ["asked-later"]
    checked, problems = read_expression("b and n > 1", "/when", NAMES, set())
    assert checked is not None
    assert [problem.message.split()[0] for problem in problems] == ["'b'", "'n'"]


def test_plain_text_and_names() -> None:
    title = instrument().items["why"].title
    assert title.plain == "What makes it a … and not a …?"
    assert title.names == {"importance"}
    assert instrument().items["importance"].title.render({"topic": "school"}) == "How important is School to you?"
