"""Pages of casework: own cases, the people and pairs of a case, its plan, its log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forms_engine.access import audit, gate
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from forms_engine.casework import forms, selectors, services
from forms_engine.casework.models import Assignment, Case, Gap, Goal, Measure, Person
from forms_engine.casework.tabs import tabs_for


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The person's own cases; for a coordinator those of the unit."""
    now = timezone.now()
    found = [(case, selectors.pairs_of(case.current)) for case in selectors.cases(request.user, now)]
    return render(
        request, "casework/cases.html", {"cases": found, "may_open": "coordinator" in request.user.role_names}
    )


@require_POST
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case, and go to its people."""
    case = services.open_case(actor=request.user, now=timezone.now())
    messages.success(request, _("Case %(number)s is open. Add the people and two workers.") % {"number": case.number})
    return redirect("casework:people", case.pk)


@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The first tab of the case that the person may open."""
    now = timezone.now()
    found = gate.fetch(request.user, "case.read", Case, now, pk=case_id)
    return redirect(tabs_for(request.user, found, now)[0][1])


@require_GET
def people(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The family, and the pairs of workers."""
    return _people_page(request, case_id)


@require_GET
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Goals, measures and gaps."""
    return _plan_page(request, case_id)


@require_GET
def log(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who did or read what in this case."""
    return _page(request, case_id, "log.read", "log", "case.log_viewed", lambda case: {"events": selectors.log(case)})


# ---- acts on the people page --------------------------------------------------------------------------------------


@require_POST
def person_add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add somebody to the family."""
    now = timezone.now()
    case = gate.fetch(request.user, "people.write", Case, now, pk=case_id)
    form = forms.PersonForm(request.POST)
    return _act(
        request,
        form,
        lambda data: services.add_person(actor=request.user, case=case, now=now, **data),
        lambda: _people_page(request, case_id, person_form=form),
        ("casework:people", case_id),
    )


@require_POST
def person_remove(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take somebody off the case."""
    now = timezone.now()
    person = gate.fetch(request.user, "people.write", Person, now, pk=person_id)
    services.remove_person(actor=request.user, person=person, now=now)
    return redirect("casework:people", person.case_id)


@require_POST
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put a worker on the case."""
    now = timezone.now()
    case = gate.fetch(request.user, "pairs.write", Case, now, pk=case_id)
    form = forms.AssignForm(request.POST, case=case)
    return _act(
        request,
        form,
        lambda data: services.assign(actor=request.user, case=case, worker=data["worker"], now=now),
        lambda: _people_page(request, case_id, assign_form=form),
        ("casework:people", case_id),
    )


@require_POST
def assignment_end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Take a worker off the case."""
    now = timezone.now()
    assignment = gate.fetch(request.user, "pairs.write", Assignment, now, pk=assignment_id)
    services.end_assignment(actor=request.user, assignment=assignment, now=now)
    return redirect("casework:people", assignment.case_id)


@require_POST
def supervise(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a supervisor follow the case."""
    now = timezone.now()
    case = gate.fetch(request.user, "pairs.write", Case, now, pk=case_id)
    form = forms.SuperviseForm(request.POST, case=case)
    return _act(
        request,
        form,
        lambda data: services.supervise(actor=request.user, case=case, supervisor=data["supervisor"], now=now),
        lambda: _people_page(request, case_id, supervise_form=form),
        ("casework:people", case_id),
    )


@require_POST
def supervision_end(request: HttpRequest, case_id: UUID, staff_id: UUID) -> HttpResponse:
    """A supervisor follows the case no more."""
    now = timezone.now()
    case = gate.fetch(request.user, "pairs.write", Case, now, pk=case_id)
    supervisor = next((staff for staff in selectors.supervisors(case) if staff.pk == staff_id), None)
    if supervisor is None:
        raise Http404
    services.end_supervision(actor=request.user, case=case, supervisor=supervisor, now=now)
    return redirect("casework:people", case_id)


# ---- acts on the plan page ----------------------------------------------------------------------------------------


@require_POST
def goal_add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down a goal."""
    now = timezone.now()
    case = gate.fetch(request.user, "plan.write", Case, now, pk=case_id)
    form = forms.GoalForm(request.POST, case=case)
    return _act(
        request,
        form,
        lambda data: services.set_goal(actor=request.user, case=case, now=now, **data),
        lambda: _plan_page(request, case_id, goal_form=form),
        ("casework:plan", case_id),
    )


@require_http_methods(["POST"])
def goal_close(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Close a goal as reached or left."""
    now = timezone.now()
    goal = gate.fetch(request.user, "plan.write", Goal, now, pk=goal_id)
    services.close_goal(actor=request.user, goal=goal, reached=request.POST.get("reached") == "yes", now=now)
    return redirect("casework:plan", goal.case_id)


@require_POST
def measure_add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down a measure."""
    now = timezone.now()
    case = gate.fetch(request.user, "plan.write", Case, now, pk=case_id)
    form = forms.MeasureForm(request.POST, case=case)
    return _act(
        request,
        form,
        lambda data: services.add_measure(actor=request.user, case=case, now=now, **data),
        lambda: _plan_page(request, case_id, measure_form=form),
        ("casework:plan", case_id),
    )


@require_POST
def measure_end(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """End a measure today."""
    now = timezone.now()
    measure = gate.fetch(request.user, "plan.write", Measure, now, pk=measure_id)
    try:
        services.end_measure(actor=request.user, measure=measure, on=timezone.localdate(now), now=now)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("casework:plan", measure.case_id)


@require_POST
def gap_add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down a gap."""
    now = timezone.now()
    case = gate.fetch(request.user, "plan.write", Case, now, pk=case_id)
    form = forms.GapForm(request.POST)
    return _act(
        request,
        form,
        lambda data: services.raise_gap(actor=request.user, case=case, now=now, **data),
        lambda: _plan_page(request, case_id, gap_form=form),
        ("casework:plan", case_id),
    )


@require_POST
def gap_close(request: HttpRequest, gap_id: UUID) -> HttpResponse:
    """The gap is filled."""
    now = timezone.now()
    gap = gate.fetch(request.user, "plan.write", Gap, now, pk=gap_id)
    services.close_gap(actor=request.user, gap=gap, now=now)
    return redirect("casework:plan", gap.case_id)


# ---- pages --------------------------------------------------------------------------------------------------------


def _people_page(request: HttpRequest, case_id: UUID, **bound: Form) -> HttpResponse:
    def content(case: Case) -> dict[str, Any]:
        return {
            "people": selectors.people(case),
            "pairs": selectors.pairs(case),
            "supervisors": selectors.supervisors(case),
            "person_form": forms.PersonForm(),
            "assign_form": forms.AssignForm(case=case),
            "supervise_form": forms.SuperviseForm(case=case),
            **bound,
        }

    return _page(request, case_id, "case.read", "people", "case.people_viewed", content, 422 if bound else 200)


def _plan_page(request: HttpRequest, case_id: UUID, **bound: Form) -> HttpResponse:
    def content(case: Case) -> dict[str, Any]:
        return {
            "goals": selectors.goals(case, closed=True),
            "measures": selectors.measures(case),
            "gaps": selectors.open_gaps(case),
            "found_gaps": selectors.found_gaps(case),
            "goal_form": forms.GoalForm(case=case),
            "measure_form": forms.MeasureForm(case=case, initial={"starts_on": timezone.localdate()}),
            "gap_form": forms.GapForm(),
            **bound,
        }

    return _page(request, case_id, "plan.read", "plan", "case.plan_viewed", content, 422 if bound else 200)


def _page(
    request: HttpRequest,
    case_id: UUID,
    action: str,
    tab: str,
    event: str,
    content: Callable[[Case], dict[str, Any]],
    status: int = 200,
) -> HttpResponse:
    """A tab of a case: fetched with permission, recorded as read, drawn with the tabs this person may open."""
    now = timezone.now()
    staff: Staff = request.user
    with transaction.atomic():
        case = gate.fetch(staff, action, Case, now, pk=case_id)
        audit.record(actor_id=staff.pk, action=event, compartment_id=case.compartment_id, thing=case, now=now)
        page = {
            "case": case,
            "tab": tab,
            "tabs": tabs_for(staff, case, now),
            "may_write_people": gate.may(staff, "people.write", case, now),
            "may_write_pairs": gate.may(staff, "pairs.write", case, now),
            "may_write_plan": gate.may(staff, "plan.write", case, now),
            **content(case),
        }
        return render(request, f"casework/{tab}.html", page, status=status)


def _act(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    again: Callable[[], HttpResponse],
    target: tuple[str, UUID],
) -> HttpResponse:
    """Do what a valid form asks and go on; otherwise show the page again with what was typed and why it was refused."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(*target)
    return again()
