"""A tablet goes from hand to hand: what one person wrote is never saved under another's name, and waits for its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from forms_engine.access.models import Staff
from sessions.models import Answer, Interview
from tests.cast import Cast, signed_in
from tests.sessions.leading import draft, payload, send, stored, value

Browser = Callable[[Staff], Client]


def test_the_page_knows_whose_it_is(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    for who in (cast.alice, cast.bob):
        page = as_(who).get(reverse("interviews:guide", args=[interview.pk, interview.step]))
        found = re.search(r'id="guide-data">(.*?)</script>', page.content.decode(), re.DOTALL)
        assert found
        assert json.loads(found[1])["staff"] == str(who.pk)


def test_answers_of_another_person_wait_for_that_person(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    waiting = payload(interview, value("q1", 3), staff=str(cast.alice.pk))
    before = stored(interview)
    for who in (cast.bob, cast.charlie, cast.cora):  # even somebody with no right: the queue must not end with 404
        reply = send(as_(who), interview, waiting)
        if "practitioner" not in who.role_names:
            assert reply.status_code == 404
            continue
        assert (reply.status_code, reply.json()["error"]) == (409, "other-person")
        assert "until you sign in again" in reply.json()["message"]
    assert stored(interview) == before
    assert send(as_(cast.alice), interview, waiting).status_code == 200
    assert Answer.objects.get(interview=interview).answered_by == cast.alice


def test_the_refusal_does_not_tell_whether_the_interview_exists(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    waiting = payload(interview, value("q1", 3), staff=str(cast.alice.pk))
    charlie = as_(cast.charlie)
    known = send(charlie, interview, waiting)
    unknown = send(charlie, Interview(pk=uuid4()), waiting)
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_a_saved_answer_is_not_repeated_for_another_person(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    sent = payload(interview, value("q9", 2), staff=str(cast.alice.pk))
    assert send(as_(cast.alice), interview, sent).json()["alerts"]
    reply = send(as_(cast.bob), interview, sent)
    assert reply.json()["error"] == "other-person"
    assert "alerts" not in reply.json()


def test_a_key_that_is_none_is_refused(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    for nonsense in ("alice", 1, ["x"], str(cast.alice.pk) * 2):
        assert send(as_(cast.alice), interview, payload(interview, value("q1", 1), staff=nonsense)).status_code == 400


def test_a_page_without_its_script_is_refused_after_another_sign_in(cast: Cast) -> None:
    """Signing in changes the page's token, so what stands in the other person's form goes nowhere."""
    interview = draft(cast)
    client = signed_in(Client(enforce_csrf_checks=True), cast.alice)
    url = reverse("interviews:guide", args=[interview.pk, interview.step])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(url).content.decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "revision": "0", "form_id": str(uuid4()), "q1": "3", "go": "next"}
    client.logout()
    client.cookies.clear()
    signed_in(client, cast.bob)
    client.get(url)
    assert client.post(url, form).status_code == 403
    assert not Answer.objects.filter(interview=interview).exists()
