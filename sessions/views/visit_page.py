"""The page of a visit, whatever asked for it: shown, or shown again with what was typed and why it was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine.access import audit, gate
from forms_engine.access.gate import StaffRequest
from forms_engine.access.models import Staff
from forms_engine.access.policy import allow
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Goal, Person
from forms_engine.casework.tabs import tabs_for
from sessions.forms import OWN_VIEW, SCALE, NextStepForm, PresentForm
from sessions.models import Visit
from sessions.selectors import visits as reads
from sessions.selectors.interviews import instrument_of
from sessions.selectors.visits import Standing
from sessions.services.visits import next_step_mark


@dataclass(frozen=True)
class Rater:
    """Somebody who may rate at this visit, and how far they came. ``key`` names them in an address."""

    key: str
    label: str
    done: bool
    here: bool
    standings: tuple[Standing, ...]


def fetch_visit(request: StaffRequest, action: str, visit_id: UUID, now: datetime) -> Visit:
    """The visit with its people, if the policy allows this action; otherwise 404."""
    return gate.fetch(request.user, action, reads.with_people(), now, pk=visit_id)


def visit_page(request: StaffRequest, visit: Visit, now: datetime, *, status: int = 200, **bound: Form) -> HttpResponse:
    """The page in the state of the visit, and one row in the log."""
    staff: Staff = request.user
    with transaction.atomic():
        audit.record(
            actor_id=staff.pk, action="visit.viewed", compartment_id=visit.compartment_id, thing=visit, now=now
        )
        facts = gate.facts_about(staff, visit.compartment_id, now)
        page = {
            "visit": visit,
            "case": visit.case,
            "tab": "visits",
            "tabs": tabs_for(staff, visit.case, now, facts),
            "asked": request.POST.get("rater") or request.GET.get("rater"),
            "may_write": allow(staff.role_names, "visit.write", facts),
            **bound,
        }
        page |= _PARTS[Visit.State(visit.state)](staff, visit, page)
        return render(request, "interviews/visit.html", page, status=status)


def _planned(staff: Staff, visit: Visit, page: dict[str, Any]) -> dict[str, Any]:
    if not page["may_write"]:
        return {}
    people, workers = casework.people(visit.case), reads.current_workers(visit.case)
    form = PresentForm(people=people, workers=workers, initial={"workers": [str(staff.pk)]})
    return {"start_form": page.get("start_form", form), "nobody": not people}


def _held(staff: Staff, visit: Visit, page: dict[str, Any]) -> dict[str, Any]:
    """A visit that is under way or ended."""
    goals = casework.goals(visit.case)
    raters = _raters(staff, visit, goals, page["asked"])
    seen = {"seen": next_step_mark(visit), "words": visit.next_step, "by": visit.next_step_by}
    return {
        "interviews": [(one, instrument_of(one).title) for one in reads.interviews_of(visit)],
        "goals": goals,
        "scale": SCALE,
        "raters": raters,
        "rater": next((rater for rater in raters if rater.here), None),
        "next_step_form": page.get("next_step_form", NextStepForm(initial=seen)),
        "today": timezone.localdate(),
        "present_form": page.get("present_form") or _present_form(visit, page),
    }


def _present_form(visit: Visit, page: dict[str, Any]) -> PresentForm | None:
    """The ticks as they stand, for whoever may change them."""
    if not page["may_write"] or visit.state != Visit.State.OPEN:
        return None
    here = {name: [str(one.pk) for one in getattr(visit, name).all()] for name in ("people", "workers")}
    return PresentForm(people=casework.people(visit.case), workers=reads.current_workers(visit.case), initial=here)


def _raters(staff: Staff, visit: Visit, goals: list[Goal], asked: str | None) -> list[Rater]:
    """Everybody who is there, then the worker; ``asked`` is here, or else the first who is not done."""
    given = reads.standings(visit, goals)
    able = [
        (str(person.pk), str(person.called), person.pk) for person in sorted(visit.people.all(), key=_main_person_first)
    ]
    able.append((OWN_VIEW, _("My own view"), staff.pk))
    standings = {
        key: tuple(given.get(rater, {}).get(goal.pk, Standing(goal)) for goal in goals) for key, _label, rater in able
    }
    done = {key: bool(goals) and all(one.now for one in own) for key, own in standings.items()}
    here = asked if asked in standings else next((key for key in standings if not done[key]), OWN_VIEW)
    return [Rater(key, label, done[key], key == here, standings[key]) for key, label, _rater in able]


def _main_person_first(person: Person) -> tuple[bool, datetime]:
    return person.part != Person.Part.PARTICIPANT, person.added_at


_PARTS = {
    Visit.State.PLANNED: _planned,
    Visit.State.OPEN: _held,
    Visit.State.ENDED: _held,
    Visit.State.CANCELLED: lambda staff, visit, page: {},
}
