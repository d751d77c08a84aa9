"""Choosing what to talk through, and with whom: one page before the first question."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from sessions.interview_forms import StartForm
from sessions.models import Interview, Visit
from sessions.offers import Offer, offers
from sessions.services.interviews import OutsideAges, start_interview


@require_http_methods(["GET", "POST"])
def interview_new(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """What can be led now, by whom it is answered, in which language; then straight to the first question."""
    now = timezone.now()
    visits = Visit.objects.select_related("case", "compartment")
    visit = gate.fetch(request.user, "interview.lead", visits, now, pk=visit_id)
    sent = request.POST if request.method == "POST" else None
    form = StartForm(sent, case=visit.case, present=list(visit.people.all()))
    offered = offers(request.user, form.speaks, now)
    chosen = next((one for one in offered if one.key == request.POST.get("version")), None)
    if request.method == "POST" and form.is_valid():
        if chosen:
            try:
                return redirect("interviews:guide", *_start(request, visit, form, chosen))
            except OutsideAges as warning:
                form.add_error("confirmed", str(warning))
            except Refused as refusal:
                form.add_error(None, str(refusal))
        else:
            form.add_error(None, _("Choose what to talk through."))
    with transaction.atomic():
        audit.record(
            actor_id=request.user.pk,
            action="interview.offered",
            compartment_id=visit.compartment_id,
            thing=visit,
            now=now,
        )
    context = {"visit": visit, "case": visit.case, "form": form, "offers": offered, "chosen": chosen}
    return render(request, "interviews/interview_new.html", context, status=400 if form.errors else 200)


def _start(request: StaffRequest, visit: Visit, form: StartForm, chosen: Offer) -> tuple[UUID, str]:
    """Start it: the interview and its first step."""
    code = request.POST.get(f"language-{chosen.key}", chosen.chosen)
    language = next((one for one in chosen.languages if one.code == code), None)
    if language is None:
        raise Refused(_("It cannot be led in this language."))
    given = form.cleaned_data
    started: Interview = start_interview(
        actor=request.user,
        visit=visit,
        compartment=visit.compartment,
        version=chosen.version,
        overlay=language.overlay,
        person=None if chosen.shown.respondent == "worker" else given["person"],
        mode=given["mode"],
        interpreter=given["interpreter"],
        people_present=list(given["people_present"]),
        asked_on=given["asked_on"] or timezone.localdate(),
        now=timezone.now(),
        interview_id=given["interview"],
        confirmed=given["confirmed"],
    )
    return started.pk, started.step
