"""What the pages of a case share: fetched with permission, recorded as read, drawn with the tabs one may open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.models import Staff
from forms_engine.access.policy import allow
from forms_engine.access.services import Refused
from forms_engine.casework.models import Case
from forms_engine.casework.tabs import tabs_for

WRITES = {"may_write_people": "people.write", "may_write_pairs": "pairs.write", "may_write_plan": "plan.write"}


def case_page(
    request: StaffRequest,
    case_id: UUID,
    *,
    action: str,
    tab: str,
    event: str,
    content: Callable[[Case, dict[str, bool]], dict[str, Any]],
    status: int = 200,
) -> HttpResponse:
    """A tab of a case. ``content`` is given the case and what this person may write on it (keys of :data:`WRITES`)."""
    now = timezone.now()
    staff: Staff = request.user
    with transaction.atomic():
        found = Case.objects.select_related("compartment")
        case, facts = gate.fetch_with_facts(staff, action, found, now, pk=case_id)
        audit.record(actor_id=staff.pk, action=event, compartment_id=case.compartment_id, thing=case, now=now)
        may = {name: allow(staff.role_names, wanted, facts) for name, wanted in WRITES.items()}
        page = {"case": case, "tab": tab, "tabs": tabs_for(staff, case, now, facts), **may, **content(case, may)}
        return render(request, f"casework/{tab}.html", page, status=status)


def act(
    form: Form,
    do: Callable[[dict[str, Any]], object],
    *,
    again: Callable[[], HttpResponse],
    to: tuple[str, UUID],
) -> HttpResponse:
    """Do what a valid form asks and go on; otherwise show the page again with what was typed and why it was refused."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(*to)
    return again()


def made(data: dict[str, Any], key: str) -> dict[str, Any]:
    """The fields of a form that makes something, with the key of the thing under the name the service gives it."""
    return {key: data["key"], **{name: value for name, value in data.items() if name != "key"}}
