"""Looking through before finishing: alerts first, gaps by their kind, words before numbers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from forms_engine.access.models import AuditEvent, Staff
from sessions.models import Interview
from tests.cast import Cast
from tests.sessions.leading import answer, draft, finished, payload, send

Browser = Callable[[Staff], Client]


def review(client: Client, interview: Interview) -> str:
    reply = client.get(reverse("interviews:review", args=[interview.pk]))
    assert reply.status_code == 200
    return str(reply.content.decode())


def test_alerts_come_first_then_answers_then_what_they_mean(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, **{f"q{number}": 1 for number in range(1, 10)})
    html = review(as_(cast.alice), interview)
    order = [html.index(part) for part in ('id="alerts"', 'id="gaps"', 'id="answers"', 'id="meaning"', "Who can see")]
    assert order == sorted(order)
    assert "thoughts of being better off dead" in html
    assert "113" in html


def test_a_band_stands_before_its_number(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, **{f"q{number}": 2 for number in range(1, 9)}, q9=0)
    html = review(as_(cast.alice), interview)
    meaning = html[html.index('id="meaning"') :]
    assert meaning.index("oderately severe") < meaning.index("16 on a scale from 0 to 27")
    assert "What change is measured against" in meaning


def test_a_total_stands_before_its_parts_and_beside_what_it_may_contradict(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "pcl-5")
    answer(as_(cast.alice), interview, **{f"q{number}": 4 if number < 10 else 0 for number in range(1, 21)})
    html = review(as_(cast.alice), interview)
    assert html.index("36 on a scale from 0 to 80") < html.index("on a scale from 0 to 20")
    pattern = html[html.index("Symptom pattern of provisional PTSD") :]
    assert '<span class="list-side">No</span>' in pattern[: pattern.index("</li>")]
    assert "no verdict" in html


def test_gaps_are_named_by_their_kind(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    alice = as_(cast.alice)
    answer(alice, interview, q1=1, difficulty=2)
    for item, state in (("q1", "declined"), ("q2", "dont_know"), ("q3", "not_now")):
        interview.refresh_from_db()
        assert send(alice, interview, payload(interview, {"item": item, "state": state})).status_code == 200
    html = review(alice, interview)
    gaps = html[html.index('id="gaps"') : html.index('id="answers"')]
    kinds = ("Would rather not say", "Does not know", "Not now", "Not asked", "No longer applies")
    assert [gaps.count(kind) for kind in kinds] == [1, 1, 1, 6, 1]


def test_missing_is_not_zero(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q1=3, q2=3)
    html = review(as_(cast.alice), interview)
    assert "Cannot be worked out, because something it needs was not answered." in html
    assert "This cannot be known, because a question was not answered:" in html


def test_what_was_written_is_escaped(cast: Cast, as_: Browser) -> None:
    interview = draft(cast, "sfbt-first")
    answer(as_(cast.alice), interview, enjoys='<script>alert("x")</script>')
    assert "<script>alert" not in review(as_(cast.alice), interview)


def test_looking_is_in_the_log_and_changes_nothing(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    review(as_(cast.alice), interview)
    assert AuditEvent.objects.filter(action="interview.viewed", actor=cast.alice).count() == 1
    assert Interview.objects.get(pk=interview.pk).state == "draft"


def test_a_supervisor_reads_it_without_buttons(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    html = review(as_(cast.sam), interview)
    assert reverse("interviews:finalise", args=[interview.pk]) not in html
    reply = as_(cast.sam).get(reverse("interviews:interview", args=[interview.pk]))
    assert reply.url == reverse("interviews:review", args=[interview.pk])


def test_a_finished_one_leads_to_its_record(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    reply = as_(cast.alice).get(reverse("interviews:review", args=[interview.pk]))
    assert reply.url == reverse("interviews:interview", args=[interview.pk])


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "stranger"])
def test_a_stranger_gets_404(cast: Cast, as_: Browser, name: str) -> None:
    interview = draft(cast)
    assert as_(getattr(cast, name)).get(reverse("interviews:review", args=[interview.pk])).status_code == 404


def test_unknown_is_404_and_post_is_405(cast: Cast, as_: Browser) -> None:
    alice, interview = as_(cast.alice), draft(cast)
    assert alice.post(reverse("interviews:review", args=[interview.pk])).status_code == 405
    assert alice.get(reverse("interviews:review", args=[uuid4()])).status_code == 404
