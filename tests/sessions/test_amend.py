"""Correcting a finished interview: a copy beside it, one at a time, both readable."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from sessions.models import Alert, AnswerChange, Interview, Observation
from sessions.selectors.interviews import finished_interviews, interview_record
from sessions.services.interviews import amend, void
from tests.cast import Cast
from tests.sessions.leading import answer, draft, finished, given

Browser = Callable[[Staff], Client]
ZEROS = {f"q{number}": 0 for number in range(1, 10)}


def url(interview: Interview, name: str = "amend") -> str:
    return reverse(f"interviews:{name}", args=[interview.pk])


def correct(cast: Cast, interview: Interview, reason: str = "q1 was misheard") -> Interview:
    return amend(actor=cast.alice, interview_id=interview.pk, reason=reason, now=timezone.now())


def test_a_correction_starts_with_the_answers_and_leaves_the_first_one(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), **ZEROS)
    frozen = Interview.objects.get(pk=first.pk).record_sha256
    reply = as_(cast.alice).post(url(first), {"reason": "q1 was misheard"})
    second = Interview.objects.get(amends=first)
    assert reply.url == reverse("interviews:guide", args=[second.pk, second.step])
    assert given(second) == given(first)
    assert (second.state, second.amend_reason, second.version_id) == ("draft", "q1 was misheard", first.version_id)
    assert AnswerChange.objects.filter(interview=second).count() == 9
    assert Interview.objects.get(pk=first.pk).record_sha256 == frozen


def test_finishing_it_takes_the_place_of_the_first_ones_numbers(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), **ZEROS)
    second = finished(as_(cast.alice), cast, correct(cast, first), q1=2)
    totals = Observation.objects.filter(measure="phq-9/total").order_by("replaced_at")
    assert {(row.interview_id, row.value, row.replaced_at is None) for row in totals} == {
        (first.pk, 0, False),
        (second.pk, 2, True),
    }
    assert [one.pk for one in finished_interviews(cast.case.compartment)] == [second.pk]
    amends = interview_record(Interview.objects.get(pk=second.pk))["amends"]
    assert (amends["record_sha256"], amends["reason"], amends["changed"]) == (
        first.record_sha256,
        "q1 was misheard",
        ["q1"],
    )


def test_until_it_is_finished_the_first_one_counts(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), **ZEROS)
    correct(cast, first)
    assert [one.pk for one in finished_interviews(cast.case.compartment)] == [first.pk]
    assert not Observation.objects.exclude(replaced_at=None).exists()


def test_both_are_shown_as_a_line(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), **ZEROS)
    second = finished(as_(cast.alice), cast, correct(cast, first), q1=2)
    third = finished(as_(cast.alice), cast, correct(cast, second, "and q2"), q2=1)
    for one in (first, second, third):
        html = as_(cast.alice).get(url(one, "interview")).content.decode()
        for other in {first, second, third} - {one}:
            assert url(other, "interview") in html
    assert url(third) in html


def test_a_second_correction_at_the_same_time_is_refused(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), q1=1)
    correct(cast, first)
    reply = as_(cast.bob).post(url(first), {"reason": "me too"})
    assert reply.status_code == 409
    assert "already begun to correct" in reply.content.decode()
    assert "me too" in reply.content.decode()
    assert Interview.objects.filter(amends=first).count() == 1


def test_an_alert_is_not_raised_a_second_time_by_a_correction(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), q9=2)
    second = correct(cast, first)
    assert answer(as_(cast.alice), second, q1=1)["alerts"] == []
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "a\x00b", "x" * 2001])
def test_a_reason_is_needed(cast: Cast, as_: Browser, reason: str) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert as_(cast.alice).post(url(first), {"reason": reason}).status_code == 400
    with pytest.raises(Refused):
        correct(cast, first, reason)
    assert not Interview.objects.filter(amends=first).exists()


def test_a_draft_or_a_void_one_is_not_corrected(cast: Cast, as_: Browser) -> None:
    running = draft(cast)
    assert as_(cast.alice).post(url(running), {"reason": "x"}).status_code == 409
    gone = finished(as_(cast.alice), cast, draft(cast), q1=1)
    void(actor=cast.alice, interview_id=gone.pk, reason="the brother", now=timezone.now())
    assert as_(cast.alice).post(url(gone), {"reason": "x"}).status_code == 409
    assert not Interview.objects.exclude(amends=None).exists()


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "sam", "stranger"])
def test_only_those_who_lead_may_correct(cast: Cast, as_: Browser, name: str) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert as_(getattr(cast, name)).get(url(first)).status_code == 404
    assert as_(getattr(cast, name)).post(url(first), {"reason": "x"}).status_code == 404
    assert not Interview.objects.exclude(amends=None).exists()


def test_the_page_unknown_ids_and_other_methods(cast: Cast, as_: Browser) -> None:
    alice, first = as_(cast.alice), finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert alice.get(url(first)).status_code == 200
    assert alice.put(url(first)).status_code == 405
    assert alice.get(reverse("interviews:amend", args=[uuid4()])).status_code == 404
