"""What each item type accepts as an answer, how it is cleaned, and what it refuses."""

import math
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from forms_engine.core import ITEM_TYPES, check_answer, clean_text
from tests.core.documents import EVERY_TYPE, instrument

ITEMS = instrument().items

# (item, value given, value stored)
ACCEPTED: list[tuple[str, object, object]] = [
    ("willing", True, True),
    ("willing", False, False),
    ("willing", None, None),
    ("calm", 1, 1),
    ("calm", 1.0, 1),
    ("topic", "home", "home"),
    ("helps", ["sport", "music"], ["music", "sport"]),
    ("helps", ["none"], ["none"]),
    ("helps", [], None),
    ("scales", [1.0, 0], [0, 1]),
    ("siblings", 20, 20),
    ("siblings", 3.0, 3),
    ("importance", 0, 0),
    ("hours", 7.5, 7.5),
    ("hours", 7, 7),
    ("weight", -1e9, -1e9),
    ("why", "Because\r\nof her", "Because\nof her"),
    ("why", "A\u030ase", "Åse"),
    ("why", "a" * 200, "a" * 200),
    ("why", "  \n", None),
    ("why", "\u202egnirts", "\u202egnirts"),
    ("started_on", "2024-02-29", "2024-02-29"),
]

REFUSED: list[tuple[str, object, str]] = [
    ("willing", 1, "answer-type"),
    ("willing", "true", "answer-type"),
    ("calm", True, "answer-option"),
    ("calm", "1", "answer-option"),
    ("calm", 2, "answer-option"),
    ("calm", 0.5, "answer-option"),
    ("calm", math.nan, "answer-option"),
    ("calm", [1], "answer-option"),
    ("topic", "School", "answer-option"),
    ("topic", {}, "answer-option"),
    ("helps", "music", "answer-type"),
    ("helps", ["music", "music"], "answer-twice"),
    ("helps", ["music", "dance"], "answer-option"),
    ("helps", [["music"]], "answer-option"),
    ("helps", ["music"] * 5, "answer-too-many"),
    ("helps", ["music", "friends", "sport", "none"], "answer-too-many"),
    ("helps", ["music", "none"], "answer-exclusive"),
    ("siblings", True, "answer-type"),
    ("siblings", "3", "answer-type"),
    ("siblings", 2.5, "answer-type"),
    ("siblings", 21, "answer-range"),
    ("siblings", -1, "answer-range"),
    ("siblings", 10**400, "answer-range"),
    ("siblings", math.nan, "answer-not-finite"),
    ("importance", 11, "answer-range"),
    ("hours", math.inf, "answer-not-finite"),
    ("hours", "7", "answer-type"),
    ("weight", 1e9 + 1, "answer-range"),
    ("why", 3, "answer-type"),
    ("why", "a" * 201, "answer-long"),
    ("why", "a\x00b", "answer-character"),
    ("why", "a\x1bb", "answer-character"),
    ("why", "\ud800", "answer-character"),
    ("why", "\uffff", "answer-character"),
    ("started_on", 20240101, "answer-type"),
    ("started_on", "2023-02-29", "answer-date"),
    ("started_on", "20240101", "answer-date"),
    ("started_on", "2024-W01-1", "answer-date"),
    ("started_on", "2024-01-01\n", "answer-date"),
    ("started_on", "٢٠٢٤-01-01", "answer-date"),
]


@pytest.mark.parametrize(("key", "given", "stored"), ACCEPTED)
def test_accepted(key: str, given: object, stored: object) -> None:
    value, problems = check_answer(ITEMS[key], given)
    assert problems == ()
    assert (value, type(value)) == (stored, type(stored))


@pytest.mark.parametrize(("key", "given", "code"), REFUSED)
def test_refused(key: str, given: object, code: str) -> None:
    value, problems = check_answer(ITEMS[key], given)
    assert value is None
    assert [(problem.path, problem.code) for problem in problems] == [(key, code)]


def test_minus_zero_is_zero() -> None:
    value, _ = check_answer(ITEMS["weight"], -0.0)
    assert math.copysign(1, value) == 1  # type: ignore[arg-type]


def test_every_type_is_in_the_small_document() -> None:
    assert {item.type for item in ITEMS.values()} == set(ITEM_TYPES)


def stored_answers() -> list[dict[str, Any]]:
    return [{key: stored} for key, _, stored in ACCEPTED if stored is not None]


def test_any_standard_validator_accepts_the_stored_answers() -> None:
    python = Draft202012Validator(EVERY_TYPE["answers"])
    rust = jsonschema_rs.Draft202012Validator(EVERY_TYPE["answers"])
    for answers in stored_answers():
        assert python.is_valid(answers)
        assert rust.is_valid(answers)


def test_a_standard_validator_refuses_what_its_keywords_can_say() -> None:
    rust = jsonschema_rs.Draft202012Validator(EVERY_TYPE["answers"], validate_formats=True)
    beyond_keywords = {"answer-character", "answer-exclusive", "answer-not-finite"}
    plain = [(key, value) for key, value, code in REFUSED if code not in beyond_keywords and value is not math.nan]
    accepted = [
        (key, value) for key, value in plain if value not in (10**400, "\ud800") and rust.is_valid({key: value})
    ]
    assert accepted == [("weight", 1e9 + 1)]  # without bounds of its own, a number has those of format 1
    assert not rust.is_valid({"unknown": 1})


def test_clean_text() -> None:
    assert clean_text("a\tb\r\nc\rd") == ("a\tb\nc\nd", None)
    text, problem = clean_text("a\x08")
    assert text == "a\x08"
    assert problem is not None
    assert problem.code == "answer-character"
    assert clean_text("Máret Áŋŋá, O'Neill, 李, 😀") == ("Máret Áŋŋá, O'Neill, 李, 😀", None)
