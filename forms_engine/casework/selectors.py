"""Reads of casework."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine.access import gate
from forms_engine.access.models import AuditEvent, ConflictBlock, Grant, Service, Staff
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
    found = gate.visible(staff, "case.read", Case, now).order_by(F("closed_at").asc(nulls_first=True), "number")
    return found.prefetch_related(Prefetch("assignments", queryset=current, to_attr="current"))


def pairs_of(assignments: list[Assignment]) -> tuple[Pair, ...]:
    """Current assignments grouped by service, in the order of the services' names."""
    services = sorted({entry.service for entry in assignments}, key=lambda service: service.name)
    return tuple(
        Pair(service, tuple(entry for entry in assignments if entry.service_id == service.pk)) for service in services
    )


def is_short(assignments: list[Assignment]) -> bool:
    """Does nobody work on the case yet, or does some service have fewer than two workers on it?"""
    return not assignments or any(pair.short for pair in pairs_of(assignments))


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
    return gaps_between(pairs(case), goals(case), measures(case))


def gaps_between(held: Sequence[Pair], goals: Sequence[Goal], measures: Sequence[Measure]) -> list[str]:
    """What is missing in these pairs, goals and measures: services short of a worker, open goals without a measure."""
    found = [] if held else [_("No service has a worker on this case yet.")]
    found += [
        _("%(service)s has one worker on this case; there should be two.") % {"service": pair.service.name}
        for pair in held
        if pair.short
    ]
    helped = {measure.goal_id for measure in measures if measure.ended_on is None}
    found += [
        _("No measure serves this goal yet: %(goal)s") % {"goal": goal.words}
        for goal in goals
        if goal.closed_at is None and goal.pk not in helped
    ]
    return found


def supervisors(case: Case) -> list[Staff]:
    """Supervisors who follow the case now."""
    held = Grant.objects.filter(compartment_id=case.compartment_id, capacity="supervisor", until__isnull=True)
    return [entry.staff for entry in held.select_related("staff").order_by("staff__full_name")]


def was_supervisor(case: Case, staff_id: UUID) -> Staff | None:
    """The person with this key, if they follow the case now or ever did."""
    held = Grant.objects.filter(compartment_id=case.compartment_id, capacity="supervisor", staff_id=staff_id)
    found = held.select_related("staff").first()
    return found.staff if found else None


def at_work(case: Case) -> list[Staff]:
    """Staff of the case's unit who work here today and are not shut out of the case, by name."""
    blocked = ConflictBlock.objects.filter(compartment_id=case.compartment_id, staff=OuterRef("pk"))
    here = Staff.objects.filter(unit_id=case.unit_id, is_active=True).exclude(Exists(blocked))
    here = here.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))
    return list(here.select_related("service"))


def may_be_assigned(case: Case) -> list[Staff]:
    """Those who can be put on the case, or are on it."""
    return practitioners(at_work(case))


def may_supervise(case: Case) -> list[Staff]:
    """Those who can follow the case, or do."""
    return with_supervision(at_work(case))


def practitioners(staff: Iterable[Staff]) -> list[Staff]:
    """The practitioners of a service among them, by service and name."""
    able = [one for one in staff if one.service and "practitioner" in one.role_names]
    return sorted(able, key=lambda one: (one.service.name if one.service else "", one.full_name))


def with_supervision(staff: Iterable[Staff]) -> list[Staff]:
    """The supervisors among them."""
    return [one for one in staff if "supervisor" in one.role_names]


def services_of(case: Case) -> QuerySet[Service]:
    """The services of the case's unit that are not closed."""
    return Service.objects.filter(unit_id=case.unit_id, closed_at__isnull=True)


def log(case: Case, before: int | None = None, limit: int = 100) -> list[AuditEvent]:
    """The newest events of the case (before a sequence number): who did or read what, when. Holds no content."""
    events = AuditEvent.objects.filter(compartment_id=case.compartment_id).select_related("actor")
    if before is not None:
        events = events.filter(sequence__lt=before)
    return list(events.order_by("-sequence")[:limit])
