"""Looking through, finishing, reading, correcting: the pages around a finished interview."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from sessions import pages
from sessions.interview_forms import ReasonForm
from sessions.models import Interview
from sessions.selectors.interviews import with_context
from sessions.services import interviews as services

DRAFT = Interview.State.DRAFT


@require_GET
def review(request: StaffRequest, interview_id: UUID) -> HttpResponse:
    """Everything that was answered and what it means, before it is finished."""
    found = _fetch(request, "interview.read", interview_id)
    if found.state != DRAFT:
        return redirect("interviews:interview", found.pk)
    return _review_page(request, found)


@require_POST
def finalise(request: StaffRequest, interview_id: UUID) -> HttpResponse:
    """Finish what was looked through. A page that is out of date is shown once more."""
    found = _fetch(request, "interview.lead", interview_id)
    written = request.POST.get("revision", "")
    revision = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1
    try:
        services.finalise(actor=request.user, interview_id=found.pk, reviewed_revision=revision, now=timezone.now())
    except Refused as refusal:
        return _review_page(request, _fetch(request, "interview.lead", interview_id), str(refusal), status=409)
    return redirect("interviews:interview", found.pk)


@require_GET
def interview(request: StaffRequest, interview_id: UUID) -> HttpResponse:
    """A finished interview from its frozen record; a draft goes on where it stopped."""
    found = _fetch(request, "interview.read", interview_id)
    if found.state == DRAFT:
        if gate.may(request.user, "interview.lead", found, timezone.now()):
            return redirect("interviews:guide", found.pk, found.step)
        return redirect("interviews:review", found.pk)
    context = pages.record_page(found)
    may_lead = gate.may(request.user, "interview.lead", found, timezone.now())
    context |= {"may_lead": may_lead, "may_amend": may_lead and context["line"][-1].pk == found.pk}
    return _page(request, "interviews/interview.html", found, context)


@require_http_methods(["GET", "POST"])
def amend(request: StaffRequest, interview_id: UUID) -> HttpResponse:
    """Correct a finished interview: a reason, then the guide with the answers as they were."""
    found = _fetch(request, "interview.lead", interview_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.amend(
                actor=request.user, interview_id=found.pk, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except Refused as refusal:
            return _reason_page(request, "interviews/amend.html", found, form, refusal)
        return redirect("interviews:guide", draft.pk, draft.step)
    return _reason_page(request, "interviews/amend.html", found, form)


@require_http_methods(["GET", "POST"])
def void(request: StaffRequest, interview_id: UUID) -> HttpResponse:
    """Mark an interview as about the wrong person. It stays readable and counts nowhere."""
    found = _fetch(request, "interview.lead", interview_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.void(
                actor=request.user, interview_id=found.pk, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except Refused as refusal:
            return _reason_page(request, "interviews/void.html", found, form, refusal)
        return redirect("interviews:interview", found.pk)
    return _reason_page(request, "interviews/void.html", found, form)


def _fetch(request: StaffRequest, action: str, interview_id: UUID) -> Interview:
    return gate.fetch(request.user, action, with_context(Interview.objects.all()), timezone.now(), pk=interview_id)


def _review_page(request: StaffRequest, found: Interview, refusal: str = "", status: int = 200) -> HttpResponse:
    may_lead = gate.may(request.user, "interview.lead", found, timezone.now())
    context = pages.review_page(found) | {"may_lead": may_lead, "may_change": may_lead, "refusal": refusal}
    return _page(request, "interviews/review.html", found, context, status)


def _reason_page(
    request: StaffRequest, template: str, found: Interview, form: ReasonForm, refusal: Refused | None = None
) -> HttpResponse:
    if refusal:
        form.add_error(None, str(refusal))
    status = 409 if refusal else 400 if form.errors else 200
    return render(request, template, {"interview": found, "case": pages.case_of(found), "form": form}, status=status)


def _page(
    request: StaffRequest, template: str, found: Interview, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page with content of the case; that it was seen stands in the log."""
    with transaction.atomic():
        audit.record(
            actor_id=request.user.pk,
            action="interview.viewed",
            compartment_id=found.compartment_id,
            thing=found,
            now=timezone.now(),
        )
    return render(request, template, {"interview": found, "case": pages.case_of(found), **context}, status=status)
