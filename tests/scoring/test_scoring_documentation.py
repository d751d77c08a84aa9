"""docs/scoring.md says what the code does."""

import ast
import inspect
import json
import re
from pathlib import Path

import scoring
from forms_engine.core import lint
from scoring import agreement, bounds, change, goals, lines, rules, section
from tests.scoring.small_document import small_document

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "scoring.md").read_text("utf-8")
FAULTS = json.loads((Path(__file__).parent / "vectors" / "faults.json").read_text("utf-8"))
BY_CORE = {"unknown-item"}


def codes_in(*modules):
    """Every code given to a Problem in these modules."""
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                yield node.args[1].value


def test_the_table_of_codes_is_complete_and_holds_no_others():
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))
    assert documented == {*codes_in(rules, section)} | BY_CORE


def test_every_code_has_a_case():
    shown = {code for case in FAULTS for _, code in case["problems"]}
    assert {*codes_in(rules, section)} - shown == {"judgement-number"}  # its cases are in test_scoring_rules


def test_the_example_has_no_problems():
    example = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    assert lint(small_document(**example), scoring.RULES) == ()


def test_the_python_example_tells_the_truth():
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    names = {}
    exec(code, names)  # noqa: S102
    assert names["outcome"].scores["cluster_b"] is None
    written = ast.literal_eval(re.search(r'working\["cluster_b"\]  # (.*)', code)[1])
    assert names["outcome"].working["cluster_b"] == written


def test_every_public_function_and_every_followed_operator_is_named():
    for module in (change, goals, agreement, lines):
        for name, thing in inspect.getmembers(module, inspect.isfunction):
            if thing.__module__ == module.__name__ and not name.startswith("_"):
                assert f"{name}(" in PAGE or f"`{name}`" in PAGE, name
    for name in [*bounds.RULES, "lookup", *agreement.ICC_NAMES]:
        assert name in PAGE
