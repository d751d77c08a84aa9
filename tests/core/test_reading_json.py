"""Bytes from outside: what is read, and what is refused with its place."""

import math

import pytest

from forms_engine.core import canonical, digest, pointer, read_json
from forms_engine.core.reading import value_problems


def found(data: bytes) -> list[tuple[str, str]]:
    value, problems = read_json(data)
    assert problems == () or value is None
    return [(problem.path, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        (b"null", None),
        (b"\xef\xbb\xbf[]", []),
        (b"9007199254740991", 2**53 - 1),
        (b'"[[[[ \\" {{{{"', '[[[[ " {{{{'),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b"-0", 0),
    ],
)
def test_what_is_read(data: bytes, value: object) -> None:
    assert read_json(data) == (value, ())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("", "not-json")]),
        (b"{", [("", "not-json")]),
        (b'{"a": 1,}', [("", "not-json")]),
        (b'"open', [("", "not-json")]),
        (b"\xff", [("", "not-utf-8")]),
        (b'"\xed\xa0\x80"', [("", "not-utf-8")]),
        (b'{"b": {"a": 1, "a": 2}}', [("/b", "duplicate-key")]),
        (b'{"a": {"x": 1, "x": 1}, "a": {"x": 1}}', [("", "duplicate-key")]),
        (b"[1, NaN]", [("/1", "not-finite")]),
        (b"[-Infinity]", [("/0", "not-finite")]),
        (b"[1e999]", [("/0", "not-finite")]),
        (b"[9007199254740992]", [("/0", "number-too-large")]),
        (b'{"a/b~": 1' + b"0" * 5_000 + b"}", [("/a~1b~0", "number-too-large")]),
        (b'["\\u0000"]', [("/0", "nul")]),
        (b'{"\\u0000": 1}', [("", "nul")]),
        (b'["\\ud800"]', [("/0", "lone-surrogate")]),
        (b'{"\\ud800": "\\udfff"}', [("", "lone-surrogate"), ("/\\ud800", "lone-surrogate")]),
    ],
)
def test_what_is_refused(data: bytes, expected: list[tuple[str, str]]) -> None:
    assert found(data) == expected


def test_limits() -> None:
    assert found(b"[" * 32 + b"]" * 32) == []
    assert found(b"[" * 33 + b"]" * 33) == [("", "too-deep")]
    assert found(b"[]" * 40) == [("", "not-json")]
    assert found(b" " * (1024 * 1024 + 1)) == [("", "file-too-large")]
    assert found(b"[" + b"1," * 19_998 + b"1]") == []
    assert found(b"[" + b"1," * 19_999 + b"1]") == [("", "too-many-values")]
    assert read_json(b"[1]", max_bytes=2)[1][0].code == "file-too-large"
    assert read_json(b"[[1]]", max_depth=1)[1][0].code == "too-deep"


def test_all_faults_of_a_file_come_at_once() -> None:
    assert len(found(b'{"a": NaN, "b": 1e999, "c": {"d": 1, "d": 2}, "e": "\\u0000"}')) == 4


@pytest.mark.parametrize(
    ("value", "code"),
    [(object(), "not-json"), ({1: 2}, "not-json"), ((1, 2), "not-json"), (math.nan, "not-finite"), (b"x", "not-json")],
)
def test_python_values_that_are_not_json(value: object, code: str) -> None:
    assert [problem.code for problem in value_problems([value])] == [code]


def test_python_values_without_an_end() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert [problem.code for problem in value_problems(endless)] == ["too-deep"]


def test_pointers() -> None:
    assert pointer() == ""
    assert pointer("a/b", 0, "~") == "/a~1b/0/~0"


def test_canonical_bytes() -> None:
    assert canonical({"b": 1.0, "a": "é"}) == '{"a":"é","b":1}'.encode()
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
