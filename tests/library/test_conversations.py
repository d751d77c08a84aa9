"""The two conversations of the library: their documents, their ways, and the sentences they quote numbers in."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from forms_engine.core import (
    Instrument,
    Template,
    apply_overlay,
    check_answer,
    overlay_texts,
    read_document,
    read_json,
    walk,
)
from scoring import RULES, score

LIBRARY = Path(__file__).resolve().parents[2] / "instruments" / "library"
KEYS = ("mi-conversation", "sfbt-first")


def _json(key: str, name: str) -> Any:
    value, problems = read_json((LIBRARY / key / "1.0.0" / name).read_bytes())
    assert problems == ()
    return value


def _instrument(key: str, language: str = "nb") -> Instrument:
    document = _json(key, "document.json")
    if language != "nb":
        document, problems = apply_overlay(document, _json(key, f"{language}.json"))
        assert problems == ()
    instrument, problems = read_document(document, RULES)
    assert problems == ()
    assert instrument is not None
    return instrument


MI = {language: _instrument("mi-conversation", language) for language in ("nb", "en")}
SFBT = {language: _instrument("sfbt-first", language) for language in ("nb", "en")}
INSTRUMENTS = {"mi-conversation": MI, "sfbt-first": SFBT}
VECTORS = [(key, case) for key in KEYS for case in _json(key, "vectors.json")["cases"]]


def _asked(instrument: Instrument, step: str, values: dict[str, Any]) -> list[str]:
    """The titles of the questions of one step, as they are read aloud for these answers; empty for a hidden step."""
    way = walk(instrument, values)
    asked = [question.item.key for found in instrument.steps if found.id == step for question in found.ask]
    blank = dict.fromkeys(instrument.items)
    return [instrument.items[item].title.render(blank | values) for item in asked if item in way.items]


def _quoted(template: Template) -> list[str]:
    """The names a sentence quotes; what it says around them is the translator's."""
    return sorted(name for part in template.parts if not isinstance(part, str) for name in part.names)


@pytest.mark.parametrize("key", KEYS)
def test_a_conversation_is_led_by_the_worker_in_norwegian_and_english(key: str) -> None:
    norwegian, english = INSTRUMENTS[key]["nb"], INSTRUMENTS[key]["en"]

    assert (norwegian.key, norwegian.version, norwegian.kind) == (key, "1.0.0", "conversation")
    assert (norwegian.language, english.language) == ("nb", "en")
    assert norwegian.respondent == "participant"
    assert norwegian.rights["redistribution"] == "bundled"
    assert (LIBRARY / key / "README.md").read_text(encoding="utf-8").startswith(f"# {key}: ")


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_translated_and_quotes_the_same_answers(key: str) -> None:
    norwegian, english = INSTRUMENTS[key]["nb"], INSTRUMENTS[key]["en"]

    same = [place for place, text in overlay_texts(norwegian.document).items() if _text(english, place) == text]
    assert same == []
    for item in norwegian.items:
        assert _quoted(norwegian.items[item].title) == _quoted(english.items[item].title)
    for ours, theirs in zip(norwegian.steps, english.steps, strict=True):
        assert (ours.say is None) == (theirs.say is None)
        if ours.say and theirs.say:
            assert _quoted(ours.say) == _quoted(theirs.say)


def _text(instrument: Instrument, place: str) -> str:
    return overlay_texts(instrument.document)[place]


@pytest.mark.parametrize("key", KEYS)
def test_a_step_is_short_and_every_step_has_a_stage(key: str) -> None:
    instrument = INSTRUMENTS[key]["nb"]

    assert len(walk(instrument, {}).steps) <= 12
    for step in instrument.steps:
        assert step.stage in {stage.id for stage in instrument.stages}
        asked = walk(instrument, {}).items & {question.item.key for question in step.ask}
        assert len(asked) <= 5


@pytest.mark.parametrize(("key", "case"), VECTORS, ids=[f"{key}-{case['id']}" for key, case in VECTORS])
def test_the_answers_lead_the_way_the_vector_says(key: str, case: dict[str, Any]) -> None:
    instrument = INSTRUMENTS[key]["nb"]
    for item, value in case["answers"].items():
        assert check_answer(instrument.items[item], value) == (value, ())

    way = walk(instrument, case["answers"])

    assert way.hidden == set(case["hidden"])
    assert set(case["asked"]) <= way.items
    assert way.items | way.hidden == set(instrument.items)
    outcome = score(instrument, case["answers"])
    assert outcome.scores == case["expect"]["scores"]
    assert outcome.alerts == case["expect"]["alerts"]


@pytest.mark.parametrize("key", KEYS)
def test_numbers_are_kept_one_by_one_without_total_band_or_finding(key: str) -> None:
    scoring = INSTRUMENTS[key]["nb"].scoring

    for rule in scoring["scores"].values():
        assert INSTRUMENTS[key]["nb"].items[rule["value"]].display == "ruler"
        assert (rule["range"], rule["higher"]) == ([0, 10], "better")
        assert not rule.get("bands")
    assert not scoring["findings"]
    kept = {rule["value"] for rule in scoring["scores"].values()}
    assert not {item for item in kept if item.startswith("checkin_") or item == "useful"}


@pytest.mark.parametrize("key", KEYS)
def test_danger_alerts_in_plain_words_and_only_on_a_yes(key: str) -> None:
    instrument = INSTRUMENTS[key]["nb"]
    alert = instrument.scoring["alerts"]["danger_now"]

    assert "Handle først" in alert["text"]
    assert alert["protocol"]
    assert score(instrument, {"danger": True}).alerts == {"danger_now": True}
    assert score(instrument, {"danger": False}).alerts == {"danger_now": False}
    assert score(instrument, {"worker_note": "fare for liv", "danger_what": "nå"}).alerts == {"danger_now": None}


@pytest.mark.parametrize("key", KEYS)
def test_the_persons_words_stay_with_the_worker_and_only_the_plan_travels(key: str) -> None:
    disclosure = INSTRUMENTS[key]["nb"].disclosure

    assert disclosure["default"] == "worker"
    assert set(disclosure["items"].values()) == {"plan"}
    private = {"danger", "danger_what", "worker_note", "strengths", "summary", "importance", "progress", "other_sees"}
    assert not private & set(disclosure["items"])


@pytest.mark.parametrize("key", KEYS)
def test_before_anything_else_the_limits_are_said(key: str) -> None:
    first = INSTRUMENTS[key]["nb"].steps[0]

    assert first.when is None
    assert [question.item.key for question in first.ask] == ["limits_said", "writing"]
    said = first.say.render({}) if first.say else ""
    assert "Noen ting kan jeg ikke holde for meg selv" in said
    assert "13-2" in (first.guidance or "")
    assert "196" in (first.guidance or "")


IMPORTANCE = {
    "nb": {
        0: ["Hva måtte skje for at det skulle bli bare så mye som 1?"],
        1: ["Hva gjør at det er 1 og ikke 0?", "Hva skulle til for at det ble 2?"],
        4: ["Hva gjør at det er 4 og ikke 3?", "Hva skulle til for at det ble 5?"],
        9: ["Hva gjør at det er 9 og ikke 8?", "Hva skulle til for at det ble 10?"],
        10: ["Hva gjør det så viktig akkurat nå?"],
    },
    "en": {
        0: ["What would have to happen for it to be even a 1?"],
        1: ["What makes it 1 rather than 0?", "What would move it to 2?"],
        4: ["What makes it 4 rather than 3?", "What would move it to 5?"],
        9: ["What makes it 9 rather than 8?", "What would move it to 10?"],
        10: ["What makes it so important right now?"],
    },
}


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("number", [0, 1, 4, 9, 10])
def test_importance_is_followed_up_by_its_number(language: str, number: int) -> None:
    asked = _asked(MI[language], "importance", {"importance": number})

    assert asked[1:] == IMPORTANCE[language][number]


@pytest.mark.parametrize(
    ("number", "follow_ups"),
    [
        (0, ["Hva eller hvem måtte være på plass for at det skulle bli bare så mye som 1?"]),
        (4, ["Hva gjør at du sier 4 og ikke 3?", "Hva kunne hjelpe deg fra 4 til 5?"]),
        (10, ["Hva er det som gjør deg så trygg på det?"]),
    ],
)
def test_confidence_is_followed_up_by_its_number(number: int, follow_ups: list[str]) -> None:
    assert _asked(MI["nb"], "confidence", {"confidence": number})[1:] == follow_ups


def test_the_rulers_are_about_what_the_person_said() -> None:
    say = next(step.say for step in MI["nb"].steps if step.id == "importance")
    assert say is not None

    assert "Nå tenker vi på dette: å se broren min\n" in say.render({"change": "å se broren min"})
    assert "Nå tenker vi på dette: det vi har snakket om\n" in say.render({"change": None})


CELLS = {
    (True, False): "important_unsure",
    (False, True): "able_unimportant",
    (False, False): "stay_close",
    (True, True): "important_able",
}


@pytest.mark.parametrize(("importance", "confidence"), list(product((0, 3, 6, 7, 8, 10), repeat=2)))
def test_every_pair_of_numbers_opens_its_one_cell_and_low_low_never_plans(importance: int, confidence: int) -> None:
    values: dict[str, Any] = {"importance": importance, "confidence": confidence, "ready": "yes", "step_what": "Ringe"}

    steps = set(walk(MI["nb"], values).steps)

    cell = CELLS[importance >= 7, confidence >= 7]
    assert steps & set(CELLS.values()) == {cell}
    assert ({"readiness", "plan", "follow_up"} <= steps) == (cell != "stay_close")
    assert ({"readiness", "plan", "follow_up"} & steps == set()) == (cell == "stay_close")


@pytest.mark.parametrize("given", [{}, {"importance": 2}, {"confidence": 9}])
def test_a_ruler_left_out_opens_no_cell_and_closes_no_door(given: dict[str, Any]) -> None:
    steps = set(walk(MI["nb"], given).steps)

    assert steps & set(CELLS.values()) == set()
    assert "readiness" in steps
    assert "plan" not in steps
    assert "plan" in walk(MI["nb"], given | {"ready": "yes"}).steps


@pytest.mark.parametrize(("number", "smaller"), [(0, True), (6, True), (7, False), (10, False)])
def test_a_step_below_seven_is_made_smaller(number: int, smaller: bool) -> None:
    way = walk(MI["nb"], {"ready": "yes", "step_confidence": number})

    assert ("smaller_step" in way.items) is smaller


def test_the_card_for_discord_is_at_hand_from_engaging_to_planning() -> None:
    with_card = {step.stage for step in MI["nb"].steps if "Når det butter" in {card.title for card in step.cards}}

    assert {"engage", "focus", "evoke", "plan"} <= with_card


GOOD_ENOUGH = "Hvor på linjen er det godt nok for deg?"
SCALE = {
    0: [
        "Takk for at du sier det som det er. Hvordan har du klart å komme deg gjennom dagene når det er på 0?",
        "Hva ville være det aller minste tegnet på at det var på vei mot 1?",
    ],
    1: [
        "Hva er alt på plass, siden du sier 1? Hva mer?",
        "Hvordan ville 2 se ut?",
        "Hvor på linjen er det godt nok for deg?",
    ],
    9: [
        "Hva er alt på plass, siden du sier 9? Hva mer?",
        "Hvordan ville 10 se ut?",
        "Hvor på linjen er det godt nok for deg?",
    ],
    10: ["Det er langt å ha kommet. Hva skal til for å holde det der?"],
}


@pytest.mark.parametrize("number", SCALE)
def test_the_line_towards_the_best_hopes_is_followed_up_by_its_number(number: int) -> None:
    assert _asked(SFBT["nb"], "scale", {"progress": number})[1:] == SCALE[number]


@pytest.mark.parametrize("number", range(11))
def test_keeping_going_is_asked_about_when_the_number_is_low(number: int) -> None:
    assert ("coping" in walk(SFBT["nb"], {"progress": number}).steps) is (number <= 3)


@pytest.mark.parametrize(
    ("relation", "task"),
    [("invited", "thanks"), ("concerned", "observe_task"), ("working_on_it", "do_task"), (None, None)],
)
def test_the_task_fits_the_work_together(relation: str | None, task: str | None) -> None:
    asked = walk(SFBT["nb"], {"working_relation": relation}).items

    assert asked & {"thanks", "observe_task", "do_task"} == ({task} if task else set())


def test_another_person_is_quoted_by_role() -> None:
    assert "ville mor satt deg" in _asked(SFBT["nb"], "others", {"other_person": "mor"})[1]
    assert "ville den som kjenner deg godt satt deg" in _asked(SFBT["nb"], "others", {})[1]
    assert "would your mother put you" in _asked(SFBT["en"], "others", {"other_person": "your mother"})[1]


def test_the_vectors_show_every_branch_both_ways() -> None:
    for key in KEYS:
        conditional = {item for found, case in VECTORS if found == key for item in case["hidden"]}
        asked = {item for found, case in VECTORS if found == key for item in case["asked"]}
        assert conditional <= asked, json.dumps(sorted(conditional - asked))
