"""The plan of a case: goals, measures and gaps; and what is done there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forms_engine.access import gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from forms_engine.casework import forms, selectors, services
from forms_engine.casework.models import Case, Gap, Goal, Measure
from forms_engine.casework.views.page import act, case_page, made


@require_GET
def plan(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Goals, measures and gaps."""
    return _page(request, case_id)


@require_POST
def goal_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down a goal."""
    now = timezone.now()
    case = gate.fetch(request.user, "plan.write", Case, now, pk=case_id)
    form = forms.GoalForm(request.POST, people=selectors.people(case))
    return act(
        form,
        lambda data: services.set_goal(actor=request.user, case=case, now=now, **made(data, "goal_id")),
        again=lambda: _page(request, case_id, goal_form=form),
        to=("casework:plan", case_id),
    )


@require_POST
def goal_close(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Close a goal as reached or left."""
    now = timezone.now()
    goal = gate.fetch(request.user, "plan.write", Goal, now, pk=goal_id)
    form = forms.GoalCloseForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Say whether the goal is reached or left."))
    services.close_goal(actor=request.user, goal=goal, reached=form.cleaned_data["reached"], now=now)
    return redirect("casework:plan", goal.case_id)


@require_POST
def measure_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down a measure."""
    now = timezone.now()
    case = gate.fetch(request.user, "plan.write", Case, now, pk=case_id)
    form = forms.MeasureForm(request.POST, services=selectors.services_of(case), goals=selectors.goals(case))
    return act(
        form,
        lambda data: services.add_measure(actor=request.user, case=case, now=now, **made(data, "measure_id")),
        again=lambda: _page(request, case_id, measure_form=form),
        to=("casework:plan", case_id),
    )


@require_POST
def measure_end(request: StaffRequest, measure_id: UUID) -> HttpResponse:
    """End a measure today."""
    now = timezone.now()
    measure = gate.fetch(request.user, "plan.write", Measure, now, pk=measure_id)
    try:
        services.end_measure(actor=request.user, measure=measure, on=timezone.localdate(now), now=now)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("casework:plan", measure.case_id)


@require_POST
def gap_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down a gap."""
    now = timezone.now()
    case = gate.fetch(request.user, "plan.write", Case, now, pk=case_id)
    form = forms.GapForm(request.POST)
    return act(
        form,
        lambda data: services.raise_gap(actor=request.user, case=case, now=now, **made(data, "gap_id")),
        again=lambda: _page(request, case_id, gap_form=form),
        to=("casework:plan", case_id),
    )


@require_POST
def gap_close(request: StaffRequest, gap_id: UUID) -> HttpResponse:
    """The gap is filled."""
    now = timezone.now()
    gap = gate.fetch(request.user, "plan.write", Gap, now, pk=gap_id)
    services.close_gap(actor=request.user, gap=gap, now=now)
    return redirect("casework:plan", gap.case_id)


def _page(request: StaffRequest, case_id: UUID, **bound: Form) -> HttpResponse:
    def content(case: Case, may: dict[str, bool]) -> dict[str, Any]:
        goals, measures = selectors.goals(case, closed=True), selectors.measures(case)
        page = {
            "goals": goals,
            "measures": measures,
            "gaps": selectors.open_gaps(case),
            "found_gaps": selectors.gaps_between(selectors.pairs(case), goals, measures),
        }
        return page | (_forms(case, goals) if may["may_write_plan"] else {}) | bound

    return case_page(
        request,
        case_id,
        action="plan.read",
        tab="plan",
        event="case.plan_viewed",
        content=content,
        status=422 if bound else 200,
    )


def _forms(case: Case, goals: list[Goal]) -> dict[str, Any]:
    return {
        "goal_form": forms.GoalForm(people=selectors.people(case)),
        "measure_form": forms.MeasureForm(
            services=selectors.services_of(case),
            goals=[goal for goal in goals if goal.closed_at is None],
            initial={"starts_on": timezone.localdate()},
        ),
        "gap_form": forms.GapForm(),
    }
