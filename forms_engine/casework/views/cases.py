"""The list of cases, opening one, its first tab, its log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.policy import allow
from forms_engine.access.services import Refused
from forms_engine.casework import forms, selectors, services
from forms_engine.casework.log import lines
from forms_engine.casework.models import Case
from forms_engine.casework.tabs import tabs_for
from forms_engine.casework.views.page import case_page

LOG_PAGE = 100


@require_GET
@transaction.atomic
def cases(request: StaffRequest) -> HttpResponse:
    """The person's own cases; for a coordinator those of the unit. The trail of the unit says which were shown."""
    staff, now = request.user, timezone.now()
    rows = selectors.cases(staff, now)
    found = [(case, selectors.pairs_of(case.current)) for case in rows]  # type: ignore[attr-defined]  # prefetched
    audit.record(
        actor_id=staff.pk,
        action="cases.viewed",
        compartment_id=staff.unit.compartment_id,
        thing=staff,
        now=now,
        details={"cases": [str(case.pk) for case, _pairs in found]},
    )
    page = {
        "cases": found,
        "may_open": allow(request.user.role_names, "case.open"),
        "form": forms.CaseForm(),
    }
    return render(request, "casework/cases.html", page)


@require_POST
def case_new(request: StaffRequest) -> HttpResponse:
    """Open a case, and go to its people."""
    form = forms.CaseForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This page cannot be used again. Load it once more."))
    try:
        made = services.open_case(actor=request.user, now=timezone.now(), case_id=form.cleaned_data["key"])
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("casework:cases")
    messages.success(request, _("Case %(number)s is open. Add the people and two workers.") % {"number": made.number})
    return redirect("casework:people", made.pk)


@require_GET
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The first tab of the case that the person may open."""
    now = timezone.now()
    found = gate.fetch(request.user, "case.read", Case, now, pk=case_id)
    return redirect(tabs_for(request.user, found, now)[0][1])


@require_GET
def log(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Who did or read what in this case."""
    form = forms.LogPage(request.GET)
    before = form.cleaned_data["before"] if form.is_valid() else None

    def content(case: Case, may: dict[str, bool]) -> dict[str, Any]:
        events = selectors.log(case, before, LOG_PAGE + 1)
        older = events[LOG_PAGE - 1].sequence if len(events) > LOG_PAGE else None
        return {"lines": lines(events[:LOG_PAGE]), "older": older, "before": before}

    return case_page(request, case_id, action="log.read", tab="log", event="case.log_viewed", content=content)
