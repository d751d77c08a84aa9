"""The people page of a case: the family, the pairs of workers, the supervisors; and what is done there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from forms_engine.access import gate
from forms_engine.access.gate import StaffRequest
from forms_engine.casework import forms, selectors, services
from forms_engine.casework.models import Assignment, Case, Person
from forms_engine.casework.views.page import act, case_page, made


@require_GET
def people(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The family, and the pairs of workers."""
    return _page(request, case_id)


@require_POST
def person_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add somebody to the family."""
    now = timezone.now()
    case = gate.fetch(request.user, "people.write", Case, now, pk=case_id)
    form = forms.PersonForm(request.POST)
    return act(
        form,
        lambda data: services.add_person(actor=request.user, case=case, now=now, **made(data, "person_id")),
        again=lambda: _page(request, case_id, person_form=form),
        to=("casework:people", case_id),
    )


@require_POST
def person_remove(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Take somebody off the case."""
    now = timezone.now()
    person = gate.fetch(request.user, "people.write", Person, now, pk=person_id)
    services.remove_person(actor=request.user, person=person, now=now)
    return redirect("casework:people", person.case_id)


@require_POST
def assign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Put a worker on the case."""
    now = timezone.now()
    case = gate.fetch(request.user, "pairs.write", Case, now, pk=case_id)
    form = forms.AssignForm(request.POST, able=selectors.may_be_assigned(case))
    return act(
        form,
        lambda data: services.assign(actor=request.user, case=case, worker=data["worker"], now=now),
        again=lambda: _page(request, case_id, assign_form=form),
        to=("casework:people", case_id),
    )


@require_POST
def assignment_end(request: StaffRequest, assignment_id: UUID) -> HttpResponse:
    """Take a worker off the case."""
    now = timezone.now()
    assignment = gate.fetch(request.user, "pairs.write", Assignment, now, pk=assignment_id)
    services.end_assignment(actor=request.user, assignment=assignment, now=now)
    return redirect("casework:people", assignment.case_id)


@require_POST
def supervise(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Let a supervisor follow the case."""
    now = timezone.now()
    case = gate.fetch(request.user, "pairs.write", Case, now, pk=case_id)
    form = forms.SuperviseForm(request.POST, able=selectors.may_supervise(case))
    return act(
        form,
        lambda data: services.supervise(actor=request.user, case=case, supervisor=data["supervisor"], now=now),
        again=lambda: _page(request, case_id, supervise_form=form),
        to=("casework:people", case_id),
    )


@require_POST
def supervision_end(request: StaffRequest, case_id: UUID, staff_id: UUID) -> HttpResponse:
    """A supervisor follows the case no more."""
    now = timezone.now()
    case = gate.fetch(request.user, "pairs.write", Case, now, pk=case_id)
    supervisor = selectors.was_supervisor(case, staff_id)
    if supervisor is None:
        raise Http404
    services.end_supervision(actor=request.user, case=case, supervisor=supervisor, now=now)
    return redirect("casework:people", case_id)


def _page(request: StaffRequest, case_id: UUID, **bound: Form) -> HttpResponse:
    def content(case: Case, may: dict[str, bool]) -> dict[str, Any]:
        pairs, supervisors = selectors.pairs(case), selectors.supervisors(case)
        page: dict[str, Any] = {"people": selectors.people(case), "pairs": pairs, "supervisors": supervisors}
        if may["may_write_people"]:
            page["person_form"] = forms.PersonForm()
        if may["may_write_pairs"]:
            able = selectors.at_work(case)
            busy = {entry.staff_id for pair in pairs for entry in pair.assignments}
            page["assign_form"] = forms.AssignForm(able=selectors.practitioners(able), taken=busy)
            following = {staff.pk for staff in supervisors}
            page["supervise_form"] = forms.SuperviseForm(able=selectors.with_supervision(able), taken=following)
        return page | bound

    return case_page(
        request,
        case_id,
        action="case.read",
        tab="people",
        event="case.people_viewed",
        content=content,
        status=422 if bound else 200,
    )
