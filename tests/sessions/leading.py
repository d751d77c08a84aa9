"""Leading a conversation in the tests: a visit, a draft, saves as a device sends them, and what is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_engine.access.models import AuditEvent, Staff
from forms_engine.casework.models import Person
from instruments.models import Overlay, Version
from sessions.models import Alert, Answer, AnswerChange, Interview, Observation, Operation, Visit
from sessions.services.interviews import finalise, start_interview
from tests.cast import NOW, Cast


def open_visit(cast: Cast) -> Visit:
    """A visit under way, with mother and son in the room."""
    visit = Visit.objects.create(
        case=cast.case,
        compartment=cast.case.compartment,
        planned_at=NOW,
        place=Visit.Place.HOME,
        planned_by=cast.alice,
        state=Visit.State.OPEN,
        started_at=NOW,
    )
    visit.people.set([cast.mother, cast.son])
    visit.workers.set([cast.alice])
    return visit


def draft(
    cast: Cast, key: str = "phq-9", *, person: Person | None = None, language: str = "", **more: Any
) -> Interview:
    """A draft that Alice has just started with the mother."""
    version = Version.objects.get(key=key)
    overlay = Overlay.objects.filter(version=version, language=language).order_by("number").last()
    return start_interview(
        **{
            "actor": cast.alice,
            "visit": more.pop("visit", None) or open_visit(cast),
            "compartment": cast.case.compartment,
            "version": version,
            "overlay": overlay,
            "person": person or cast.mother,
            "mode": Interview.Mode.READ_ALOUD,
            "interpreter": Interview.Interpreter.NONE,
            "people_present": [cast.mother],
            "asked_on": timezone.localdate(),
            "now": timezone.now(),
        }
        | more
    )


def payload(interview: Interview, *answers: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """One save as the page's script sends it; ``parts`` replace its parts."""
    return {
        "operation": str(uuid4()),
        "device": "6f0b1d2c-0000-4000-8000-000000000001",
        "sequence": 1,
        "client_at": "2026-03-02T10:00:00.000Z",
        "base_revision": interview.revision,
        "answers": list(answers),
        "language": interview.language,
        "step": interview.step,
    } | parts


def value(item: str, given: Any, **more: Any) -> dict[str, Any]:
    """An answer that is a value."""
    return {"item": item, "state": "value", "value": given, **more}


def send(client: Client, interview: Interview, body: object) -> HttpResponse:
    """Post a save as JSON; bytes and text go as they are."""
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    url = reverse("interviews:answers", args=[interview.pk])
    return client.post(url, data, content_type="application/json", headers={"accept": "application/json"})


def answer(client: Client, interview: Interview, **given: Any) -> dict[str, Any]:
    """Answer items one after the other, as a device does; the last reply."""
    for item, one in given.items():
        interview.refresh_from_db()
        reply = send(client, interview, payload(interview, value(item, one)))
        assert reply.status_code == 200, reply.content
    interview.refresh_from_db()
    return dict(reply.json())


def finished(client: Client, cast: Cast, interview: Interview, actor: Staff | None = None, **given: Any) -> Interview:
    """The interview with these answers, finalised."""
    if given:
        answer(client, interview, **given)
    revision = Interview.objects.get(pk=interview.pk).revision
    return finalise(
        actor=actor or cast.alice, interview_id=interview.pk, reviewed_revision=revision, now=timezone.now()
    )


@dataclass(frozen=True)
class Stored:
    """How much there is of everything that a save writes."""

    answers: int
    changes: int
    operations: int
    alerts: int
    observations: int
    events: int
    revision: int


def stored(interview: Interview) -> Stored:
    """A count to compare: equal before and after means that nothing at all was stored."""
    return Stored(
        Answer.objects.filter(interview=interview).count(),
        AnswerChange.objects.filter(interview=interview).count(),
        Operation.objects.filter(interview=interview).count(),
        Alert.objects.filter(interview=interview).count(),
        Observation.objects.filter(interview=interview).count(),
        AuditEvent.objects.filter(compartment_id=interview.compartment_id).count(),
        Interview.objects.get(pk=interview.pk).revision,
    )


def content(interview: Interview) -> Stored:
    """As :func:`stored`, for pages: that one was seen stands in the log and is no content."""
    return replace(stored(interview), events=0)


def given(interview: Interview) -> dict[str, tuple[str, Any, str]]:
    """What is stored: item -> state, value, note."""
    return {
        one.item: (one.state, one.value, one.note)
        for one in Answer.objects.filter(interview=interview).order_by("item")
    }
