"""Interviews, as the pages and other rooms read them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from forms_engine import core
from forms_engine.access import gate
from forms_engine.access.models import Compartment, Staff
from instruments import selectors as instruments
from instruments.rendering import Shown
from sessions import record
from sessions.models import AnswerChange, Interview
from sessions.sheet import Given


def drafts_of(staff: Staff, now: datetime) -> QuerySet[Interview]:
    """The interviews that this person started, may go on with and has not finished, newest first."""
    drafts = Interview.objects.filter(state=Interview.State.DRAFT, started_by=staff)
    return gate.visible(staff, "interview.lead", with_context(drafts), now)


def finished_interviews(compartment: Compartment) -> QuerySet[Interview]:
    """Finished interviews of one compartment that count: not void, not corrected by a finished one; newest first."""
    finished = Interview.objects.filter(compartment=compartment, state=Interview.State.FINALISED, void=None)
    return with_context(finished.exclude(amendment__state=Interview.State.FINALISED))


def with_context(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """With what a line about an interview needs: version, overlay, person, visit and case; without the heavy parts."""
    related = interviews.select_related("version", "overlay", "person", "visit__case", "started_by")
    return related.defer("version__document", "overlay__document", "record")


def interview_record(interview: Interview) -> dict[str, Any]:
    """What was frozen when the interview was finalised (see :mod:`sessions.record`); ``{}`` for a draft."""
    return record.read(interview.record) if interview.record else {}


def record_is_intact(interview: Interview) -> bool:
    """Does the frozen record still have the hash that stands on every print-out?"""
    return core.digest((interview.record or "").encode()) == interview.record_sha256


def instrument_of(interview: Interview) -> core.Instrument:
    """The instrument in the version and language of this interview."""
    return instruments.instrument(interview.version_id, interview.overlay_id)


def given_answers(interview: Interview) -> dict[str, Given]:
    """Every stored answer by item, in one query."""
    return {
        answer.item: Given(
            answer.state,
            answer.value,
            answer.note,
            answer.language,
            answer.revision,
            answer.answered_at.astimezone(UTC).isoformat(),
            str(answer.answered_by_id),
        )
        for answer in interview.answers.all()
    }


def answers_at(interview: Interview, items: Collection[str], revision: int) -> dict[str, Shown]:
    """How these items stood at a revision; an item without an answer then is left out."""
    changes = AnswerChange.objects.filter(interview=interview, item__in=items, revision__lte=revision)
    return {
        change.item: Shown(change.state, change.value, change.note) for change in changes.order_by("item", "revision")
    }


def line_of(interview: Interview) -> list[Interview]:
    """The interview with those that it corrects and that correct it, first one first."""
    line = [interview]
    while line[0].amends_id:
        line.insert(0, Interview.objects.select_related("finalised_by", "started_by").get(pk=line[0].amends_id))
    while following := Interview.objects.filter(amends=line[-1]).select_related("finalised_by", "started_by").first():
        line.append(following)
    return line
