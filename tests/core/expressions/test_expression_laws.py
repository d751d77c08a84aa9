"""Laws that hold for every expression and every answer."""

import json
import math
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_engine.core.expressions import Value, check, compile_program, compile_tree, run
from tests.core.expressions.random_expressions import NAMES, random_expression, random_values

SIGNS = (*"()[],+-*/<>", "..", "==", "!=", ">=", "in", "and", "or", "not", "true", "null", "1", "0.5", "'x'")
CALLS = ("if", "sum", "count", "round", "lookup", "coalesce", "any", "nobody")
SOUP = st.lists(st.sampled_from(SIGNS) | st.sampled_from([*NAMES, *CALLS]), max_size=60).map(" ".join)
HOSTILE = ("(", "[", "-", "not ", "if(", "sum(", "q1+", "q1-", "q1 and ", "a..", "q1..q6,", "'", "1.", "lookup(", "zz+")

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def spotless(value: Value) -> bool:
    """Nothing but finite floats (no ints, no -0), texts, booleans, null, and lists of them."""
    if isinstance(value, list):
        return all(spotless(element) for element in value)
    if isinstance(value, float):
        return math.isfinite(value) and (value != 0 or math.copysign(1, value) == 1)
    return value is None or isinstance(value, (bool, str))


def runs(tree: dict[str, Any], values: dict[str, Any]) -> list[Value]:
    return [run(tree, values), compile_tree(tree)(values), compile_program({"result": tree})(values)["result"]]


@given(st.randoms(use_true_random=False))
def test_a_checked_expression_never_raises_and_the_runners_agree(random: Random) -> None:
    text = random_expression(random)
    checked, problems = check(text, NAMES)
    assert checked is not None, (text, problems)
    for values in (random_values(random), random_values(random), {}):
        first, *others = runs(checked.tree, values)
        assert others == [first, first]
        assert spotless(first)
        assert repr(others) == repr([first, first])


@given(st.randoms(use_true_random=False), st.dictionaries(st.sampled_from(sorted(NAMES)), ANYTHING))
def test_answers_of_a_wrong_type_are_harmless(random: Random, values: dict[str, Any]) -> None:
    checked, _ = check(random_expression(random), NAMES)
    assert checked is not None
    first, *others = runs(checked.tree, values)
    assert repr(others) == repr([first, first])
    assert spotless(first)


@given(st.text(max_size=80) | SOUP)
def test_any_text_is_checked_or_refused_with_problems(text: str) -> None:
    checked, problems = check(text, NAMES)
    assert (checked is None) == bool(problems)
    if checked is not None:
        assert checked.text == text
        assert checked.names <= set(NAMES)
        json.dumps(checked.tree)
        runs(checked.tree, {})


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_is_refused(piece: str) -> None:
    for times in (30, 600, 100_000):
        checked, problems = check(piece * times, NAMES)
        assert len(problems) <= 10
    assert checked is None
