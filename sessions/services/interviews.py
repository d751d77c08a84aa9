"""The life of an interview: started, finalised, amended, or void. Nothing is ever unlocked or deleted."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine import core
from forms_engine.access import audit, gate
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from sessions.models import Answer, AnswerChange, Interview, Observation, Operation, Void
from sessions.services.answers import change_of
from sessions.services.freezing import freeze
from sessions.services.refusals import NotSaved
from sessions.services.starting import OutsideAges, start_interview

__all__ = ["OutsideAges", "amend", "asked_at", "finalise", "start_interview", "void"]

MAX_REASON = 2_000  # characters


@transaction.atomic
def finalise(*, actor: Staff, interview_id: UUID, reviewed_revision: int, now: datetime) -> Interview:
    """Freeze a draft as it was reviewed, and write one observation for each score that could be worked out.

    Finalised already: returned as it is, nothing happens. Changed since ``reviewed_revision``: NotSaved "stale".
    An amendment takes the place of what it corrects: the earlier observations are marked as replaced.
    """
    interview = _locked(actor, interview_id, now)
    if interview.state == Interview.State.FINALISED:
        return interview
    if interview.revision != reviewed_revision:
        raise NotSaved("stale", revision=interview.revision)
    frozen = freeze(actor=actor, interview=interview, now=now, ended="finalised")
    if interview.amends_id:
        _replace_observations([interview.amends_id], now)
    Observation.objects.bulk_create(
        Observation(
            compartment_id=interview.compartment_id,
            measure=f"{interview.version.key}/{name}",
            version=interview.version.version,
            at=asked_at(interview),
            value=value,
            person_id=interview.person_id,
            staff=actor,
            visit_id=interview.visit_id,
            interview=interview,
        )
        for name, value in frozen.scores.items()
    )
    _note(actor, "interview.finalised", interview, now, {"sha256": frozen.sha256, "revision": interview.revision})
    return interview


@transaction.atomic
def amend(*, actor: Staff, interview_id: UUID, reason: str, now: datetime) -> Interview:
    """A new draft that corrects a finished interview, with its answers to begin from. One correction at a time."""
    earlier = _locked(actor, interview_id, now)
    reason = _reason(reason)
    if earlier.state != Interview.State.FINALISED:
        raise Refused(_("This conversation is not finished: change it directly."))
    if Void.objects.filter(interview=earlier).exists():
        raise Refused(_("This conversation does not count any more, so there is nothing to correct."))
    draft = Interview(
        compartment_id=earlier.compartment_id,
        visit_id=earlier.visit_id,
        version_id=earlier.version_id,
        overlay_id=earlier.overlay_id,
        person_id=earlier.person_id,
        language=earlier.language,
        mode=earlier.mode,
        interpreter=earlier.interpreter,
        revision=1,
        step=earlier.step,
        asked_on=earlier.asked_on,
        started_at=now,
        started_by=actor,
        amends=earlier,
        amend_reason=reason,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(_("Somebody has already begun to correct this conversation. Go on there.")) from clash
    draft.people_present.set(earlier.people_present.all())
    _copy_answers(actor, earlier, draft, now)
    _note(actor, "interview.amended", draft, now, {"amends": str(earlier.pk)})
    return draft


@transaction.atomic
def void(*, actor: Staff, interview_id: UUID, reason: str, now: datetime) -> Void:
    """Mark an interview as about the wrong person: it stays readable and counts nowhere. Its corrections go with it.

    A running one is frozen as it stands. Already void: nothing happens.
    """
    line = _whole_line(actor, interview_id, now)
    interview = next(one for one in line if one.pk == interview_id)
    if marked := Void.objects.filter(interview=interview).first():
        return marked
    reason = _reason(reason)
    if interview.amends_id and interview.state == Interview.State.DRAFT:
        raise Refused(
            _("A correction counts only when it is finished. Mark the conversation that it corrects instead.")
        )
    for one in line:
        if one.state == Interview.State.DRAFT:
            freeze(actor=actor, interview=one, now=now, ended="void")
        Void.objects.create(interview=one, compartment_id=one.compartment_id, reason=reason, at=now, by=actor)
        _note(actor, "interview.voided", one, now, {})
    _replace_observations([one.pk for one in line], now)
    return Void.objects.get(interview=interview)


def asked_at(interview: Interview) -> datetime:
    """When the questions were asked: the start, or noon of the day that stands on the paper."""
    if timezone.localtime(interview.started_at).date() == interview.asked_on:
        return interview.started_at
    return timezone.make_aware(datetime.combine(interview.asked_on, time(12)))


def _locked(actor: Staff, interview_id: UUID, now: datetime) -> Interview:
    return gate.fetch(actor, "interview.lead", Interview.objects.select_for_update(), now, pk=interview_id)


def _reason(text: str) -> str:
    cleaned, fault = core.clean_text(text)
    if fault or not cleaned.strip() or len(cleaned) > MAX_REASON:
        raise Refused(_("Write the reason in a sentence or two."))
    return cleaned.strip()


def _copy_answers(actor: Staff, earlier: Interview, draft: Interview, now: datetime) -> None:
    """The answers as they were, with who gave them and when; the copying is an operation like any other."""
    copying = Operation.objects.create(
        id=uuid4(),
        interview=draft,
        compartment_id=draft.compartment_id,
        staff=actor,
        device="amendment",
        sequence=0,
        client_at=None,
        base_revision=0,
        payload_sha256="",
        reply={},
        at=now,
    )
    copies = [
        Answer(
            interview=draft,
            compartment_id=draft.compartment_id,
            item=answer.item,
            state=answer.state,
            value=answer.value,
            note=answer.note,
            language=answer.language,
            revision=draft.revision,
            answered_at=answer.answered_at,
            answered_by_id=answer.answered_by_id,
        )
        for answer in earlier.answers.all()
    ]
    Answer.objects.bulk_create(copies)
    AnswerChange.objects.bulk_create(change_of(answer, copying.pk) for answer in copies)


def _whole_line(actor: Staff, interview_id: UUID, now: datetime) -> list[Interview]:
    """The first interview of the line of corrections and all that follow, first one first.

    Locked in that order whichever of them was asked for, so that two people at once never wait for each other. What
    an interview corrects never changes, so the way back needs no lock.
    """
    found = gate.fetch(actor, "interview.lead", Interview.objects.defer("record"), now, pk=interview_id)
    first = found.pk
    while earlier := Interview.objects.values_list("amends_id", flat=True).get(pk=first):
        first = earlier
    line = [_locked(actor, first, now)]
    while following := Interview.objects.select_for_update().filter(amends=line[-1]).first():
        line.append(following)
    return line


def _replace_observations(interviews: list[UUID], now: datetime) -> None:
    Observation.objects.filter(interview_id__in=interviews, replaced_at=None).update(replaced_at=now)


def _note(actor: Staff, action: str, interview: Interview, now: datetime, details: dict[str, object]) -> None:
    audit.record(
        actor_id=actor.pk,
        action=action,
        compartment_id=interview.compartment_id,
        thing=interview,
        now=now,
        details=details,
    )
