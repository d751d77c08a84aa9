"""docs/expressions.md is complete, and what it says is so."""

import json
import re
from pathlib import Path

import pytest

from forms_engine.core.expressions import check, run
from forms_engine.core.expressions import limits as bounds
from forms_engine.core.expressions.operations import FUNCTIONS, OPERATORS
from forms_engine.core.expressions.parser import BINDING, NOT_BINDING

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")
SAMPLE = json.loads(PAGE.split("```json\n")[1].split("```")[0])
ROWS = re.findall(r"^\| (?:.* \| )?`([^`|]+)` \| ([^|`]+) \|$", PAGE, re.MULTILINE)
EXAMPLES = [(text, json.loads(value)) for text, value in ROWS if not text.startswith(("expression-", "unknown-"))]


@pytest.mark.parametrize(("text", "value"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_example(text: str, value: object) -> None:
    checked, problems = check(text, SAMPLE["names"])
    assert checked is not None, problems
    assert run(checked.tree, SAMPLE["values"]) == value


def test_there_are_as_many_examples_as_operations_and_more() -> None:
    assert len(EXAMPLES) > len(OPERATORS) + len(FUNCTIONS)


def first_cells(section: str) -> list[str]:
    """The code in the first cells of the tables under a heading."""
    text = PAGE.split(f"## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def test_every_operator_has_its_line() -> None:
    assert set(OPERATORS) <= set(first_cells("Operators"))


def test_the_table_of_functions_is_the_table_of_functions() -> None:
    assert {cell.split("(")[0] for cell in first_cells("Functions")} == set(FUNCTIONS)


def test_every_function_has_an_example() -> None:
    used = " ".join(text for text, _ in EXAMPLES)
    assert {name for name in FUNCTIONS if f"{name}(" not in used} == set()


def test_precedence_is_as_documented() -> None:
    table = PAGE.split("## Operators")[1].split("\n\n")[2]
    rows = [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in table.splitlines()[2:-1]]
    strengths = [{NOT_BINDING if name == "not" else BINDING[name] for name in row} for row in rows]
    assert all(len(strength) == 1 for strength in strengths)
    assert sorted(map(min, strengths)) == list(map(min, strengths))
    assert {name for row in rows for name in row} == {*BINDING, "not"}


def test_limits_are_as_documented() -> None:
    text = PAGE.split("## Limits")[1]
    for number in (f"{bounds.MAX_CHARACTERS:,} characters", f"{bounds.MAX_NODES} parts", f"{bounds.MAX_DEPTH} levels"):
        assert number in text
    assert f"{bounds.MAX_NUMBER:.0f}" in text


def test_every_problem_code_is_documented() -> None:
    refused = json.loads((Path(__file__).parent / "refused.json").read_text(encoding="utf-8"))
    documented = set(first_cells("Problems"))
    assert {case["code"] for case in refused["cases"]} == documented
    package = ROOT / "forms_engine/core/expressions"
    sources = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    assert set(re.findall(r'"(expression-[a-z-]+)"', sources)) <= documented
