"""Laws that hold for every document that lint accepts, and for every answer."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_engine.core import ITEM_TYPES, Instrument, check_answer, counted, lint, read_document, read_json, walk
from tests.core.documents import EVERY_TYPE, changed, instrument

SCHEMAS: list[tuple[str, dict[str, Any]]] = list(EVERY_TYPE["answers"]["properties"].items())
TYPES = instrument().names
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)


CONDITIONS = {
    "boolean": ["{0}", "not {0}", "answered({0})"],
    "number": ["{0} > 1", "not ({0} == 0)", "answered({0})"],
    "text": ["{0} == 'school'", "answered({0})"],
    "texts": ["contains({0}, 'sport')", "count_answered({0}) > 1"],
    "numbers": ["contains({0}, 1)", "sum({0}) > 0"],
    "date": ["answered({0})", "{0} > '2020-01-01'"],
}
QUOTES = {"number": ["{{{0}}}", "{{{0} - 1}}", "{{1 / {0}}}"], "boolean": ["{{{{0}}}}"]}

Asked = list[tuple[str, str]]
"""Items asked so far: name and expression type."""


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Conversations over the item types, whose conditions and quotations use what was asked before them."""
    asked: Asked = []
    items: dict[str, Any] = {}
    steps = []
    for number in range(draw(st.integers(1, 8))):
        step = {"id": f"s{number}", "title": "S", "say": draw(sentences(asked)), "ask": []}
        if asked and draw(st.booleans()):
            step["when"] = draw(conditions(asked))
        for key in [f"i{number}_{place}" for place in range(draw(st.integers(1, 2)))]:
            name, schema = draw(st.sampled_from(SCHEMAS))
            items[key] = schema | {"title": draw(sentences(asked))}
            with_condition = asked and draw(st.booleans())
            step["ask"].append({"item": key, "when": draw(conditions(asked))} if with_condition else key)
            asked.append((key, TYPES[name]))
        steps.append(step)
    shuffled = dict(draw(st.permutations(list(items.items()))))
    return changed(("/answers/properties", shuffled), ("/conversation", steps), ("/disclosure/items", {}))


@st.composite
def conditions(draw: st.DrawFn, asked: Asked) -> str:
    chosen = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=2))
    parts = [draw(st.sampled_from(CONDITIONS[kind])).format(name) for name, kind in chosen]
    return draw(st.sampled_from([" and ", " or "])).join(parts)


@st.composite
def sentences(draw: st.DrawFn, asked: Asked) -> str:
    chosen = draw(st.lists(st.sampled_from(asked), max_size=2)) if asked else []
    return " ".join(
        ["Well"] + [draw(st.sampled_from(QUOTES.get(kind, ["{{{0}}}"]))).format(name) for name, kind in chosen]
    )


@st.composite
def answers(draw: st.DrawFn, read: Instrument) -> dict[str, Any]:
    """Anything at all, of which only what check_answer lets through is kept."""
    likely = st.sampled_from([True, False, 0, 1, 5, "school", "home", ["sport"], [0], "2024-05-17", None])
    given_values = {key: draw(likely | JSON) for key in read.items}
    checked = {key: check_answer(read.items[key], value) for key, value in given_values.items()}
    return {key: value for key, (value, problems) in checked.items() if not problems}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_clean_document_never_raises_and_hidden_answers_never_count(data: st.DataObject) -> None:
    read, problems = read_document(data.draw(documents()))
    assert problems == ()
    assert read is not None
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


@settings(max_examples=100, deadline=None)
@given(JSON, st.sampled_from(sorted(EVERY_TYPE["answers"]["properties"])))
def test_cleaning_twice_is_cleaning_once(value: object, key: str) -> None:
    read, _ = read_document(EVERY_TYPE)
    assert read is not None
    stored, problems = check_answer(read.items[key], value)
    if not problems:
        assert check_answer(read.items[key], stored) == (stored, ())
    assert read.items[key].type in ITEM_TYPES


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=60)
    | st.text(alphabet='[]{}",:\\u0123eE.-+ntfa\x00\ud800', max_size=60).map(
        lambda t: t.encode("utf-8", "surrogatepass")
    )
)
def test_reading_never_raises(data: bytes) -> None:
    value, problems = read_json(data)
    assert value is None or problems == ()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_lint_never_raises(data: st.DataObject) -> None:
    """A document with anything at all put anywhere has problems or has none, but is always read to the end."""
    where = data.draw(st.sampled_from(sorted(places(EVERY_TYPE, ""))))
    lint(changed((where, data.draw(JSON))))


def places(value: object, where: str) -> list[str]:
    inner = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    found = [f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}" for key, _ in inner]
    return found + [deeper for place, (_, child) in zip(found, inner, strict=True) for deeper in places(child, place)]
