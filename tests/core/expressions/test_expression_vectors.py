"""Every vector through the three Python runners, and every refused expression."""

import json
from pathlib import Path
from typing import Any

import pytest

from forms_engine.core.expressions import check, compile_program, compile_tree, run
from forms_engine.core.expressions.operations import OPERATIONS
from tests.core.expressions.vector_files import cases

HERE = Path(__file__).parent
CASES = cases()
REFUSED = json.loads((HERE / "refused.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_runners_give_the_expected_value(case: dict[str, Any]) -> None:
    checked, problems = check(case["expression"], case["names"])
    assert checked is not None, problems
    tree = json.loads(json.dumps(checked.tree))  # the tree is plain JSON
    results = [
        run(tree, case["values"]),
        compile_tree(tree)(case["values"]),
        compile_program({"result": tree})(case["values"])["result"],
    ]
    assert results == [case["expect"]] * 3
    assert all(type(result) is not int for result in results)


def operations_in(tree: dict[str, Any]) -> set[str]:
    inner = (operations_in(arg) for arg in tree.get("args", ()))
    return {tree["op"], tree.get("of", tree["op"])}.union(*inner)


def test_every_operation_has_a_vector() -> None:
    used: set[str] = set()
    for case in CASES:
        checked, _ = check(case["expression"], case["names"])
        assert checked is not None
        used |= operations_in(checked.tree)
    assert set(OPERATIONS) <= used


@pytest.mark.parametrize("case", REFUSED["cases"], ids=lambda case: case["expression"][:40])
def test_refused(case: dict[str, str]) -> None:
    checked, problems = check(case["expression"], REFUSED["names"])
    assert checked is None
    assert problems[0].code == case["code"]
    assert problems[0].path == ""
    assert 0 < len(problems[0].message) < 250
