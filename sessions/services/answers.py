"""Saving answers: one transaction that does everything or nothing, and the same operation again does nothing."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from forms_engine.access import audit, gate, rows
from forms_engine.access.models import Staff
from instruments import selectors as instruments
from sessions.models import Answer, AnswerChange, Interview, Operation
from sessions.services.alerts import raise_alerts
from sessions.services.conflicts import find_conflicts
from sessions.services.refusals import NotSaved
from sessions.services.saves import OperationSent, Save, Saved, Sent, check_answers, check_asked, check_frame, stands

Reply = dict[str, Any]


def save_answers(
    *,
    actor: Staff,
    interview_id: UUID,
    operation: OperationSent,
    answers: tuple[Sent, ...],
    language: str,
    step: str,
    now: datetime,
) -> Reply:
    """Save answers of a draft: {"operation", "revision", "saved": [{item, state, revision}], "alerts": [new ones]}.

    Raises Http404 (no such interview for this person) or NotSaved; then nothing at all is stored. An answer that
    is already there as sent is not written again. ``step`` is where the worker is, empty for unchanged. Answers to
    questions that the way no longer reaches stay stored.
    """
    sent = Save(operation, answers, language, step)
    with refusing_clashes(operation.id), transaction.atomic():
        interview = gate.fetch(actor, "interview.lead", Interview.objects.select_for_update(), now, pk=interview_id)
        earlier = earlier_reply(actor, interview, sent)
        return earlier or save_to(
            actor=actor, interview=interview, stored=stored_answers(interview), sent=sent, now=now
        )


@contextmanager
def refusing_clashes(operation_id: UUID) -> Iterator[None]:
    """Around the transaction: the same operation id at the same moment for another interview is a refusal, no fault."""
    try:
        yield
    except IntegrityError as clash:
        if not Operation.objects.filter(pk=operation_id).exists():
            raise
        raise NotSaved("operation-reused") from clash


def earlier_reply(actor: Staff, interview: Interview, sent: Save) -> Reply | None:
    """What this very save was told when it came before; None when it is new."""
    earlier = Operation.objects.filter(pk=sent.operation.id).first()
    if earlier is None:
        return None
    same_place = (earlier.interview_id, earlier.staff_id) == (interview.pk, actor.pk)
    if not same_place or earlier.payload_sha256 != _commitment(earlier.reply.get("salt", ""), _payload(sent)):
        raise NotSaved("operation-reused")
    reply: Reply = earlier.reply["reply"]
    return reply


def stored_answers(interview: Interview) -> dict[str, Answer]:
    """Every stored answer by item, in one query."""
    return {answer.item: answer for answer in interview.answers.all()}


def save_to(*, actor: Staff, interview: Interview, stored: dict[str, Answer], sent: Save, now: datetime) -> Reply:
    """:func:`save_answers` for an interview that the caller has locked and whose answers it has read."""
    instrument = instruments.instrument(interview.version_id, interview.overlay_id)
    check_frame(interview, instrument, sent)
    checked = check_answers(instrument, sent.answers, stored)
    changed = [saved for saved in checked if not stands(saved, stored.get(saved.item))]
    values = {item: answer.value for item, answer in stored.items() if answer.state == "value"}
    values |= {saved.item: saved.value for saved in checked}
    check_asked(instrument, checked, values)
    if conflicts := find_conflicts(sent.operation.base_revision, changed, stored):
        raise NotSaved("changed-elsewhere", revision=interview.revision, conflicts=conflicts)
    revision = interview.revision + bool(changed)
    written = [_answer(interview, saved, stored.get(saved.item), revision, actor, now) for saved in changed]
    stored |= {answer.item: answer for answer in written}
    reply = {
        "operation": str(sent.operation.id),
        "revision": revision,
        "saved": [
            {"item": saved.item, "state": saved.state, "revision": stored[saved.item].revision}
            for saved in checked
            if saved.item in stored
        ],
        "alerts": raise_alerts(actor=actor, interview=interview, instrument=instrument, values=values, now=now),
    }
    _write(actor, interview, sent, written, reply, now)
    return reply


def _answer(
    interview: Interview, saved: Saved, stored: Answer | None, revision: int, actor: Staff, now: datetime
) -> Answer:
    answer = stored or Answer(
        interview_id=interview.pk, compartment_id=interview.compartment_id, item=saved.item, language=interview.language
    )
    answer.state, answer.value, answer.note = saved.state, saved.value, saved.note
    answer.language, answer.revision = interview.language, revision
    answer.answered_at, answer.answered_by_id = now, actor.pk
    return answer


_CHANGED = ("state", "value", "note", "language", "revision", "answered_at", "answered_by")


def _write(actor: Staff, interview: Interview, sent: Save, written: list[Answer], reply: Reply, now: datetime) -> None:
    # One statement for new and changed answers alike; the row of the interview is locked, so nobody is in between.
    rows.insert(written, replacing=_CHANGED)
    salt = secrets.token_hex(16)
    operation = Operation(
        id=sent.operation.id,
        interview_id=interview.pk,
        compartment_id=interview.compartment_id,
        staff_id=actor.pk,
        device=sent.operation.device,
        sequence=sent.operation.sequence,
        client_at=sent.operation.client_at,
        base_revision=sent.operation.base_revision,
        payload_sha256=_commitment(salt, _payload(sent)),
        reply={"salt": salt, "reply": reply},
        at=now,
    )
    rows.insert([operation])
    rows.insert(change_of(answer, sent.operation.id) for answer in written)
    interview.revision, interview.step = reply["revision"], sent.step or interview.step
    interview.save(update_fields=["revision", "step"])
    audit.record(
        actor_id=actor.pk,
        action="answers.saved",
        compartment_id=interview.compartment_id,
        thing=interview,
        now=now,
        details={"revision": reply["revision"], "items": [answer.item for answer in written]},
    )


def change_of(answer: Answer, operation_id: UUID) -> AnswerChange:
    """The line of the history that says how ``answer`` now stands."""
    return AnswerChange(
        interview_id=answer.interview_id,
        compartment_id=answer.compartment_id,
        operation_id=operation_id,
        item=answer.item,
        revision=answer.revision,
        state=answer.state,
        value=answer.value,
        note=answer.note,
        at=answer.answered_at,
        by_id=answer.answered_by_id,
    )


def _payload(sent: Save) -> bytes:
    operation = sent.operation
    body = [
        [operation.device, operation.sequence, operation.client_at and operation.client_at.isoformat()],
        [operation.base_revision, sent.language, sent.step],
        [[answer.item, answer.state, answer.value, answer.note] for answer in sent.answers],
    ]
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _commitment(salt: str, payload: bytes) -> str:
    # The salt lies sealed in the reply: without it, the hash of a 0-3 answer could be found by trying all four.
    return hashlib.sha256(salt.encode() + payload).hexdigest()
