"""What docs/instrument-format.md claims, and that it leaves nothing out."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from forms_engine.core import (
    ANSWER_STATES,
    FORMAT,
    ITEM_TYPES,
    OVERLAY_FORMAT,
    apply_overlay,
    limits,
    lint,
    read_document,
)
from forms_engine.core.limits import RESERVED
from scoring import RULES
from tests.core.documents import changed

ROOT = Path(__file__).parents[2]
CORE = ROOT / "forms_engine" / "core"
PAGE = (ROOT / "docs" / "instrument-format.md").read_text(encoding="utf-8")
EXAMPLES: list[dict[str, Any]] = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
DOCUMENTS = [example for example in EXAMPLES if example.get("format") == FORMAT]
OVERLAYS = [example for example in EXAMPLES if example.get("format") == OVERLAY_FORMAT]
ITEMS = [example for example in EXAMPLES if "format" not in example]


def test_there_are_examples_of_everything() -> None:
    assert DOCUMENTS
    assert OVERLAYS
    assert len(ITEMS) == len(ITEM_TYPES)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_whole_documents_are_clean(document: dict[str, Any]) -> None:
    assert lint(document, RULES) == ()


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_translations_are_clean(overlay: dict[str, Any]) -> None:
    (document,) = (document for document in DOCUMENTS if document["key"] == overlay["key"])
    translated, problems = apply_overlay(document, overlay)
    assert problems == ()
    assert lint(translated, RULES) == ()


def test_each_item_type_has_its_example() -> None:
    headings = re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)
    assert headings == list(ITEM_TYPES)
    for heading, items in zip(headings, ITEMS, strict=True):
        step = {"id": "a", "title": "A", "ask": list(items)}
        read, problems = read_document(
            changed(("/answers/properties", items), ("/conversation", [step]), ("/disclosure/items", {}))
        )
        assert problems == ()
        assert read is not None
        assert {item.type for item in read.items.values()} == {heading}


def keys_of(schema: Any) -> set[str]:
    """Every key that a document may have anywhere, and every allowed word."""
    if isinstance(schema, list):
        return set().union(*map(keys_of, schema))
    if not isinstance(schema, dict):
        return set()
    words = {word for word in schema.get("enum", []) if isinstance(word, str)}
    named = schema.get("properties", {})
    inner = [*named.values(), *(value for key, value in schema.items() if key != "properties")]
    return words | set(named) | set().union(*map(keys_of, inner))


@pytest.mark.parametrize("name", ["instrument", "overlay"])
def test_every_key_and_word_is_explained(name: str) -> None:
    schema = json.loads((CORE / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    assert {word for word in keys_of(schema) if not re.search(rf'[`"]{re.escape(word)}[`"]', PAGE)} == set()


def codes() -> set[str]:
    """Every text in the code of the core and its command that looks like the code of a problem."""
    sources = [*CORE.glob("*.py"), ROOT / "forms_engine" / "project" / "cli_lint.py"]
    texts = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    looks_alike = {"utf-8", "utf-8-sig"}
    found = {text for text in texts if re.fullmatch("[a-z]+(-[a-z]+)+|nul", text) and not text.startswith("x-")}
    return (found - looks_alike) | {"ref-not-allowed"}


def test_every_problem_code_is_explained_and_no_other() -> None:
    explained = set(re.findall(r"^\| `([a-z-]+)` \| ", PAGE[PAGE.index("## Problems") :], re.MULTILINE))
    assert explained == codes()


def test_limits_are_the_ones_in_force() -> None:
    section = PAGE[PAGE.index("## Limits") : PAGE.index("## Problems")]
    for name in (
        "MAX_BYTES",
        "MAX_DEPTH",
        "MAX_NODES",
        "MAX_ITEMS",
        "MAX_OPTIONS",
        "MAX_TEXT",
        "MAX_NUMBER",
        "MAX_SHOWN",
        "MAX_EXPRESSIONS",
    ):
        assert f" {getattr(limits, name):,}" in section, name
    schema = json.loads((CORE / "schema" / "instrument.json").read_text(encoding="utf-8"))
    answers = schema["properties"]["answers"]["properties"]
    assert answers["properties"]["maxProperties"] == limits.MAX_ITEMS
    assert schema["$defs"]["options"]["maxItems"] == limits.MAX_OPTIONS
    assert schema["$defs"]["text"]["maxLength"] == limits.MAX_TEXT
    assert schema["$defs"]["number"]["maximum"] == limits.MAX_NUMBER


def test_reserved_names_and_states_are_listed() -> None:
    for word in (RESERVED | set(ANSWER_STATES)) - {"__proto__", "value"}:
        assert f"`{word}`" in PAGE
