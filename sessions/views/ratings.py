"""Ratings of goals at a visit: one rater's numbers at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from forms_engine.casework import selectors as casework
from sessions.forms import RatingsForm
from sessions.services import ratings as services
from sessions.views.visit_page import fetch_visit, visit_page


@require_POST
def rate(request: StaffRequest, visit_id: UUID) -> HttpResponse:
    """Save the numbers of one rater, and show them beside their last ones."""
    now = timezone.now()
    found = fetch_visit(request, "rating.write", visit_id, now)
    form = RatingsForm(request.POST, goals=casework.goals(found.case), people=list(found.people.all()))
    if not form.is_valid():
        return visit_page(request, found, now, status=422, ratings_form=form)
    try:
        services.rate_goals(
            actor=request.user, visit=found, person=form.person(), values=form.values(), seen=form.seen(), now=now
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        fresh = fetch_visit(request, "rating.write", visit_id, now)
        return visit_page(request, fresh, now, status=409, ratings_form=form)
    address = reverse("interviews:visit", args=[found.pk])
    return redirect(f"{address}?rater={form.cleaned_data['rater']}#ratings")
