"""Today: what waits for the person who signed in, by their roles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from forms_engine.access import audit
from forms_engine.access import selectors as access
from forms_engine.access.gate import StaffRequest
from forms_engine.access.models import Staff
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Case
from sessions.selectors.today import Day, day_of


@require_GET
def today(request: StaffRequest) -> HttpResponse:
    """The day: for those who work with cases, for coordinators, for administrators; all that fit."""
    now = timezone.now()
    staff: Staff = request.user
    roles = staff.role_names
    page = {
        "today": timezone.localdate(now),
        "day": _day(staff, now) if roles & {"practitioner", "supervisor"} else None,
        "may_lead": "practitioner" in roles,
        "short_cases": _short_cases(staff, now) if "coordinator" in roles else None,
        "newcomers": _newcomers(staff) if "administrator" in roles else None,
    }
    return render(request, "project/today.html", page)


@transaction.atomic
def _day(staff: Staff, now: datetime) -> Day:
    """One row in the trail of the unit says whose numbers were seen, by the keys of the cases."""
    day = day_of(staff, now)
    audit.record(
        actor_id=staff.pk,
        action="today.viewed",
        compartment_id=staff.unit.compartment_id,
        thing=staff,
        now=now,
        details={"cases": [str(line.case.pk) for line in day.cases]},
    )
    return day


def _short_cases(staff: Staff, now: datetime) -> list[Case]:
    """Cases that are not closed where a service has one worker, or nobody works yet."""
    found = casework.cases(staff, now).exclude(status=Case.Status.CLOSED)
    return [case for case in found if casework.is_short(case.current)]  # type: ignore[attr-defined]


def _newcomers(staff: Staff) -> list[Staff]:
    """Active staff who have not signed in yet, or have no second factor."""
    return [one for one in access.staff_of_unit(staff) if one.is_active and not (one.last_login and one.enrolled)]  # type: ignore[attr-defined]
