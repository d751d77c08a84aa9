"""Files made to hurt: each is refused by name within a second, and none opens a connection."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from forms_engine.core import Problem, lint, read_document, read_json
from tests.core.documents import changed

PROPERTIES = "/answers/properties"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("A document made the program look for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@contextmanager
def within_a_second() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < 1


def codes_of(data: bytes) -> set[str]:
    with within_a_second():
        value, problems = read_json(data)
        if not problems:
            problems = lint(value)
    return {problem.code for problem in problems}


def of_changes(*changes: tuple[str, Any]) -> set[str]:
    return codes_of(json.dumps(changed(*changes)).encode())


MANY = {f"q{n}": {"title": "?", "type": "boolean"} for n in range(1_001)}

FILES = {
    "brackets": (b"[" * 100_000, "too-deep"),
    "objects": (b'{"a":' * 100_000, "too-deep"),
    "brackets to the limit": (b"[" * 1024 * 1024, "too-deep"),
    "open strings": (b'["' + b'\\"' * 500_000, "not-json"),
    "quotes": (b'"' * 1024 * 1024, "not-json"),
    "backslashes": (b'"' + b"\\" * 1_000_000, "not-json"),
    "flat brackets": (b"[" + b"[]," * 300_000 + b"[]]", "too-many-values"),
    "million options": (b'{"oneOf":[' + b"0," * 500_000 + b"0]}", "too-many-values"),
    "too large": (b" " * 10_000_000, "file-too-large"),
    "digits": (b"1" * 1_000_000, "number-too-large"),
    "many keys twice": (b"{" + b'"a":1,' * 150_000 + b'"a":1}', "duplicate-key"),
    "prototype": (b'{"__proto__": {"polluted": true}}', "unknown-key"),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_bytes(name: str) -> None:
    data, code = FILES[name]
    assert code in codes_of(data)


DOCUMENTS: dict[str, tuple[list[tuple[str, Any]], str]] = {
    "reference to an address": ([(f"{PROPERTIES}/calm/$ref", "http://169.254.169.254/latest")], "ref-not-allowed"),
    "reference to a file": ([(f"{PROPERTIES}/calm/$ref", "file:///etc/passwd")], "ref-not-allowed"),
    "reference to itself": ([(f"{PROPERTIES}/calm/$ref", "#")], "ref-not-allowed"),
    "own identity": ([("/answers/$id", "http://127.0.0.1/")], "keyword-not-allowed"),
    "own dialect": ([("/$schema", "http://127.0.0.1/")], "unknown-key"),
    "doubling references": (
        [("/answers/$defs", {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(30)})],
        "keyword-not-allowed",
    ),
    "references in a ring": (
        [("/answers/$defs/a", {"$ref": "#/$defs/b"}), ("/answers/$defs/b", {"$ref": "#/$defs/a"})],
        "keyword-not-allowed",
    ),
    "slow pattern": ([(f"{PROPERTIES}/why/pattern", "^(a|a)*$")], "keyword-not-allowed"),
    "many options": (
        [(f"{PROPERTIES}/topic/oneOf", [{"const": n, "title": "o"} for n in range(6_000)])],
        "too-many",
    ),
    "all options are alike": ([(f"{PROPERTIES}/topic/oneOf", [{"const": 1, "title": "o"}] * 6_000)], "option-twice"),
    "shared options times items": (
        [
            ("/answers/$defs/often/oneOf", [{"const": n, "title": "o"} for n in range(500)]),
            (PROPERTIES, {f"q{n}": {"title": "?", "$ref": "#/$defs/often"} for n in range(1_000)}),
        ],
        "too-many-options",
    ),
    "many items": ([(PROPERTIES, MANY)], "too-many"),
    "many steps": ([("/conversation", [{"id": "a", "title": "a", "say": "a"}] * 4_000)], "too-many"),
    "long text": ([("/conversation/0/say", "a" * 900_000)], "text-too-long"),
    "long title": ([("/title", "a" * 900_000)], "text-too-long"),
    "wrong type, long": ([("/kind", "a" * 900_000)], "not-one-of"),
    "braces": ([("/conversation/0/say", "{" * 9_999)], "template-brace"),
    "braces and quotes": ([("/conversation/0/say", "{'" * 5_000)], "template-brace"),
    "closing braces": ([("/conversation/0/say", "} " * 5_000)], "template-brace"),
    "long expression": ([("/conversation/1/when", "1+" * 400_000 + "1")], "text-too-long"),
    "deep expression": ([("/conversation/1/when", "(" * 1_900)], "expression-too-deep"),
    "unknown names": (
        [
            (PROPERTIES, {f"question_number_{n}": {"title": "?", "type": "boolean"} for n in range(1_000)}),
            (
                "/conversation",
                [
                    {
                        "id": f"s{n}",
                        "title": "S",
                        "say": "s",
                        "when": " or ".join(f"questin_nmber_{k}" for k in range(4)),
                    }
                    for n in range(150)
                ],
            ),
        ],
        "too-many-problems",
    ),
    "many quotations": (
        [("/conversation", [{"id": f"s{n}", "title": "S", "say": "{1}" * 3_300} for n in range(80)])],
        "too-many-expressions",
    ),
    "many long ranges": (
        [
            (PROPERTIES, {f"q{n}": {"title": "?", "type": "number"} for n in range(1_000)}),
            ("/conversation", [{"id": "s", "title": "S", "say": "{sum(q1..q390)}" * 600}] * 100),
        ],
        "too-many-expressions",
    ),
    "ranges in the scoring": (
        [
            ("/scoring/findings", {f"f{n}": {"title": "F", "when": "count(q1..q390 > 1) > 2"} for n in range(200)}),
            ("/scoring/alerts", {f"a{n}": {"title": "A", "when": "true", "text": "{1}" * 400} for n in range(200)}),
            ("/scoring/scores", {"s": {"title": "S", "value": "1", "range": [0, 1], "higher": "worse"}}),
        ],
        "too-many-expressions",
    ),
    "reading direction": ([("/conversation/0/say", "Take 10\u202e 01 daily")], "text-hidden-character"),
    "prototype item": ([(f"{PROPERTIES}/__proto__", {"title": "?", "type": "boolean"})], "bad-form"),
    "constructor item": ([(f"{PROPERTIES}/constructor", {"title": "?", "type": "boolean"})], "reserved-name"),
    "half a character": ([("/title", "\ud800")], "lone-surrogate"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_hostile_documents(name: str) -> None:
    changes, code = DOCUMENTS[name]
    assert code in of_changes(*changes)


def test_hostile_python_values() -> None:
    deep: object = []
    for _ in range(100_000):
        deep = [deep]
    with within_a_second():
        assert read_document(deep) == (None, (Problem("", "too-deep", "Nested deeper than 32 levels."),))
    while deep:  # taken apart level by level: Python frees nested lists by recursion
        deep = deep[0]  # type: ignore[index]


def test_no_message_repeats_a_text_of_the_file() -> None:
    secret = "Xq7Vz"
    document = changed(
        ("/title", {"a": secret}), ("/kind", secret), ("/key", secret), ("/minutes", secret), ("/language", secret)
    )
    problems = lint(document)
    assert len(problems) == 5
    assert not [problem for problem in problems if secret in problem.message]
