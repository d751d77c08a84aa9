"""A step sent as a plain form: only what changed, and the newer of a value and another kind of answer."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from forms_engine.core import Instrument, check_answer
from instruments.rendering import Posted, Shown, posted_answers, steps_html
from tests.core.documents import instrument

EXAMPLE: Instrument = instrument()
STEP = {asked.item.key: step.id for step in EXAMPLE.steps for asked in step.ask}


def post(item: str, answers: dict[str, Shown] | None = None, **fields: str | list[str]) -> list[Posted]:
    """Fields with ``__`` for the dot, as ``calm__state``."""
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name.replace("__", "."), [value] if isinstance(value, str) else value)
    found = posted_answers(EXAMPLE, STEP[item], sent, answers or {})
    return [one for one in found if one.item == item]


@pytest.mark.parametrize(
    ("item", "written", "value"),
    [
        ("willing", "true", True),
        ("willing", "false", False),
        ("calm", "0", 0),
        ("topic", "home", "home"),
        ("helps", ["music", "sport"], ["music", "sport"]),
        ("scales", ["1"], [1]),
        ("siblings", " 3 ", 3),
        ("importance", "10", 10),
        ("hours", "7,5", 7.5),
        ("hours", "−1", -1),
        ("why", "two\r\nlines", "two\nlines"),
    ],
)
def test_values_are_read_as_their_type(item: str, written: Any, value: object) -> None:
    (one,) = post(item, **{item: written})
    assert (one.state, one.value) == ("value", value)
    assert type(one.value) is type(value)


@pytest.mark.parametrize(
    ("item", "written"),
    [("willing", "maybe"), ("calm", "7"), ("topic", "<x>"), ("helps", ["x"]), ("siblings", "three"), ("hours", "nan")],
)
def test_what_no_field_offers_reaches_the_check_and_is_refused_there(item: str, written: Any) -> None:
    (one,) = post(item, **{item: written})
    assert check_answer(EXAMPLE.items[item], one.value)[1]


def test_an_unchanged_page_sends_nothing() -> None:
    answers = {
        "willing": Shown("value", True),
        "calm": Shown("declined", None, "looked away"),
        "topic": Shown("value", "home"),
        "helps": Shown("value", ["music"]),
        "why": Shown("value", "a\nb"),
        "hours": Shown("value", 7.5),
        "siblings": Shown("empty", None, "only a note"),
    }
    for step in EXAMPLE.steps:
        fields = filled_in(str(steps_html(EXAMPLE, answers, step.id)))
        assert posted_answers(EXAMPLE, step.id, fields, answers) == []


def test_fields_of_other_steps_are_ignored() -> None:
    sent = QueryDict("calm=1&unknown=2&csrfmiddlewaretoken=x")
    other = next(step.id for step in EXAMPLE.steps if step.id != STEP["calm"])
    assert posted_answers(EXAMPLE, other, sent, {}) == []
    assert posted_answers(EXAMPLE, "no-such-step", sent, {}) == []


def test_of_a_value_and_another_kind_of_answer_the_new_one_counts() -> None:
    was_value, was_declined = {"calm": Shown("value", 1)}, {"calm": Shown("declined")}
    assert post("calm", was_value, calm="1", calm__state="declined")[0].state == "declined"
    assert post("calm", was_declined, calm="1", calm__state="declined")[0] == Posted("calm", "value", 1, "")
    assert post("calm", was_declined, calm__state=["declined", "not_now"])[0].state == "not_now"
    assert post("calm", was_declined, calm__state="declined") == []
    assert post("calm", was_declined)[0].state == "empty"


def test_an_unknown_kind_of_answer_is_none() -> None:
    assert post("calm", calm__state="hidden") == []


def test_taking_back_wins_over_what_is_marked() -> None:
    (one,) = post("calm", {"calm": Shown("value", 1, "note")}, calm="1", calm__note="note", clear="calm")
    assert one == Posted("calm", "empty", None, "note")


def test_a_note_alone_is_a_change() -> None:
    (one,) = post("calm", {"calm": Shown("value", 1)}, calm="1", calm__note="new")
    assert one == Posted("calm", "value", 1, "new")


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_no_form_makes_it_fail(value: str, note: str, states: list[str]) -> None:
    for item in EXAMPLE.items:
        for one in post(item, **{item: value, f"{item}__note": note, f"{item}__state": states}):
            check_answer(EXAMPLE.items[one.item], one.value)


def filled_in(html: str) -> QueryDict:
    """What a browser would send for a page that nobody has touched."""
    sent = QueryDict(mutable=True)

    class Fields(HTMLParser):
        name: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            have = dict(attrs)
            if tag == "textarea":
                self.name, self.text = have["name"], ""
            elif tag == "input" and (have.get("type") not in ("radio", "checkbox") or "checked" in have):
                sent.appendlist(str(have["name"]), have.get("value") or "")

        def handle_data(self, data: str) -> None:
            if self.name:
                self.text += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea" and self.name:
                sent.appendlist(self.name, self.text.removeprefix("\n").replace("\n", "\r\n"))
                self.name = None

    Fields(convert_charrefs=True).feed(html)
    return sent
