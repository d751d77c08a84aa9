"""Where in the conversation the worker is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from forms_engine.access import gate
from forms_engine.access.models import Staff
from instruments import selectors as instruments
from sessions.models import Interview
from sessions.services.refusals import NotSaved


@transaction.atomic
def remember_place(*, actor: Staff, interview_id: UUID, step: object, now: datetime) -> None:
    """Remember a step of a draft. It is no content, so it has no line in the log and raises no revision."""
    interview = gate.fetch(actor, "interview.lead", Interview.objects.select_for_update(), now, pk=interview_id)
    if interview.state != Interview.State.DRAFT:
        raise NotSaved("finalised")
    instrument = instruments.instrument(interview.version_id, interview.overlay_id)
    if not any(step == known.id for known in instrument.steps):
        raise NotSaved("unknown-step")
    Interview.objects.filter(pk=interview.pk).update(step=step)
