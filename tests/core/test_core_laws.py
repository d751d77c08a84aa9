"""Laws that hold for every document that lint accepts, and for every answer."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_engine.core import ITEM_TYPES, Instrument, check_answer, counted, lint, read_document, read_json, walk
from tests.core.documents import EVERY_TYPE, changed

SCHEMAS: list[dict[str, Any]] = list(EVERY_TYPE["answers"]["properties"].values())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Conversations over the item types, in which conditions and quotations use what was asked before them, or not."""
    count = draw(st.integers(1, 8))
    items = {f"i{n}": dict(draw(st.sampled_from(SCHEMAS)), title=draw(templates())) for n in range(count)}
    order = draw(st.permutations(list(items)))
    steps = [{"id": f"s{n}", "title": "S", "say": "x", "ask": [draw(questions(item))]} for n, item in enumerate(order)]
    for step in steps:
        if draw(st.booleans()):
            step["when"] = draw(conditions())
    return changed(("/answers/properties", items), ("/conversation", steps), ("/disclosure/items", {}))


def names() -> st.SearchStrategy[str]:
    return st.integers(0, 7).map(lambda number: f"i{number}")


@st.composite
def conditions(draw: st.DrawFn) -> str:
    name, other = draw(names()), draw(names())
    shapes = [
        "{0}",
        "not {0}",
        "{0} > 1",
        "{0} == 'school'",
        "answered({0}) or {1} < 5",
        "contains({0}, 'sport')",
        "count([{0} > 1]) > 0",
    ]
    return draw(st.sampled_from(shapes)).format(name, other)


@st.composite
def templates(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["Plain", "So {{{0}}}?", "{{{0} - 1}}", "{{{0}}} {{{1}}}"])).format(
        draw(names()), draw(names())
    )


@st.composite
def questions(draw: st.DrawFn, item: str) -> object:
    return draw(st.just(item) | conditions().map(lambda when: {"item": item, "when": when}))


@st.composite
def answers(draw: st.DrawFn, read: Instrument) -> dict[str, Any]:
    """Anything at all, of which only what check_answer lets through is kept."""
    likely = st.sampled_from([True, False, 0, 1, 5, "school", "home", ["sport"], [0], "2024-05-17", None])
    given_values = {key: draw(likely | JSON) for key in read.items}
    checked = {key: check_answer(read.items[key], value) for key, value in given_values.items()}
    return {key: value for key, (value, problems) in checked.items() if not problems}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_clean_document_never_raises_and_hidden_answers_never_count(data: st.DataObject) -> None:
    read, problems = read_document(data.draw(documents()))
    if read is None:
        assert problems
        return
    values = data.draw(answers(read))
    way, counting = walk(read, values), counted(read, values)
    assert counting.keys() <= way.items
    for item in read.items.values():
        assert isinstance(item.title.render(counting), str)
    without_hidden = {key: value for key, value in values.items() if key in way.items}
    assert walk(read, without_hidden) == way
    assert counted(read, without_hidden) == counting == counted(read, counting)
    hidden = sorted(way.hidden)
    if hidden:
        other = values | dict.fromkeys(hidden) | {hidden[0]: True}
        assert walk(read, other) == way


@settings(max_examples=200, deadline=None)
@given(JSON, st.sampled_from(sorted(EVERY_TYPE["answers"]["properties"])))
def test_cleaning_twice_is_cleaning_once(value: object, key: str) -> None:
    read, _ = read_document(EVERY_TYPE)
    assert read is not None
    stored, problems = check_answer(read.items[key], value)
    if not problems:
        assert check_answer(read.items[key], stored) == (stored, ())
    assert read.items[key].type in ITEM_TYPES


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=60)
    | st.text(alphabet='[]{}",:\\u0123eE.-+ntfa\x00\ud800', max_size=60).map(
        lambda t: t.encode("utf-8", "surrogatepass")
    )
)
def test_reading_never_raises(data: bytes) -> None:
    value, problems = read_json(data)
    assert value is None or problems == ()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_lint_never_raises(data: st.DataObject) -> None:
    """A document with anything at all put anywhere has problems or has none, but is always read to the end."""
    where = data.draw(st.sampled_from(sorted(places(EVERY_TYPE, ""))))
    lint(changed((where, data.draw(JSON))))


def places(value: object, where: str) -> list[str]:
    inner = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    found = [f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}" for key, _ in inner]
    return found + [deeper for place, (_, child) in zip(found, inner, strict=True) for deeper in places(child, place)]
