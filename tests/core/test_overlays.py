"""Translations laid over a document."""

from copy import deepcopy
from typing import Any

import pytest

from forms_engine.core import apply_overlay, overlay_texts, pointer, read_document, text_hash
from tests.core.documents import EVERY_TYPE, GONE, changed

SCORED = changed(
    (
        "/scoring",
        {
            "scores": {
                "total": {
                    "title": "Total",
                    "value": "calm + siblings",
                    "range": [0, 21],
                    "higher": "neutral",
                    "note": "A note",
                    "bands": [{"from": 0, "key": "low", "title": "Low"}],
                },
                "plain": {"title": "Plain", "value": "calm", "range": [0, 1], "higher": "worse"},
            },
            "findings": {"many": "siblings > 5", "calm_now": {"title": "Calm now", "when": "calm == 1", "note": "So"}},
            "alerts": {"low": {"title": "Very low", "when": "importance == 0", "text": "Ask about {importance}."}},
        },
    )
)


def overlay(document: dict[str, Any] = SCORED, **also: object) -> dict[str, Any]:
    """A complete translation into an invented way of writing English."""
    texts = {
        where: {"text": text.replace(" ", "  "), "of": text_hash(text)}
        for where, text in overlay_texts(document).items()
    }
    made = {
        "format": "forms-engine/overlay/1",
        "key": document["key"],
        "version": document["version"],
        "language": "nb",
        "status": "unofficial",
        "source": "Made for a test",
        "texts": texts,
    }
    return made | also


def codes(made: object, document: dict[str, Any] = SCORED) -> list[tuple[str, str]]:
    _, problems = apply_overlay(document, made)
    return [(problem.path, problem.code) for problem in problems]


def test_a_complete_translation() -> None:
    before = deepcopy(SCORED)
    translated, problems = apply_overlay(SCORED, overlay())
    assert problems == ()
    assert before == SCORED
    assert translated["language"] == "nb"
    assert translated["title"] == "A  first  talk"
    read, problems = read_document(translated)
    assert problems == ()
    assert read is not None
    assert read.items["why"].title.render({"importance": 3}) == "What  makes  it  a  3  and  not  a  2?"
    assert read.items["scales"].options[1].title == "Often"


def test_every_text_has_its_pointer() -> None:
    texts = overlay_texts(SCORED)
    for where in (
        "/title",
        "/summary",
        "/stages/1/title",
        "/answers/$defs/often/oneOf/1/title",
        "/answers/properties/calm/description",
        "/answers/properties/topic/oneOf/0/title",
        "/answers/properties/helps/items/oneOf/3/title",
        "/answers/properties/importance/x-low",
        "/conversation/0/say",
        "/conversation/0/guidance",
        "/conversation/0/ask/2/guidance",
        "/conversation/0/cards/0/text",
        "/scoring/scores/total/bands/0/title",
        "/scoring/scores/total/note",
        "/scoring/findings/calm_now/title",
        "/scoring/alerts/low/text",
    ):
        assert texts[where]
    assert "/scoring/findings/many" not in texts
    assert "/key" not in texts


def test_faults_of_a_translation() -> None:
    made = overlay()
    del made["texts"]["/title"]
    made["texts"]["/summary"]["of"] = "0" * 16
    made["texts"]["/stages/0/title"]["text"] = "  "
    made["texts"]["/key"] = {"text": "x", "of": "0" * 16}
    assert codes(made) == [
        ("/texts", "text-missing"),
        ("/texts/~1key", "text-unknown"),
        ("/texts/~1stages~10~1title/text", "empty-text"),
        ("/texts/~1summary", "text-stale"),
    ]
    translated, _ = apply_overlay(SCORED, made)
    assert translated["title"] == SCORED["title"]
    assert translated["summary"] == SCORED["summary"]
    assert translated["key"] == SCORED["key"]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (None, [("", "wrong-type")]),
        (object(), [("", "not-json")]),
        (overlay(texts=[]), [("/texts", "wrong-type")]),
        (overlay(status="great"), [("/status", "not-one-of")]),
        (overlay(version="1.0.1"), [("/version", "other-document")]),
        (overlay(key="other"), [("/key", "other-document")]),
        (overlay(language="en"), [("/language", "same-language")]),
        (overlay(source="\u202e"), [("/source", "text-hidden-character")]),
    ],
)
def test_refused_overlays(made: object, expected: list[tuple[str, str]]) -> None:
    assert codes(made) == expected


def test_a_broken_overlay_leaves_the_document_as_it_is() -> None:
    document, _ = apply_overlay(SCORED, {})
    assert document == SCORED
    assert document is not SCORED


def test_wording_for_an_instrument_without() -> None:
    names = EVERY_TYPE["answers"]["properties"]
    bare = changed(
        ("/rights/redistribution", "byo"),
        ("/answers/properties/calm/description", GONE),
        *((f"/answers/properties/{name}/title", "") for name in names),
    )
    made = overlay(bare, language="en")
    for name in names:
        made["texts"][pointer("answers", "properties", name, "title")]["text"] = f"The wording of {name}"
    worded, problems = apply_overlay(bare, made)
    assert problems == ()
    read, problems = read_document(worded, wording_imported=True)
    assert problems == ()
    assert read is not None
    assert read.has_wording
    assert {problem.code for problem in read_document(worded)[1]} == {"wording-not-allowed"}
