"""Visits of a case: planned, started with those who are there, told who sees what, the next step, ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.policy import allow
from forms_engine.access.services import Refused
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Case
from forms_engine.casework.tabs import tabs_for
from sessions.forms import NextStepForm, PlanVisitForm, PresentForm
from sessions.models import Visit
from sessions.selectors import visits as reads
from sessions.services import visits as services
from sessions.views.visit_page import fetch_visit, visit_page


@require_GET
def visits(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The visits of a case, newest first, and a form for the next one."""
    now = timezone.now()
    case = gate.fetch(request.user, "visit.read", Case, now, pk=case_id)
    return _visits_page(request, case, now)


@require_POST
def visit_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Plan a visit."""
    now = timezone.now()
    case = gate.fetch(request.user, "visit.write", Case, now, pk=case_id)
    form = PlanVisitForm(request.POST)
    if form.is_valid():
        try:
            services.plan_visit(
                actor=request.user,
                case=case,
                planned_at=form.planned_at(),
                place=form.cleaned_data["place"],
                visit_id=form.cleaned_data["visit_id"],
                now=now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The visit is planned."))
            return redirect("interviews:visits", case.pk)
    return _visits_page(request, case, now, form)


@require_GET
def visit(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """One visit."""
    now = timezone.now()
    return visit_page(request, fetch_visit(request, "visit.read", visit_id, now), now)


@require_POST
def visit_start(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Begin, with those who are there."""
    now = timezone.now()
    found = fetch_visit(request, "visit.write", visit_id, now)
    form = _ticked(request, found)
    if not form.is_valid() and found.state == Visit.State.PLANNED:
        return visit_page(request, found, now, status=422, start_form=form)
    return _do(
        request,
        found,
        now,
        lambda: services.start_visit(actor=request.user, visit=found, **form.present(), now=now),
    )


@require_POST
def visit_present(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Somebody came or left while the visit is open."""
    now = timezone.now()
    found = fetch_visit(request, "visit.write", visit_id, now)
    form = _ticked(request, found)
    if not form.is_valid() and found.state == Visit.State.OPEN:
        return visit_page(request, found, now, status=422, present_form=form)
    return _do(
        request,
        found,
        now,
        lambda: services.change_present(actor=request.user, visit=found, **form.present(), now=now),
    )


@require_POST
def visit_informed(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """The worker has said who can see this and what must be passed on."""
    now = timezone.now()
    found = fetch_visit(request, "visit.write", visit_id, now)
    return _do(request, found, now, lambda: services.tell_who_sees(actor=request.user, visit=found, now=now))


@require_POST
def visit_next_step(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Write what was agreed to do next."""
    now = timezone.now()
    found = fetch_visit(request, "visit.write", visit_id, now)
    form = NextStepForm(request.POST)
    if not form.is_valid():
        return visit_page(request, found, now, status=422, next_step_form=form)
    try:
        services.agree_next_step(actor=request.user, visit=found, now=now, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        fresh = fetch_visit(request, "visit.write", visit_id, now)
        form.data = {**request.POST.dict(), "seen": services.next_step_mark(fresh)}  # the next save has seen both
        return visit_page(request, fresh, now, status=409, next_step_form=form)
    messages.success(request, _("The next step is saved."))
    return redirect("interviews:visit", found.pk)


@require_POST
def visit_end(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """End the visit."""
    now = timezone.now()
    found = fetch_visit(request, "visit.write", visit_id, now)
    return _do(request, found, now, lambda: services.end_visit(actor=request.user, visit=found, now=now))


@require_POST
def visit_cancel(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """The visit does not take place."""
    now = timezone.now()
    found = fetch_visit(request, "visit.write", visit_id, now)
    return _do(request, found, now, lambda: services.cancel_visit(actor=request.user, visit=found, now=now))


def _ticked(request: StaffRequest, found: Visit) -> PresentForm:
    people, workers = casework.people(found.case), reads.current_workers(found.case)
    return PresentForm(request.POST, people=people, workers=workers)


def _do(request: StaffRequest, found: Visit, now: datetime, act: Callable[[], object]) -> HttpResponse:
    """Do it and show the visit; refused, the visit is shown as it stands now, with the reason."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, str(refused))
        return visit_page(request, fetch_visit(request, "visit.read", found.pk, now), now, status=409)
    return redirect("interviews:visit", found.pk)


def _visits_page(request: StaffRequest, case: Case, now: datetime, form: PlanVisitForm | None = None) -> HttpResponse:
    with transaction.atomic():
        audit.record(
            actor_id=request.user.pk,
            action="case.visits_viewed",
            compartment_id=case.compartment_id,
            thing=case,
            now=now,
        )
        begin: dict[str, Any] = {"visit_id": uuid4(), "day": timezone.localdate(now), "place": Visit.Place.HOME}
        facts = gate.facts_about(request.user, case.compartment_id, now)
        page = {
            "case": case,
            "tab": "visits",
            "tabs": tabs_for(request.user, case, now, facts),
            "visits": reads.visits_of(case).defer("next_step"),
            "may_write": allow(request.user.role_names, "visit.write", facts),
            "plan_form": form or PlanVisitForm(initial=begin),
        }
        return render(request, "interviews/visits.html", page, status=422 if form else 200)
