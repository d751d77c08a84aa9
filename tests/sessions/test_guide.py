"""The guided steps as a plain form, without the page's script: nothing is lost in any direction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from forms_engine.access.models import AuditEvent, Staff
from sessions.models import Answer, AnswerChange, Interview, Operation
from tests.cast import Cast
from tests.sessions.leading import answer, content, draft, finished, given, payload, send, value

Browser = Callable[[Staff], Client]


def url(interview: Interview, step: str) -> str:
    return reverse("interviews:guide", args=[interview.pk, step])


def page_data(page: HttpResponse) -> dict[str, Any]:
    """What the page hands to its script."""
    found = re.search(r'<script type="application/json" id="guide-data">(.*?)</script>', page.content.decode(), re.S)
    assert found
    return dict(json.loads(found[1]))


def hidden_fields(page: HttpResponse) -> dict[str, str]:
    """The page's own id, and the revision it was made from."""
    fields = re.findall(r'<input type="hidden" name="(form_id|revision)" value="([^"]*)">', page.content.decode())
    assert len(fields) == 2
    return dict(fields)


def post(client: Client, interview: Interview, step: str, **fields: Any) -> HttpResponse:
    """Load the step, fill it in, press a button (``go``)."""
    page = client.get(url(interview, step))
    return client.post(url(interview, step), hidden_fields(page) | named(fields))


def named(fields: dict[str, Any]) -> dict[str, Any]:
    """``q1__note`` stands for the field q1.note."""
    return {name.replace("__", "."): given for name, given in fields.items()}


def test_the_page_holds_every_step_and_shows_one(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    page = as_(cast.alice).get(url(interview, "page_2"))
    html = page.content.decode()
    assert page.status_code == 200
    shown = {
        step: "hidden" not in tag for tag, step in re.findall(r'(<section class="step" id="step-(\w+)"[^>]*>)', html)
    }
    assert shown == {"page_1": False, "page_2": True, "page_3": False, "everyday": False}
    assert Interview.objects.get(pk=interview.pk).step == "page_2"
    assert "<title>Case 2041</title>" in html
    assert AuditEvent.objects.filter(action="interview.viewed", thing_id=str(interview.pk)).count() == 1


def test_the_page_hands_its_script_what_the_protocol_needs(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q1=2, q9=1)
    data = page_data(as_(cast.alice).get(url(interview, "page_1")))
    assert data["answers"]["q1"] == {"state": "value", "value": 2, "note": "", "revision": 1}
    assert (data["interview"], data["revision"], data["language"]) == (str(interview.pk), 2, "en")
    assert data["urls"]["save"] == reverse("interviews:answers", args=[interview.pk])
    assert data["urls"]["step"].replace("{step}", "page_2") == url(interview, "page_2")
    assert [alert["key"] for alert in data["alerts"]] == ["self_harm"]
    assert data["form"]["sha256"]
    assert data["texts"]["emergency_numbers"]


def test_an_answer_cannot_end_the_script_element(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first")
    answer(as_(cast.alice), interview, enjoys="</script><b>&'\"")
    page = as_(cast.alice).get(url(interview, "before"))
    assert page_data(page)["answers"]["enjoys"]["value"] == "</script><b>&'\""
    assert b"</script><b>" not in page.content


def test_next_saves_the_step_and_goes_on(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    reply = post(as_(cast.alice), interview, "page_1", q1="2", q2="0", q2__note="Sleeps well", go="next")
    assert (reply.status_code, reply.url) == (302, url(interview, "page_2"))
    assert given(interview) == {"q1": ("value", 2, ""), "q2": ("value", 0, "Sleeps well")}
    assert (Operation.objects.count(), AnswerChange.objects.count()) == (1, 2)


@pytest.mark.parametrize(("go", "to"), [("back", "page_1"), ("next", "page_3"), ("page_1", "page_1"), ("", "page_2")])
def test_every_direction_saves_first(cast: Cast, as_: Browser, go: str, to: str) -> None:
    interview = draft(cast)
    reply = post(as_(cast.alice), interview, "page_2", q4="3", go=go)
    assert reply.url == url(interview, to)
    assert given(interview) == {"q4": ("value", 3, "")}


def test_back_then_next_is_identity(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    post(alice, interview, "page_1", q1="1", go="next")
    before = given(interview)
    post(alice, interview, "page_2", go="back")
    post(alice, interview, "page_1", q1="1", go="next")
    assert given(interview) == before
    assert AnswerChange.objects.count() == 1


def test_a_step_that_is_not_open_is_passed_over(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    assert alice.get(url(interview, "everyday")).url == url(interview, "page_3")
    nothing = post(alice, interview, "page_3", q7="0", go="next")
    assert nothing.url == reverse("interviews:review", args=[interview.pk])
    answer(alice, interview, q1=2)
    assert post(alice, interview, "page_3", q7="0", go="next").url == url(interview, "everyday")


def test_the_wizards_own_end_is_the_review_and_finishes_nothing(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    reply = as_(cast.alice).get(url(interview, "to-review"))
    assert reply.url == reverse("interviews:review", args=[interview.pk])
    assert Interview.objects.get(pk=interview.pk).state == "draft"
    assert as_(cast.alice).post(url(interview, "to-review"), {}).status_code == 404


def test_new_follow_up_questions_are_shown_before_going_on(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first", person=cast.son)
    reply = post(as_(cast.alice), interview, "scale", progress="4", go="next")
    assert reply.url == url(interview, "scale")
    again = post(as_(cast.alice), interview, "scale", progress="4", progress_in="Calls her brother", go="next")
    assert again.url != url(interview, "scale")
    assert given(interview)["progress_in"] == ("value", "Calls her brother", "")


def test_an_answer_whose_question_goes_away_on_the_same_page_is_left_out(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first", person=cast.son)
    alice = as_(cast.alice)
    answer(alice, interview, progress=4, progress_in="Calls")
    post(alice, interview, "scale", progress="0", progress_in="Calls often", go="next")
    assert given(interview)["progress"][1] == 0
    assert given(interview)["progress_in"] == ("value", "Calls", "")


def test_other_kinds_of_answer_and_taking_back(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    post(alice, interview, "page_1", q1="1", q2__state="declined", q3__state="not_now", go="next")
    assert {item: one[0] for item, one in given(interview).items()} == {
        "q1": "value",
        "q2": "declined",
        "q3": "not_now",
    }
    reply = post(alice, interview, "page_1", q1="1", q2__state="declined", q3__state="not_now", clear="q1")
    assert reply.url == url(interview, "page_1")
    assert given(interview)["q1"] == ("empty", None, "")


def test_fields_of_other_steps_are_ignored(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    post(as_(cast.alice), interview, "page_1", q1="1", q9="3", unknown="x", go="next")
    assert list(given(interview)) == ["q1"]


def test_the_same_page_twice_is_one_save(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    fields = hidden_fields(alice.get(url(interview, "page_1"))) | {"q1": "2", "go": "next"}
    first = alice.post(url(interview, "page_1"), fields)
    before = content(interview)
    again = alice.post(url(interview, "page_1"), fields)
    assert (again.status_code, again.url) == (302, first.url)
    assert content(interview) == before


def test_an_old_page_with_other_answers_is_shown_again_with_what_was_typed(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    fields = hidden_fields(alice.get(url(interview, "page_1"))) | {"q1": "2", "go": "next"}
    alice.post(url(interview, "page_1"), fields)
    before = content(interview)
    reply = alice.post(url(interview, "page_1"), fields | {"q1": "3"})
    assert reply.status_code == 422
    assert content(interview) == before
    assert 'value="3" checked' in reply.content.decode()
    alice.post(url(interview, "page_1"), hidden_fields(reply) | {"q1": "3", "go": "next"})
    assert given(interview)["q1"][1] == 3


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    fields = hidden_fields(alice.get(url(interview, "page_1")))
    answer(as_(cast.bob), interview, q1=1)
    untouched = alice.post(url(interview, "page_1"), fields | {"q2": "2", "go": "next"})
    assert untouched.status_code == 302
    assert {item: one[1] for item, one in given(interview).items()} == {"q1": 1, "q2": 2}


def test_two_answers_to_one_question_are_both_shown(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    fields = hidden_fields(alice.get(url(interview, "page_1")))
    answer(as_(cast.bob), interview, q1=1)
    before = content(interview)
    reply = alice.post(url(interview, "page_1"), fields | {"q1": "3", "go": "next"})
    html = reply.content.decode()
    assert reply.status_code == 409
    assert content(interview) == before
    assert "Bob Berg" in html
    assert "Several days" in html
    assert 'value="3" checked' in html
    chosen = alice.post(url(interview, "page_1"), hidden_fields(reply) | {"q1": "3", "go": "next"})
    assert chosen.status_code == 302
    assert given(interview)["q1"][1] == 3


def test_the_guide_goes_on_where_it_stopped_on_another_device(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    post(as_(cast.alice), interview, "page_1", q1="2", go="next")
    as_(cast.alice).get(url(interview, "page_2"))
    reply = as_(cast.alice).get(reverse("interviews:interview", args=[interview.pk]))
    assert reply.url == url(interview, "page_2")


def test_two_interviews_in_one_browser_do_not_meet(cast: Cast, as_: Browser) -> None:
    first, second = draft(cast), draft(cast)
    alice = as_(cast.alice)
    post(alice, first, "page_1", q1="1", go="next")
    post(alice, second, "page_1", q1="3", go="next")
    assert (given(first)["q1"][1], given(second)["q1"][1]) == (1, 3)


def test_get_forgets_nothing(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    answer(alice, interview, q1=1)
    for step in ("page_1", "page_2", "page_1?reset=1", "to-review"):
        alice.get(url(interview, step.split("?")[0]) + ("?reset=1" if "?" in step else ""))
    assert given(interview) == {"q1": ("value", 1, "")}


@pytest.mark.parametrize(
    "wrong", [{"q1": "9"}, {"q1": "abc"}, {"q1": "NaN"}, {"q1": "1", "q1.note": "a\x00b"}, {"q1": "1\x00"}]
)
def test_wrong_answers_are_refused_and_stay_on_the_page(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    fields = hidden_fields(alice.get(url(interview, "page_1")))
    before = content(interview)
    reply = alice.post(url(interview, "page_1"), fields | wrong | {"q2": "1", "go": "next"})
    assert reply.status_code == 422
    assert b'role="alert"' in reply.content
    assert content(interview) == before


@pytest.mark.parametrize("revision", ["", "-1", "x", "٣", "9" * 12, "7"])
def test_a_page_without_its_revision_is_refused(cast: Cast, as_: Browser, revision: str) -> None:
    interview = draft(cast)
    fields = {"form_id": str(uuid4()), "revision": revision, "q1": "1", "go": "next"}
    assert as_(cast.alice).post(url(interview, "page_1"), fields).status_code in {400, 422}
    assert content(interview).answers == 0


def test_a_page_without_its_id_is_saved_once(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    fields = {"form_id": "no uuid", "revision": "0", "q1": "1", "go": "next"}
    assert as_(cast.alice).post(url(interview, "page_1"), fields).status_code == 302
    assert Answer.objects.count() == 1


def test_a_step_that_another_answer_closed_is_refused_with_what_was_typed(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    answer(alice, interview, q1=1)
    fields = hidden_fields(alice.get(url(interview, "everyday")))
    answer(as_(cast.bob), interview, q1=0)
    before = content(interview)
    reply = alice.post(url(interview, "everyday"), fields | {"difficulty": "1", "go": "next"})
    assert reply.status_code == 422
    assert content(interview) == before


def test_a_finished_interview_is_read_not_led(cast: Cast, as_: Browser) -> None:
    alice = as_(cast.alice)
    interview = draft(cast)
    fields = hidden_fields(alice.get(url(interview, "page_1")))
    finished(alice, cast, interview, q1=1)
    before = content(interview)
    assert alice.get(url(interview, "page_1")).url == reverse("interviews:interview", args=[interview.pk])
    assert alice.post(url(interview, "page_1"), fields | {"q2": "1", "go": "next"}).status_code == 409
    assert content(interview) == before


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "sam", "stranger"])
def test_only_those_who_lead_have_a_guide(cast: Cast, as_: Browser, name: str) -> None:
    interview = draft(cast)
    client = as_(getattr(cast, name))
    assert client.get(url(interview, "page_1")).status_code == 404
    fields = {"form_id": str(uuid4()), "revision": "0", "q1": "1", "go": "next"}
    assert client.post(url(interview, "page_1"), fields).status_code == 404
    assert content(interview).answers == 0


def test_unknown_addresses_are_404_and_other_methods_405(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    assert alice.get(url(interview, "no_such_step")).status_code == 404
    assert alice.post(url(interview, "no_such_step"), {"revision": "0"}).status_code == 404
    assert alice.put(url(interview, "page_1")).status_code == 405
    assert alice.delete(url(interview, "page_1")).status_code == 405
    interview.pk = uuid4()
    assert alice.get(url(interview, "page_1")).status_code == 404


def test_the_script_and_the_form_see_each_others_saves(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    post(alice, interview, "page_1", q1="1", go="next")
    interview.refresh_from_db()
    stale = send(alice, interview, payload(interview, value("q1", 2), base_revision=0))
    assert stale.status_code == 409
    assert send(alice, interview, payload(interview, value("q1", 2))).status_code == 200
