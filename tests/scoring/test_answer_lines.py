import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import shelf
from scoring.answer_lines import answer_line

GATE = shelf.read("pc-ptsd-5")
ALL = {"exposed": 1, "q1": 1, "q2": 1, "q3": 1, "q4": 0, "q5": 0}
NOTHING = {
    "instrument": "pc-ptsd-5",
    "version": "1.0.0",
    "scores": {"total": None},
    "bands": {"total": None},
    "findings": {"positive_cut3": None, "positive_cut4": None},
    "alerts": {},
}


def said(line, instrument=GATE):
    return answer_line(instrument, line if isinstance(line, bytes) else json.dumps(line).encode())


def codes(result):
    return [(problem["path"], problem["code"]) for problem in result["problems"]]


def test_a_clean_line():
    assert said(ALL) == {
        "instrument": "pc-ptsd-5",
        "version": "1.0.0",
        "scores": {"total": 3},
        "bands": {"total": "positive"},
        "findings": {"positive_cut3": True, "positive_cut4": False},
        "alerts": {},
        "problems": [],
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"{", [("", "not-json")]),
        (b'"text"', [("", "not-answers")]),
        (b"[1]", [("", "not-answers")]),
        (b"null", [("", "not-answers")]),
        (b'{"q1": 1, "q1": 0}', [("", "duplicate-key")]),
        (b'{"q1": NaN}', [("/q1", "not-finite")]),
        (b'{"q1": -Infinity}', [("/q1", "not-finite")]),
        (b'{"q1": 1e999}', [("/q1", "not-finite")]),
        (b'{"q1": "\xff"}', [("", "not-utf-8")]),
        (b'{"q1": "\\u0000"}', [("/q1", "nul")]),
        (b'{"q1": "\\ud800"}', [("/q1", "lone-surrogate")]),
        (b"[" * 100_000, [("", "too-deep")]),
        (b'{"q1": 2}', [("q1", "answer-option")]),
        (b'{"q1": true}', [("q1", "answer-option")]),
        (b'{"q1": "1"}', [("q1", "answer-option")]),
        (b'{"q1": [1]}', [("q1", "answer-option")]),
        (b'{"q6": 1}', [("q6", "unknown-item")]),
        (b'{"total": 1}', [("total", "unknown-item")]),
        (b'{"q1": 5, "q6": 1}', [("q1", "answer-option"), ("q6", "unknown-item")]),
        (b'{"exposed": 0, "q1": 7}', [("q1", "answer-option")]),
    ],
)
def test_a_bad_line_makes_everything_unknown(line, expected):
    result = said(line)
    assert codes(result) == expected
    assert {part: result[part] for part in NOTHING} == NOTHING


def test_a_hidden_answer_is_left_out_and_the_rest_scored():
    result = said({**ALL, "exposed": 0})
    assert result["scores"] == {"total": 0}
    assert codes(result) == [(f"q{i}", "hidden") for i in range(1, 6)]


def test_absent_and_null_are_no_problem():
    assert said({**ALL, "q3": None})["problems"] == said({})["problems"] == []
    assert said({"exposed": 0, "q1": None})["problems"] == []


def test_a_whole_number_is_the_option_it_equals():
    assert said(b'{"exposed": 1.0, "q1": 1, "q2": 1, "q3": 1, "q4": 1, "q5": 1.0}')["scores"] == {"total": 5}


def test_many_unknown_names_are_counted():
    result = said({f"x{i}": 1 for i in range(500)})
    assert len(result["problems"]) == 26
    assert "475 more" in result["problems"][-1]["message"]


def test_a_long_unknown_name_is_cut():
    assert codes(said({"x" * 1000: 1})) == [("x" * 64, "unknown-item")]


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: json.dumps({"q1": text}).encode()))
def test_no_line_whatever_makes_it_raise(line):
    result = said(line)
    assert set(result) == {*NOTHING, "problems"}
    json.dumps(result, allow_nan=False)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Nd"]), min_size=4, max_size=30))
def test_no_problem_repeats_an_answer(secret):
    result = said({"q1": "§" + secret})
    assert codes(result)[0][0] in ("q1", "/q1")
    assert "§" not in json.dumps(result, ensure_ascii=False)
