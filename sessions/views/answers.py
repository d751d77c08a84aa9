"""Saving from the page's script: JSON in, JSON out, and a plain sentence with every refusal."""

from __future__ import annotations

from uuid import UUID

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forms_engine.access.gate import StaffRequest
from sessions.incoming import read_body, read_save
from sessions.services.answers import save_answers
from sessions.services.place import remember_place
from sessions.services.refusals import NotSaved


@require_POST
def answers(request: StaffRequest, interview_id: UUID) -> JsonResponse:
    """Save answers of a draft (see sessions/services/answers.py for what it promises)."""
    try:
        sent = read_save(read_body(request))
        if sent.staff not in {None, request.user.pk}:
            # A tablet is shared: what one person wrote is never saved under another's name.
            raise NotSaved("other-person")
        reply = save_answers(
            actor=request.user,
            interview_id=interview_id,
            operation=sent.operation,
            answers=sent.answers,
            language=sent.language,
            step=sent.step,
            now=timezone.now(),
        )
    except NotSaved as refusal:
        return JsonResponse(refusal.body, status=refusal.status)
    return JsonResponse(reply)


@require_POST
def place(request: StaffRequest, interview_id: UUID) -> JsonResponse:
    """Remember the step where the worker is, so that the conversation goes on there."""
    try:
        step = read_body(request).get("step")
        remember_place(actor=request.user, interview_id=interview_id, step=step, now=timezone.now())
    except NotSaved as refusal:
        return JsonResponse(refusal.body, status=refusal.status)
    return JsonResponse({"step": step})
