"""About the wrong person: marked, readable, counted nowhere."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_engine.access.models import AuditEvent, Staff
from forms_engine.access.services import Refused
from sessions.models import Alert, Answer, Interview, Observation, Void
from sessions.selectors.interviews import drafts_of, finished_interviews, interview_record
from sessions.services.interviews import amend, void
from tests.cast import Cast
from tests.sessions.leading import answer, draft, finished, payload, send, stored, value

Browser = Callable[[Staff], Client]
ONES = {f"q{number}": 1 for number in range(1, 10)}


def url(interview: Interview, name: str = "void") -> str:
    return reverse(f"interviews:{name}", args=[interview.pk])


def test_a_void_interview_is_readable_and_counts_nowhere(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), **ONES)
    frozen = Interview.objects.get(pk=interview.pk).record_sha256
    answers = Answer.objects.filter(interview=interview).count()
    reply = as_(cast.alice).post(url(interview), {"reason": "It was the brother"})
    assert reply.url == url(interview, "interview")
    html = as_(cast.alice).get(url(interview, "interview")).content.decode()
    assert "It was the brother" in html
    assert "does not count" in html
    assert "Several days" in html
    assert not Observation.objects.filter(replaced_at=None).exists()
    assert list(finished_interviews(cast.case.compartment)) == []
    assert Interview.objects.get(pk=interview.pk).record_sha256 == frozen
    assert Answer.objects.filter(interview=interview).count() == answers


def test_a_running_one_is_frozen_as_it_stands(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q1=2)
    as_(cast.alice).post(url(interview), {"reason": "It was the brother"})
    interview.refresh_from_db()
    assert (interview.state, interview_record(interview)["ended"]) == ("finalised", "void")
    assert list(drafts_of(cast.alice, timezone.now())) == []
    assert not Observation.objects.exists()
    assert send(as_(cast.alice), interview, payload(interview, value("q2", 1))).status_code == 409
    assert as_(cast.alice).get(url(interview, "interview")).status_code == 200


def test_alerts_stay_until_somebody_records_them(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q9=3)
    void(actor=cast.alice, interview_id=interview.pk, reason="wrong", now=timezone.now())
    assert Alert.objects.get().state == Alert.State.OPEN


def test_its_corrections_go_with_it(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), **ONES)
    second = finished(
        as_(cast.alice), cast, amend(actor=cast.alice, interview_id=first.pk, reason="q1", now=timezone.now()), q1=2
    )
    third = amend(actor=cast.alice, interview_id=second.pk, reason="q2", now=timezone.now())
    as_(cast.alice).post(url(second), {"reason": "the brother"})
    assert set(Void.objects.values_list("interview_id", flat=True)) == {first.pk, second.pk, third.pk}
    assert Interview.objects.get(pk=third.pk).state == "finalised"
    assert not Observation.objects.filter(replaced_at=None).exists()
    assert list(finished_interviews(cast.case.compartment)) == []


def test_a_correction_that_runs_is_not_marked_alone(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), q1=1)
    second = amend(actor=cast.alice, interview_id=first.pk, reason="q1", now=timezone.now())
    assert as_(cast.alice).post(url(second), {"reason": "x"}).status_code == 409
    assert not Void.objects.exists()


def test_a_repeated_post_is_harmless(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    first = as_(cast.alice).post(url(interview), {"reason": "wrong"})
    before = stored(interview)
    again = as_(cast.alice).post(url(interview), {"reason": "something else"})
    assert (again.status_code, again.url) == (302, first.url)
    assert stored(interview) == before
    assert Void.objects.get().reason == "wrong"


@pytest.mark.parametrize("reason", ["", " \n", "a\x00b", "x" * 2001])
def test_a_reason_is_needed(cast: Cast, as_: Browser, reason: str) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert as_(cast.alice).post(url(interview), {"reason": reason}).status_code == 400
    with pytest.raises(Refused):
        void(actor=cast.alice, interview_id=interview.pk, reason=reason, now=timezone.now())
    assert not Void.objects.exists()


def test_the_log_says_who_and_the_mark_cannot_be_taken_away(cast: Cast, as_: Browser) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    void(actor=cast.alice, interview_id=interview.pk, reason="wrong", now=timezone.now())
    assert AuditEvent.objects.get(action="interview.voided").actor == cast.alice
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM interviews_void")


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "sam", "stranger"])
def test_only_those_who_lead_may_mark(cast: Cast, as_: Browser, name: str) -> None:
    interview = finished(as_(cast.alice), cast, draft(cast), q1=1)
    assert as_(getattr(cast, name)).get(url(interview)).status_code == 404
    assert as_(getattr(cast, name)).post(url(interview), {"reason": "x"}).status_code == 404
    assert not Void.objects.exists()


def test_the_page_unknown_ids_and_other_methods(cast: Cast, as_: Browser) -> None:
    alice, interview = as_(cast.alice), draft(cast)
    assert alice.get(url(interview)).status_code == 200
    assert alice.put(url(interview)).status_code == 405
    assert alice.post(reverse("interviews:void", args=[uuid4()]), {"reason": "x"}).status_code == 404
