"""Which steps and questions come, for which answers."""

from typing import Any

import pytest

from forms_engine.core import ANSWER_STATES, counted, walk
from tests.core.documents import changed, instrument

YES = {"type": "boolean", "title": "?"}
CHAIN = changed(
    ("/answers/properties", {"a": YES, "b": YES, "c": YES, "d": YES}),
    (
        "/conversation",
        [
            {"id": "one", "title": "One", "ask": ["a", {"item": "b", "when": "a"}]},
            {
                "id": "two",
                "title": "Two",
                "when": "b",
                "say": "Now then.",
                "ask": [{"item": "c", "when": "not (b and not a)"}],
            },
            {"id": "three", "title": "Three", "when": "not c", "ask": ["d"]},
            {"id": "end", "title": "End", "say": "Thank you."},
        ],
    ),
    ("/disclosure/items", {}),
)

# (answers, visible steps, items asked, answers that count)
WAYS: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "one end", "a", ""),
    ({"a": True}, "one end", "a b", "a"),
    ({"a": False}, "one end", "a", "a"),
    ({"a": True, "b": True}, "one two end", "a b c", "a b"),
    ({"a": True, "b": True, "c": True}, "one two end", "a b c", "a b c"),
    ({"a": True, "b": True, "c": False}, "one two three end", "a b c d", "a b c"),
    # b and c were answered before a was taken back: kept by the caller, but nothing that follows sees them
    ({"a": False, "b": True, "c": False, "d": True}, "one end", "a", "a"),
    ({"a": None, "b": True, "c": False, "d": True}, "one end", "a", ""),
    ({"b": False, "zz": 1}, "one end", "a", ""),
]


@pytest.mark.parametrize(("values", "steps", "items", "counting"), WAYS)
def test_way(values: dict[str, Any], steps: str, items: str, counting: str) -> None:
    chain = instrument(of=CHAIN)
    way = walk(chain, values)
    assert way.steps == tuple(steps.split())
    assert way.items == frozenset(items.split())
    assert way.hidden == frozenset("abcd") - way.items
    assert counted(chain, values) == {name: values[name] for name in counting.split()}


def test_the_way_back_brings_the_answers_back() -> None:
    chain = instrument(of=CHAIN)
    given = {"a": True, "b": True, "c": False, "d": True}
    assert counted(chain, given) == given
    assert counted(chain, given | {"a": False}) == {"a": False}
    assert counted(chain, given | {"a": True}) == given


def test_nothing_is_changed_by_walking() -> None:
    chain = instrument(of=CHAIN)
    given = {"a": False, "b": True}
    walk(chain, given)
    assert given == {"a": False, "b": True}
    assert dict(chain.blank) == dict.fromkeys("abcd")


def test_states_of_an_answer() -> None:
    assert ANSWER_STATES == ("value", "declined", "dont_know", "not_now")
