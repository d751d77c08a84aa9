"""Reads about visits and what moves over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from forms_engine.access import gate
from forms_engine.access.models import Staff
from forms_engine.casework.models import Assignment, Case, Goal, Person
from sessions.models import Interview, Observation, Visit
from sessions.services.ratings import goal_measure


@dataclass(frozen=True)
class Rating:
    """One number of one rater on one day."""

    at: datetime
    value: float
    visit_id: UUID | None = None


@dataclass(frozen=True)
class RaterLine:
    """One rater's numbers for one goal, oldest first. ``person`` None is the worker ``staff``'s own view."""

    person: Person | None
    staff: Staff
    ratings: tuple[Rating, ...]

    @property
    def label(self) -> str:
        """What the rater is called on the case, or the worker's initials."""
        return str(self.person.called) if self.person else self.staff.initials


@dataclass(frozen=True)
class NextStep:
    """The newest next step that was agreed on a case."""

    words: str
    by: date | None
    visit: Visit


@dataclass(frozen=True)
class Standing:
    """One rater's numbers for one goal as seen from a visit: given at it, and the newest one given before it."""

    goal: Goal
    now: Observation | None = None
    last: Observation | None = None


def visits(staff: Staff, now: datetime) -> QuerySet[Visit]:
    """The visits this person may read."""
    return gate.visible(staff, "visit.read", Visit, now).select_related("case", "planned_by")


def visits_of(case: Case) -> QuerySet[Visit]:
    """Every visit of a case, newest first."""
    return case.visits.select_related("planned_by").prefetch_related("people", "workers")


def with_people() -> QuerySet[Visit]:
    """All visits with what the page of one needs: case, people, workers and their services. For the gate."""
    return Visit.objects.select_related("case", "planned_by").prefetch_related(
        "people", Prefetch("workers", Staff.objects.select_related("service"))
    )


def interviews_of(visit: Visit) -> list[Interview]:
    """The interviews of a visit, oldest first, with version, person, void and amendment."""
    found = visit.interviews.select_related("version", "overlay", "person", "started_by", "void", "amendment")
    return list(found.defer("version__document", "overlay__document", "record").order_by("started_at"))


def current_workers(case: Case) -> list[Assignment]:
    """Who works on the case now, by service and name."""
    found = case.assignments.filter(until__isnull=True).select_related("staff", "service")
    return sorted(found, key=lambda entry: (entry.service.name, entry.staff.full_name))


def standings(visit: Visit, goals: list[Goal]) -> dict[UUID, dict[UUID, Standing]]:
    """rater's id -> goal's id -> :class:`Standing`, for whoever rated one of ``goals`` at this visit or before it.

    A rater is a person of the case, or a member of staff for their own view. One query.
    """
    by_measure = {goal_measure(goal.pk): goal for goal in goals}
    found = Observation.objects.filter(
        compartment_id=visit.compartment_id, measure__in=by_measure, replaced_at__isnull=True
    ).order_by("at")
    began = visit.started_at or visit.planned_at
    kept: dict[UUID, dict[UUID, Standing]] = {}
    for entry in found:
        goal = by_measure[entry.measure]
        own = kept.setdefault(entry.person_id or entry.staff_id, {})
        standing = own.get(goal.pk, Standing(goal))
        if entry.visit_id == visit.pk:
            own[goal.pk] = replace(standing, now=entry)
        elif entry.at < began:
            own[goal.pk] = replace(standing, last=entry)
    return kept


def goal_lines(case: Case, goals: list[Goal]) -> dict[Goal, tuple[RaterLine, ...]]:
    """For each goal, a line for each rater, in the order in which the raters first gave a number. Two queries."""
    by_measure = {goal_measure(goal.pk): goal for goal in goals}
    found = (
        Observation.objects.filter(compartment_id=case.compartment_id, measure__in=by_measure, replaced_at__isnull=True)
        .select_related("person", "staff")
        .order_by("at")
    )
    kept: dict[Goal, dict[object, list[Observation]]] = {goal: {} for goal in goals}
    for entry in found:
        rater = entry.person_id or entry.staff_id
        kept[by_measure[entry.measure]].setdefault(rater, []).append(entry)
    return {
        goal: tuple(
            RaterLine(rows[0].person, rows[0].staff, tuple(Rating(row.at, row.value, row.visit_id) for row in rows))
            for rows in raters.values()
        )
        for goal, raters in kept.items()
    }


def next_step(case: Case) -> NextStep | None:
    """The newest next step that has words; None when none was agreed."""
    for visit in case.visits.exclude(state=Visit.State.CANCELLED).exclude(started_at=None).order_by("-started_at")[:20]:
        if visit.next_step:
            return NextStep(visit.next_step, visit.next_step_by, visit)
    return None
