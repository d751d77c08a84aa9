"""The page of an alert: its words, the emergency numbers, and what was done about it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.services import Refused
from sessions.forms import AlertForm
from sessions.models import Alert
from sessions.selectors.alerts import shown
from sessions.selectors.picture import alerts_with_context
from sessions.services.alert_records import record_alert


@require_http_methods(["GET", "POST"])
def alert(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Read an alert; record what was done about it."""
    now = timezone.now()
    if request.method == "GET":
        return _page(request, _fetch(request, "interview.read", alert_id, now), AlertForm(), now)
    found = _fetch(request, "alert.record", alert_id, now)
    form = AlertForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, now, status=422)
    try:
        record_alert(actor=request.user, alert=found, now=now, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, _fetch(request, "alert.record", alert_id, now), form, now, status=409)
    messages.success(request, _("It is recorded."))
    return redirect("interviews:alert", found.pk)


def _fetch(request: StaffRequest, action: str, alert_id: UUID, now: datetime) -> Alert:
    return gate.fetch(request.user, action, alerts_with_context(), now, pk=alert_id)


def _page(request: StaffRequest, found: Alert, form: AlertForm, now: datetime, status: int = 200) -> HttpResponse:
    with transaction.atomic():
        audit.record(
            actor_id=request.user.pk, action="alert.viewed", compartment_id=found.compartment_id, thing=found, now=now
        )
        visit = found.interview.visit
        page = {
            "alert": found,
            "words": shown(found),
            "case": visit.case if visit else None,
            "emergency_numbers": settings.EMERGENCY_NUMBERS,
            "may_record": found.state == Alert.State.OPEN and gate.may(request.user, "alert.record", found, now),
            "form": form,
        }
        return render(request, "interviews/alert.html", page, status=status)
