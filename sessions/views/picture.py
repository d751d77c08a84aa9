"""The picture of a case, and the sheet that the family takes home."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Case
from forms_engine.casework.tabs import tabs_for
from sessions.selectors import picture as pictures
from sessions.selectors import visits as reads
from sessions.views.visit_page import fetch_visit


@require_GET
def picture(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Goals on top, then scores, the next step, and what still waits."""
    now = timezone.now()
    staff, today = request.user, timezone.localdate(now)
    with transaction.atomic():
        case = gate.fetch(staff, "picture.read", Case, now, pk=case_id)
        audit.record(
            actor_id=staff.pk, action="case.picture_viewed", compartment_id=case.compartment_id, thing=case, now=now
        )
        lines = reads.goal_lines(case, casework.goals(case, closed=True))
        goals = [pictures.goal_picture(goal, own, today) for goal, own in lines.items()]
        page = {
            "case": case,
            "tab": "picture",
            "tabs": tabs_for(staff, case, now),
            "goals": [one for one in goals if not one.goal.closed_at],
            "closed_goals": [one for one in goals if one.goal.closed_at],
            "scores": pictures.score_pictures(case, today),
            "next_step": reads.next_step(case),
            "alerts": pictures.open_alerts_of(case),
        }
        return render(request, "interviews/picture.html", page)


@require_GET
def family_sheet(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Goals in the family's words, their own numbers and lines, the next step: for printing."""
    now = timezone.now()
    staff = request.user
    with transaction.atomic():
        visit = fetch_visit(request, "visit.read", visit_id, now)
        audit.record(
            actor_id=staff.pk,
            action="visit.family_sheet_viewed",
            compartment_id=visit.compartment_id,
            thing=visit,
            now=now,
        )
        page = {
            "visit": visit,
            "case": visit.case,
            "day": timezone.localdate(visit.started_at or visit.planned_at),
            "goals": pictures.family_goals(visit, casework.goals(visit.case), now),
        }
        return render(request, "interviews/family_sheet.html", page)
