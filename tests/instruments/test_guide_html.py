"""The drawn conversation: every item type and state, nothing unescaped, nothing private on the family's side."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from forms_engine.core import ITEM_TYPES, Instrument
from instruments import shelf
from instruments.rendering import Shown, bar_html, client_texts, foot_html, steps_html, words
from instruments.rendering.inputs import INPUTS
from tests.core.documents import instrument as read_instrument

HOSTILE = "<script>alert('&\"x')</script>\u2028</textarea>"
VOID = {"input", "br"}


class Tree(HTMLParser):
    """Reads a page strictly: tags must close in order. Keeps every start tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = self.text_outside_guidance = ""
        self.guidance = 0  # how deep the open column lies
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if dict(attrs).get("class") == "guidance":
            self.guidance = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) == self.guidance:
            self.guidance = 0
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        self.text_outside_guidance += "" if self.guidance else data

    def named(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [have for name, have in self.tags if name == tag and wanted.items() <= have.items()]

    def checked(self, name: str) -> list[str | None]:
        return [have["value"] for have in self.named("input", name=name) if "checked" in have]


@pytest.fixture(scope="module")
def example() -> Instrument:
    """Every item type (tests/core/documents.py)."""
    return read_instrument()


def drawn(instrument: Instrument, **answers: Shown) -> Tree:
    return Tree(steps_html(instrument, answers, instrument.steps[0].id))


def question(html: str, item: str) -> str:
    found = re.search(rf'<fieldset class="question" id="q-{item}".*?</fieldset>', html, re.DOTALL)
    assert found
    return found[0]


def test_there_is_a_way_to_put_every_item_type() -> None:
    assert set(INPUTS) == set(ITEM_TYPES)


def test_every_item_has_one_question_with_fields_of_its_name(example: Instrument) -> None:
    page = drawn(example)
    for item in example.items:
        assert len(page.named("fieldset", **{"data-item": item})) == 1
        assert page.named("input", name=item) or page.named("textarea", name=item)
        assert len(page.named("input", name=f"{item}.state")) == 3
        assert len(page.named("textarea", name=f"{item}.note")) == 1


@pytest.mark.parametrize("key", [one.key for one in shelf.documents()])
def test_every_shipped_conversation_can_be_drawn(key: str) -> None:
    instrument = shelf.read(key)
    page = drawn(instrument)
    assert [have["data-step"] for have in page.named("section")] == [step.id for step in instrument.steps]
    assert len([have for have in page.named("section") if "hidden" not in have]) == 1
    ids = [have["id"] for _, have in page.tags if "id" in have]
    assert len(ids) == len(set(ids))


GIVEN: dict[str, Any] = {
    "willing": True,
    "calm": 0,
    "topic": "home",
    "helps": ["music", "sport"],
    "scales": [1],
    "siblings": 3,
    "importance": 10,
    "hours": 7.5,
    "why": "two\nlines",
}


def test_answers_stand_in_their_fields(example: Instrument) -> None:
    html = steps_html(example, {item: Shown("value", value) for item, value in GIVEN.items()}, example.steps[0].id)
    page = Tree(html)
    assert {item: page.checked(item) for item in ("willing", "calm", "topic", "helps", "scales", "importance")} == {
        "willing": ["true"],
        "calm": ["0"],
        "topic": ["home"],
        "helps": ["music", "sport"],
        "scales": ["1"],
        "importance": ["10"],
    }
    assert [page.named("input", name=item)[0]["value"] for item in ("siblings", "hours")] == ["3", "7.5"]
    assert ">\ntwo\nlines</textarea>" in question(html, "why")


def test_no_and_zero_are_answers(example: Instrument) -> None:
    page = drawn(example, willing=Shown("value", False), calm=Shown("value", 0), importance=Shown("value", 0))
    assert [page.checked(item) for item in ("willing", "calm", "importance")] == [["false"], ["0"], ["0"]]


def test_one_is_not_yes_and_an_unknown_value_marks_nothing(example: Instrument) -> None:
    page = drawn(example, willing=Shown("value", 1), calm=Shown("value", True), topic=Shown("value", "gone"))
    assert [page.checked(item) for item in ("willing", "calm", "topic")] == [[], [], []]


@pytest.mark.parametrize("state", ["declined", "dont_know", "not_now"])
def test_another_kind_of_answer_is_marked_and_no_value_is(example: Instrument, state: str) -> None:
    page = drawn(example, calm=Shown(state))
    assert page.checked("calm.state") == [state]
    assert page.checked("calm") == []
    assert page.named("fieldset", **{"data-item": "calm"})[0]["data-state"] == state


def test_taking_back_is_offered_only_where_something_was_answered(example: Instrument) -> None:
    page = drawn(example, calm=Shown("value", 1), topic=Shown("empty", None, "only a note"))
    offered = {have["value"] for have in page.named("button", name="clear") if "hidden" not in have}
    assert offered == {"calm"}


def test_a_note_is_shown_open(example: Instrument) -> None:
    html = steps_html(example, {"calm": Shown("empty", None, "She hesitated")}, example.steps[0].id)
    assert '<details class="note" open>' in question(html, "calm")
    assert "She hesitated</textarea>" in question(html, "calm")


def test_nothing_that_was_written_becomes_markup(example: Instrument) -> None:
    answers = {item: Shown("value", HOSTILE, HOSTILE) for item in example.items}
    plain, hostile = drawn(example), Tree(steps_html(example, answers, example.steps[0].id))
    tags = [[tag for tag, _ in page.tags if tag != "bdi"] for page in (plain, hostile)]
    assert tags[0] == tags[1]
    assert hostile.text.count("alert(") >= len(example.items)


def test_quotes_stand_apart_and_an_option_reads_as_its_title() -> None:
    mi = shelf.read("mi-conversation")
    html = steps_html(mi, {"importance": Shown("value", 4)}, "importance")
    asked = question(html, "importance_why")
    assert re.findall(r"<bdi data-quote>(.*?)</bdi>", asked) == ["4", "3"]
    assert "hidden" not in asked[: asked.index(">")]


def test_logic_hides_and_what_is_hidden_does_not_count() -> None:
    mi = shelf.read("mi-conversation")
    page = drawn(mi, importance=Shown("value", 8), confidence=Shown("value", 3), ready=Shown("value", "yes"))
    needed = {have["data-step"] for have in page.named("section") if have.get("data-needed") != "no"}
    assert "important_unsure" in needed
    assert "able_unimportant" not in needed
    hidden = {have["data-item"] for have in page.named("fieldset") if "hidden" in have}
    assert {"importance_zero", "importance_ten", "values"} <= hidden
    assert hidden.isdisjoint({"importance", "importance_why", "past_success"})


def test_what_only_the_worker_sees_is_in_the_column_that_folds() -> None:
    mi = shelf.read("mi-conversation")
    html = str(steps_html(mi, {}, mi.steps[0].id))
    page = Tree(html)
    assert html.count('class="guidance"') == sum(
        bool(step.guidance or step.cards or any(asked.guidance for asked in step.ask)) for step in mi.steps
    )
    for step in mi.steps:
        for secret in filter(None, [step.guidance, *(asked.guidance for asked in step.ask)]):
            first = secret.splitlines()[0]
            assert first in page.text
            assert first not in page.text_outside_guidance


def test_texts_carry_their_language_and_direction(example: Instrument) -> None:
    page = Tree(steps_html(read_instrument(("/language", "ar")), {}, example.steps[0].id))
    for legend in page.named("span", **{"class": "ask"}):
        assert (legend["lang"], legend["dir"]) == ("ar", "rtl")
    assert "نعم" in page.text


def test_what_is_typed_stays_here(example: Instrument) -> None:
    page = drawn(example)
    typed = page.named("textarea") + [have for have in page.named("input") if have.get("type") in ("text", "date")]
    assert len(typed) > len(example.items)
    for have in typed:
        assert (have["autocomplete"], have["spellcheck"], have["translate"]) == ("off", "false", "no")


def test_the_page_speaks_the_language_of_the_worker(example: Instrument) -> None:
    with override("en"):
        assert words().language == "en"
        assert "Would rather not" in drawn(example).text


def test_the_script_has_every_sentence_it_says() -> None:
    folder = Path(__file__).parents[2] / "sessions" / "static" / "interviews"
    code = "".join(path.read_text() for path in folder.glob("*.js"))
    said = set(re.findall(r"\bsay\(\"(\w+)\"", code))
    assert len(said) > 15
    assert said <= client_texts().keys()
    for key in ("waiting", "look_at"):
        assert {f"{key}_one", f"{key}_many"} <= client_texts().keys()


# ---- the bar and the foot -------------------------------------------------------------------------------------------


def test_the_bar_leads_to_every_step_and_says_how_it_is() -> None:
    mi = shelf.read("mi-conversation")
    answers = {"limits_said": Shown("value", True), "importance": Shown("empty", None, "a note")}
    with override("en"):
        page = Tree(bar_html(mi, answers, "focus", lambda step: f"/x/{step}/"))
    links = {have["data-go"]: have for have in page.named("a", **{"class": "step-link"})}
    assert set(links) == {step.id for step in mi.steps}
    looks = {step: have["data-look"] for step, have in links.items()}
    assert [looks[step] for step in ("before", "focus", "importance", "plan")] == [
        "answered",
        "here",
        "new",
        "not_needed",
    ]
    assert links["focus"]["aria-current"] == "step"
    assert all(have["href"] == f"/x/{step}/" for step, have in links.items())
    assert "not needed so far" in page.text
    assert [have["data-stage"] for have in page.named("a", **{"class": "stage-link"})] == [
        stage.id for stage in mi.stages
    ]


def test_without_stages_the_bar_is_one_list() -> None:
    phq = shelf.read("phq-9")
    page = Tree(bar_html(phq, {}, phq.steps[0].id, lambda step: step))
    assert page.named("a", **{"class": "stage-link"}) == []
    assert len(page.named("a", **{"class": "step-link"})) == len(phq.steps)


def test_the_foot_ends_in_the_review() -> None:
    mi = shelf.read("mi-conversation")
    goes = [Tree(foot_html(mi, step)).named("button", name="go") for step in (mi.steps[0].id, mi.steps[-1].id)]
    assert [(have["value"], "disabled" in have) for have in goes[0]] == [("back", True), ("next", False)]
    assert [(have["value"], "disabled" in have) for have in goes[1]] == [("back", False), ("review", False)]
