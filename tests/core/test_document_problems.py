"""Each fault that a document can have, by the place and the code that an author is told."""

from pathlib import Path

import pytest

from forms_engine.core import lint, read_document
from forms_engine.core.problems import Problem
from tests.core.documents import EVERY_TYPE, GONE, changed, instrument

PROPERTIES = "/answers/properties"
YES = {"type": "boolean", "title": "Yes?"}

# (changes, the problems as (path, code))
FAULTS = {
    "missing key": ([("/title", GONE)], [("", "missing-key")]),
    "wrong type": ([("/title", 3)], [("/title", "wrong-type")]),
    "wrong type of two": ([("/conversation/0/ask/0", 3)], [("/conversation/0/ask/0", "wrong-type")]),
    "unknown key": ([("/colour", "red")], [("/colour", "unknown-key")]),
    "unknown key deep": ([(f"{PROPERTIES}/why/colour", "red")], [(f"{PROPERTIES}/why/colour", "unknown-key")]),
    "other format": ([("/format", "forms-engine/instrument/2")], [("/format", "not-one-of")]),
    "unknown kind": ([("/kind", "quiz")], [("/kind", "not-one-of")]),
    "bad key": ([("/key", "PHQ 9")], [("/key", "bad-form")]),
    "key with line feed": ([("/key", "phq-9\n")], [("/key", "bad-form")]),
    "bad version": ([("/version", "1.0")], [("/version", "bad-form")]),
    "empty title": ([("/title", "")], [("/title", "empty-text")]),
    "text too long": ([("/conversation/0/say", "a" * 10_001)], [("/conversation/0/say", "text-too-long")]),
    "no steps": (
        [("/conversation", []), ("/answers/properties", {"a": YES}), ("/disclosure/items", {})],
        [("/conversation", "too-few"), (f"{PROPERTIES}/a", "never-asked")],
    ),
    "too many cards": (
        [("/conversation/0/cards", [{"title": "a", "text": "b"}] * 51)],
        [("/conversation/0/cards", "too-many")],
    ),
    "too long an interview": ([("/minutes", 601)], [("/minutes", "out-of-range")]),
    "negative minutes": ([("/minutes", 0)], [("/minutes", "out-of-range")]),
    "ages": ([("/ages", {"from": 20, "to": 10})], [("/ages", "empty-range")]),
    "stage twice": (
        [("/stages/1/id", "engage"), ("/conversation/2/stage", "engage")],
        [("/stages/0/id", "stage-twice"), ("/stages/1/id", "stage-twice")],
    ),
    "hidden character": ([("/title", "safe\u202eevil")], [("/title", "text-hidden-character")]),
    "soft control": ([("/title", "a\x07b")], [("/title", "text-character")]),
    "noncharacter": ([("/title", "a\ufdd0b")], [("/title", "text-character")]),
    "decomposed": ([("/title", "A\u030a")], [("/title", "text-not-nfc")]),
    "hidden character in a key": (
        [("/disclosure/items/x\u200e", "worker")],
        [("/disclosure/items", "text-hidden-character"), ("/disclosure/items/x\u200e", "unknown-item")],
    ),
    # items
    "item of no type": (
        [(f"{PROPERTIES}/willing", {"title": "?"})],
        [(f"{PROPERTIES}/willing", "unknown-item-type")],
    ),
    "ruler without its display": (
        [(f"{PROPERTIES}/importance/x-display", GONE)],
        [
            (f"{PROPERTIES}/importance/x-high", "key-not-for-type"),
            (f"{PROPERTIES}/importance/x-low", "key-not-for-type"),
        ],
    ),
    "text without length": ([(f"{PROPERTIES}/why/maxLength", GONE)], [(f"{PROPERTIES}/why", "missing-key")]),
    "list that may repeat": ([(f"{PROPERTIES}/helps/uniqueItems", GONE)], [(f"{PROPERTIES}/helps", "missing-key")]),
    "list without items": (
        [(f"{PROPERTIES}/helps/items", GONE)],
        [(f"{PROPERTIES}/helps", "missing-key")],
    ),
    "list of nothing": (
        [(f"{PROPERTIES}/helps/items", {})],
        [
            (f"{PROPERTIES}/helps", "no-options"),
            (f"{PROPERTIES}/helps/maxItems", "out-of-range"),
            (f"{PROPERTIES}/helps/x-exclusive/0", "unknown-option"),
        ],
    ),
    "pattern": ([(f"{PROPERTIES}/why/pattern", "(a|a)*")], [(f"{PROPERTIES}/why/pattern", "keyword-not-allowed")]),
    "dynamic reference": (
        [(f"{PROPERTIES}/why/$dynamicRef", "#x")],
        [(f"{PROPERTIES}/why/$dynamicRef", "keyword-not-allowed")],
    ),
    "required answers": ([("/answers/required", ["why"])], [("/answers/required", "keyword-not-allowed")]),
    "foreign format": (
        [(f"{PROPERTIES}/started_on/format", "email")],
        [(f"{PROPERTIES}/started_on/format", "not-one-of"), (f"{PROPERTIES}/started_on", "unknown-item-type")],
    ),
    "open answers": ([("/answers/additionalProperties", True)], [("/answers/additionalProperties", "not-one-of")]),
    "reserved item": (
        [(f"{PROPERTIES}/constructor", YES), ("/conversation/0/ask/-", "constructor")],
        [(f"{PROPERTIES}/constructor", "reserved-name")],
    ),
    "keyword as item": (
        [(f"{PROPERTIES}/not", YES), ("/conversation/0/ask/-", "not")],
        [(f"{PROPERTIES}/not", "reserved-name")],
    ),
    "prototype": (
        [(f"{PROPERTIES}/__proto__", YES), ("/conversation/0/ask/-", "__proto__")],
        [(f"{PROPERTIES}/__proto__", "bad-form"), (f"{PROPERTIES}/__proto__", "reserved-name")],
    ),
    "options twice": (
        [(f"{PROPERTIES}/topic/$ref", "#/$defs/often")],
        [(f"{PROPERTIES}/topic", "options-twice")],
    ),
    "address as reference": (
        [(f"{PROPERTIES}/calm/$ref", "http://127.0.0.1:9/x")],
        [(f"{PROPERTIES}/calm/$ref", "ref-not-allowed"), (f"{PROPERTIES}/calm", "no-options")],
    ),
    "unknown reference": ([(f"{PROPERTIES}/calm/$ref", "#/$defs/no")], [(f"{PROPERTIES}/calm", "unknown-reference")]),
    "option twice": (
        [(f"{PROPERTIES}/topic/oneOf/1/const", "school")],
        [(f"{PROPERTIES}/topic/oneOf/1/const", "option-twice")],
    ),
    "shared option twice": (
        [("/answers/$defs/often/oneOf/1/const", 0)],
        [("/answers/$defs/often/oneOf/1/const", "option-twice")],
    ),
    "mixed options": ([(f"{PROPERTIES}/topic/oneOf/1/const", 1)], [(f"{PROPERTIES}/topic/oneOf", "mixed-options")]),
    "option with spaces": (
        [(f"{PROPERTIES}/topic/oneOf/1/const", "at home")],
        [(f"{PROPERTIES}/topic/oneOf/1/const", "bad-form")],
    ),
    "range upside down": ([(f"{PROPERTIES}/siblings/minimum", 20)], [(f"{PROPERTIES}/siblings", "empty-range")]),
    "ruler of a hundred": (
        [(f"{PROPERTIES}/importance/maximum", 100)],
        [(f"{PROPERTIES}/importance", "ruler-too-long")],
    ),
    "more than all": ([(f"{PROPERTIES}/helps/maxItems", 5)], [(f"{PROPERTIES}/helps/maxItems", "out-of-range")]),
    "exclusive unknown": (
        [(f"{PROPERTIES}/helps/x-exclusive/0", "nothing")],
        [(f"{PROPERTIES}/helps/x-exclusive/0", "unknown-option")],
    ),
    "item without words": ([(f"{PROPERTIES}/why/title", " ")], [(f"{PROPERTIES}/why/title", "empty-text")]),
    # conversation
    "never asked": ([(f"{PROPERTIES}/more", YES)], [(f"{PROPERTIES}/more", "never-asked")]),
    "asked twice": ([("/conversation/2/ask/-", "willing")], [("/conversation/2/ask/3", "asked-twice")]),
    "asked twice in an object": (
        [("/conversation/2/ask/-", {"item": "willing"})],
        [("/conversation/2/ask/3/item", "asked-twice")],
    ),
    "unknown item": ([("/conversation/2/ask/-", "wiling")], [("/conversation/2/ask/3", "unknown-item")]),
    "step twice": ([("/conversation/1/id", "opening")], [("/conversation/1/id", "step-twice")]),
    "reserved step": ([("/conversation/1/id", "csrfmiddlewaretoken")], [("/conversation/1/id", "reserved-name")]),
    "reserved stage": ([("/stages/-", {"id": "prototype", "title": "P"})], [("/stages/2/id", "reserved-name")]),
    "unknown stage": ([("/conversation/0/stage", "warm_up")], [("/conversation/0/stage", "unknown-stage")]),
    "empty step": ([("/conversation/-", {"id": "end", "title": "End"})], [("/conversation/3", "empty-step")]),
    "when unknown": ([("/conversation/1/when", "tpic == 'a'")], [("/conversation/1/when", "unknown-item")]),
    "when not a condition": ([("/conversation/1/when", "calm + 1")], [("/conversation/1/when", "when-not-boolean")]),
    "when of a later item": ([("/conversation/1/when", "importance > 1")], [("/conversation/1/when", "asked-later")]),
    "when of itself": (
        [("/conversation/0/ask/0", {"item": "willing", "when": "willing"})],
        [("/conversation/0/ask/0/when", "asked-later")],
    ),
    "title quotes later": (
        [(f"{PROPERTIES}/willing/title", "{why}?")],
        [(f"{PROPERTIES}/willing/title", "asked-later")],
    ),
    "title quotes a yes": ([(f"{PROPERTIES}/why/title", "{willing}?")], [(f"{PROPERTIES}/why/title", "template-type")]),
    "brace left open": ([("/conversation/2/say", "You said {importance")], [("/conversation/2/say", "template-brace")]),
    "say of a question": ([("/conversation/0/ask/2/say", "{why}")], [("/conversation/0/ask/2/say", "asked-later")]),
    # rights, disclosure, scoring
    "disclosure unknown": ([("/disclosure/items/whi", "plan")], [("/disclosure/items/whi", "unknown-item")]),
    "reserved score": (
        [("/scoring/scores", {"prototype": {"title": "A", "value": "1", "range": [0, 1], "higher": "worse"}})],
        [("/scoring/scores/prototype", "reserved-name")],
    ),
    "bad name of a finding": ([("/scoring/findings", {"Cut": "true"})], [("/scoring/findings/Cut", "bad-form")]),
    "norm without spread": (
        [("/scoring/norms", [{"key": "a", "score": "s", "population": "p", "language": "en", "source": "s", "sd": 0}])],
        [("/scoring/norms/0/sd", "out-of-range")],
    ),
    "certain norm": (
        [
            (
                "/scoring/norms",
                [{"key": "a", "score": "s", "population": "p", "language": "en", "source": "s", "confidence": 1}],
            )
        ],
        [("/scoring/norms/0/confidence", "out-of-range")],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_named(name: str) -> None:
    changes, expected = FAULTS[name]
    problems = lint(changed(*changes))
    assert [(problem.path, problem.code) for problem in problems] == expected


@pytest.mark.parametrize("document", [None, [], "text", 3, True])
def test_other_json_is_refused(document: object) -> None:
    assert [(problem.path, problem.code) for problem in lint(document)] == [("", "wrong-type")]


def test_the_small_document_is_clean() -> None:
    assert lint(EVERY_TYPE) == ()


def test_all_problems_come_at_once() -> None:
    problems = lint(
        changed(
            ("/colour", "red"),
            ("/key", "PHQ 9"),
            (f"{PROPERTIES}/why/pattern", "x"),
            ("/conversation/1/when", "calm >"),
            ("/conversation/2/say", "{nobody}"),
            ("/disclosure/items/whi", "plan"),
        )
    )
    assert len({problem.path for problem in problems}) == 6


def test_a_faulty_item_makes_no_further_faults_where_it_is_used() -> None:
    problems = lint(changed((f"{PROPERTIES}/importance/maximum", 0)))
    assert [problem.path for problem in problems] == [f"{PROPERTIES}/importance"]


def test_messages_about_names_advise() -> None:
    (problem,) = lint(changed(("/conversation/2/ask/-", "wiling")))
    assert "did you mean 'willing'?" in problem.message


def test_many_problems_of_one_kind_are_counted() -> None:
    problems = lint(changed(*((f"/colour{number}", 1) for number in range(150))))
    assert len(problems) == 101
    assert problems[-1] == Problem("", "unknown-key", "And 50 more of this kind.")


def test_reading_stops_looking_for_names_when_there_are_very_many_problems() -> None:
    steps = [{"id": f"s{n}", "title": "S", "when": "nobody", "say": "{no}", "ask": ["x", "y"]} for n in range(120)]
    problems = lint(changed(("/conversation", steps), (PROPERTIES, {}), ("/disclosure/items", {})))
    assert "too-many-problems" in {problem.code for problem in problems}


def test_rules_are_run_on_what_could_be_read() -> None:
    seen = []

    def rule(read: object) -> list[Problem]:
        seen.append(read)
        return [Problem("/scoring", "bad-luck", "No.")]

    read, problems = read_document(changed(("/conversation/0/stage", "warm_up")), [rule])
    assert read is None
    assert [problem.code for problem in problems] == ["unknown-stage", "bad-luck"]
    assert len(seen) == 1
    assert [problem.code for problem in lint(changed((f"{PROPERTIES}/siblings/minimum", 20)), [rule])] == [
        "empty-range"
    ]


@pytest.mark.parametrize("redistribution", ["byo", "forbidden"])
def test_wording_that_may_not_stand_here(redistribution: str) -> None:
    problems = lint(changed(("/rights/redistribution", redistribution)))
    titles = [problem.path for problem in problems if problem.code == "wording-not-allowed"]
    assert f"{PROPERTIES}/why/title" in titles
    assert f"{PROPERTIES}/calm/description" in titles
    assert {problem.code for problem in problems} == {"wording-not-allowed"}


def test_algorithm_without_wording_is_read_and_says_so() -> None:
    bare = [("/rights/redistribution", "byo"), (f"{PROPERTIES}/calm/description", GONE)]
    bare += [(f"{PROPERTIES}/{name}/title", "") for name in EVERY_TYPE["answers"]["properties"]]
    assert not instrument(*bare).has_wording
    assert instrument().has_wording
    read, problems = read_document(changed(("/rights/redistribution", "byo")), wording_imported=True)
    assert problems == ()
    assert read is not None
    assert read.has_wording


def test_what_is_read() -> None:
    read = instrument()
    assert (read.key, read.version, read.language, read.ages, read.minutes) == (
        "first-talk",
        "1.0.0",
        "en",
        (16, None),
        20,
    )
    assert [stage.title for stage in read.stages] == ["Engage", "Plan"]
    assert read.steps[0].cards[0].title == "A card"
    assert read.steps[0].ask[2].guidance == "Wait."
    assert read.rights["holder"] == "The project"
    assert read.items["importance"].low == "not at all"
    assert read.items["why"].quote
    assert (read.items["why"].display, read.items["name"].display) == ("long", "short")
    assert read.items["helps"].exclusive == ("none",)
    assert [option.title for option in read.items["scales"].options] == ["Never", "Often"]
    assert read.names["calm"] == "number"
    assert read.names["topic"] == "text"
    assert read.names["scales"] == "numbers"
    assert len(read.sha256) == 64


def test_the_order_of_keys_means_nothing() -> None:
    turned = changed((PROPERTIES, dict(reversed(EVERY_TYPE["answers"]["properties"].items()))))
    read, problems = read_document(turned)
    assert problems == ()
    assert read is not None
    assert list(read.names) == list(instrument().names)
    assert list(read.items)[:3] == ["willing", "topic", "calm"]
    assert read.sha256 == instrument().sha256


def test_a_document_reads_the_same_from_its_canonical_bytes() -> None:
    from forms_engine.core import canonical, read_json

    value, problems = read_json(canonical(EVERY_TYPE))
    assert problems == ()
    read, problems = read_document(value)
    assert problems == ()
    assert read is not None
    assert (read.sha256, list(read.names)) == (instrument().sha256, list(instrument().names))


def test_the_meta_schemas_are_valid_and_answers_are_plain_json_schema() -> None:
    import json

    from jsonschema import Draft202012Validator

    for name in ("instrument", "overlay"):
        schema = json.loads((Path("forms_engine/core/schema") / f"{name}.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
    Draft202012Validator.check_schema(EVERY_TYPE["answers"])
