"""Reads of casework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from forms_engine.access import gate
from forms_engine.access.models import AuditEvent, Grant, Service, Staff
from forms_engine.casework.models import Assignment, Case, Gap, Goal, Measure, Person

ENOUGH_WORKERS = 2


@dataclass(frozen=True)
class Pair:
    """The workers of one service on a case. ``short`` when there are fewer than two."""

    service: Service
    assignments: tuple[Assignment, ...]

    @property
    def short(self) -> bool:
        return len(self.assignments) < ENOUGH_WORKERS


def cases(staff: Staff, now: datetime) -> QuerySet[Case]:
    """The cases this person may open, open ones first, with their current workers."""
    current = Assignment.objects.filter(until__isnull=True).select_related("staff", "service")
    return gate.visible(staff, "case.read", Case, now).prefetch_related(
        Prefetch("assignments", queryset=current, to_attr="current")
    )


def pairs_of(assignments: list[Assignment]) -> tuple[Pair, ...]:
    """Current assignments grouped by service, in the order of the services' names."""
    services = sorted({entry.service for entry in assignments}, key=lambda service: service.name)
    return tuple(
        Pair(service, tuple(entry for entry in assignments if entry.service_id == service.pk)) for service in services
    )


def pairs(case: Case) -> tuple[Pair, ...]:
    """The current workers of a case by service."""
    return pairs_of(list(case.assignments.filter(until__isnull=True).select_related("staff", "service")))


def people(case: Case) -> list[Person]:
    """Everybody on the case now, in the order they were added."""
    return list(case.people.filter(removed_at__isnull=True))


def goals(case: Case, *, closed: bool = False) -> list[Goal]:
    """Goals of the case, oldest first; with ``closed`` those that are closed too."""
    found = case.goals.select_related("person", "compartment")
    return list(found if closed else found.filter(closed_at__isnull=True))


def measures(case: Case) -> list[Measure]:
    """Every measure of the case, running ones first."""
    found = case.measures.select_related("service", "goal")
    return sorted(found, key=lambda measure: (measure.ended_on is not None, measure.starts_on))


def open_gaps(case: Case) -> list[Gap]:
    """Gaps that somebody wrote down and nobody has closed."""
    return list(case.gaps.filter(closed_at__isnull=True))


def found_gaps(case: Case) -> list[str]:
    """Gaps that follow from the register, as plain translated sentences."""
    found = []
    held = pairs(case)
    if not held:
        found.append(_("No service has a worker on this case yet."))
    found += [
        _("%(service)s has one worker on this case; there should be two.") % {"service": pair.service.name}
        for pair in held
        if pair.short
    ]
    helped = {measure.goal_id for measure in measures(case) if measure.ended_on is None}
    found += [
        _("No measure serves this goal yet: %(goal)s") % {"goal": goal.words}
        for goal in goals(case)
        if goal.pk not in helped
    ]
    return found


def supervisors(case: Case) -> list[Staff]:
    """Supervisors who follow the case now."""
    held = Grant.objects.filter(compartment_id=case.compartment_id, capacity="supervisor", until__isnull=True)
    return [entry.staff for entry in held.select_related("staff")]


def may_be_assigned(case: Case) -> list[Staff]:
    """Active practitioners of the unit who are not on the case, by service and name."""
    busy = case.assignments.filter(until__isnull=True).values("staff_id")
    found = Staff.objects.filter(unit_id=case.unit_id, is_active=True, service__isnull=False).exclude(pk__in=busy)
    able = [staff for staff in found.select_related("service") if "practitioner" in staff.role_names]
    return sorted(able, key=lambda staff: (staff.service.name if staff.service else "", staff.full_name))


def may_supervise(case: Case) -> list[Staff]:
    """Active supervisors of the unit who do not follow the case yet."""
    following = {staff.pk for staff in supervisors(case)}
    found = Staff.objects.filter(unit_id=case.unit_id, is_active=True)
    return [staff for staff in found if "supervisor" in staff.role_names and staff.pk not in following]


def services_of(case: Case) -> QuerySet[Service]:
    """The services of the case's unit that are not closed."""
    return Service.objects.filter(unit_id=case.unit_id, closed_at__isnull=True)


def log(case: Case, limit: int = 200) -> list[AuditEvent]:
    """The newest events of the case: who did or read what, when. Holds no content."""
    events = AuditEvent.objects.filter(compartment_id=case.compartment_id).select_related("actor")
    return list(events.order_by("-sequence")[:limit])
