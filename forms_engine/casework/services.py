"""Writes of casework: cases, people, pairs of workers, goals, measures and gaps.

A service that makes something takes the key that the page made for it: the same page sent twice finds what the first
made, and returns it. Without a key each call makes something new.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from forms_engine.access import audit, keys
from forms_engine.access import services as access
from forms_engine.access.models import Compartment, ConflictBlock, Service, Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Assignment, Case, Gap, Goal, Measure, Person

FIRST_CASE_NUMBER = 1001
Row = TypeVar("Row", bound=Model)


@transaction.atomic
def open_case(*, actor: Staff, now: datetime, case_id: UUID | None = None) -> Case:
    """Open a case in the actor's unit under the next free number, with a compartment of its own."""
    _lock(actor.unit.compartment_id)  # one number at a time
    if case_id and (earlier := Case.objects.filter(pk=case_id).first()):
        return _only_if(earlier, earlier.unit_id == actor.unit_id and earlier.opened_by_id == actor.pk)
    last = Case.objects.filter(unit_id=actor.unit_id).aggregate(last=Max("number"))["last"]
    compartment = keys.make_compartment(unit_id=actor.unit_id, now=now)
    case = Case.objects.create(
        id=case_id or uuid4(),
        compartment=compartment,
        unit_id=actor.unit_id,
        number=FIRST_CASE_NUMBER if last is None else last + 1,
        opened_at=now,
        opened_by=actor,
    )
    _note(actor, "case.opened", case, now)
    return case


# ---- people and pairs -----------------------------------------------------------------------------------------------


@transaction.atomic
def add_person(
    *,
    actor: Staff,
    case: Case,
    called: str,
    part: str,
    birth_year: int | None,
    language: str,
    interpreter: bool,
    now: datetime,
    person_id: UUID | None = None,
) -> Person:
    """Add somebody to the family."""
    if birth_year is not None and not 1900 <= birth_year <= now.year:
        raise Refused(_("The year of birth must lie between 1900 and this year."))
    _lock(case.compartment_id)
    if person_id and (earlier := Person.objects.filter(pk=person_id).first()):
        return _only_if(earlier, earlier.case_id == case.pk)
    person = Person.objects.create(
        id=person_id or uuid4(),
        case=case,
        compartment_id=case.compartment_id,
        called=called,
        part=part,
        birth_year=birth_year,
        language=language,
        interpreter=interpreter,
        added_at=now,
    )
    _note(actor, "person.added", person, now)
    return person


@transaction.atomic
def remove_person(*, actor: Staff, person: Person, now: datetime) -> None:
    """Take somebody off the case from now on; what they said stays. Twice is harmless."""
    person = _locked(person)
    if person.removed_at is None:
        person.removed_at = now
        person.save(update_fields=["removed_at"])
        _note(actor, "person.removed", person, now)


@transaction.atomic
def assign(*, actor: Staff, case: Case, worker: Staff, now: datetime) -> Assignment:
    """Put a worker of a service on the case, with access from now on. On it already: nothing happens."""
    if worker.unit_id != case.unit_id or "practitioner" not in worker.role_names or worker.service is None:
        raise Refused(_("Only a practitioner of a service in this municipality can be put on a case."))
    _lock(case.compartment_id)
    found = Assignment.objects.filter(case=case, staff=worker, until=None).first()
    if found:
        return found
    _not_shut_out(case, worker)
    made = Assignment.objects.create(
        case=case,
        compartment_id=case.compartment_id,
        service=worker.service,
        staff=worker,
        since=now,
        made_by=actor,
    )
    _note(actor, "worker.assigned", made, now)
    access.grant(actor=actor, compartment_id=case.compartment_id, staff=worker, capacity="worker", now=now)
    return made


@transaction.atomic
def end_assignment(*, actor: Staff, assignment: Assignment, now: datetime) -> None:
    """Take a worker off the case; their access ends with it. Twice is harmless."""
    assignment = _locked(assignment)
    if assignment.until is None:
        assignment.until = now
        assignment.save(update_fields=["until"])
        _note(actor, "worker.ended", assignment, now)
        access.end_grant(
            actor=actor, compartment_id=assignment.compartment_id, staff=assignment.staff, capacity="worker", now=now
        )


@transaction.atomic
def supervise(*, actor: Staff, case: Case, supervisor: Staff, now: datetime) -> None:
    """Give a supervisor of the unit sight of the case. Twice is harmless."""
    if supervisor.unit_id != case.unit_id or "supervisor" not in supervisor.role_names:
        raise Refused(_("Only a supervisor in this municipality can follow a case."))
    _lock(case.compartment_id)
    _not_shut_out(case, supervisor)
    access.grant(actor=actor, compartment_id=case.compartment_id, staff=supervisor, capacity="supervisor", now=now)


@transaction.atomic
def end_supervision(*, actor: Staff, case: Case, supervisor: Staff, now: datetime) -> None:
    """Take a supervisor's sight of the case away. Twice is harmless."""
    _lock(case.compartment_id)
    access.end_grant(actor=actor, compartment_id=case.compartment_id, staff=supervisor, capacity="supervisor", now=now)


# ---- the plan -------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_goal(
    *,
    actor: Staff,
    case: Case,
    words: str,
    low: str,
    high: str,
    aim: str,
    person: Person | None,
    good_enough: int | None,
    now: datetime,
    goal_id: UUID | None = None,
) -> Goal:
    """Write down a goal in the family's words, with what 0 and 10 mean to them."""
    if person is not None and (person.case_id != case.pk or person.removed_at):
        raise Refused(_("That person is not on this case."))
    _lock(case.compartment_id)
    if goal_id and (earlier := Goal.objects.filter(pk=goal_id).first()):
        return _only_if(earlier, earlier.case_id == case.pk)
    goal = Goal.objects.create(
        id=goal_id or uuid4(),
        case=case,
        compartment_id=case.compartment_id,
        words=words,
        low=low,
        high=high,
        aim=aim,
        person=person,
        good_enough=good_enough,
        set_at=now,
        set_by=actor,
    )
    _note(actor, "goal.set", goal, now)
    return goal


@transaction.atomic
def close_goal(*, actor: Staff, goal: Goal, reached: bool, now: datetime) -> None:
    """Close a goal as reached or left. Its line stays. What was said first stands."""
    goal = _locked(goal)
    if goal.closed_at is None:
        goal.closed_at, goal.reached = now, reached
        goal.save(update_fields=["closed_at", "reached"])
        _note(actor, "goal.closed", goal, now)


@transaction.atomic
def add_measure(
    *,
    actor: Staff,
    case: Case,
    words: str,
    service: Service,
    goal: Goal | None,
    starts_on: date,
    now: datetime,
    measure_id: UUID | None = None,
) -> Measure:
    """Write down a concrete help given by one service."""
    if service.unit_id != case.unit_id or (goal is not None and goal.case_id != case.pk):
        raise Refused(_("The service or the goal does not belong to this case."))
    _lock(case.compartment_id)
    if measure_id and (earlier := Measure.objects.filter(pk=measure_id).first()):
        return _only_if(earlier, earlier.case_id == case.pk)
    measure = Measure.objects.create(
        id=measure_id or uuid4(),
        case=case,
        compartment_id=case.compartment_id,
        words=words,
        service=service,
        goal=goal,
        starts_on=starts_on,
        made_by=actor,
        made_at=now,
    )
    _note(actor, "measure.added", measure, now)
    return measure


@transaction.atomic
def end_measure(*, actor: Staff, measure: Measure, on: date, now: datetime) -> None:
    """End a measure on a day that is not before it began. Twice is harmless."""
    measure = _locked(measure)
    if measure.ended_on is not None:
        return
    if on < measure.starts_on:
        raise Refused(_("A measure cannot end before it begins."))
    measure.ended_on = on
    measure.save(update_fields=["ended_on"])
    _note(actor, "measure.ended", measure, now)


@transaction.atomic
def raise_gap(*, actor: Staff, case: Case, words: str, now: datetime, gap_id: UUID | None = None) -> Gap:
    """Write down something the family needs that nobody gives yet."""
    _lock(case.compartment_id)
    if gap_id and (earlier := Gap.objects.filter(pk=gap_id).first()):
        return _only_if(earlier, earlier.case_id == case.pk)
    gap = Gap.objects.create(
        id=gap_id or uuid4(),
        case=case,
        compartment_id=case.compartment_id,
        words=words,
        raised_at=now,
        raised_by=actor,
    )
    _note(actor, "gap.raised", gap, now)
    return gap


@transaction.atomic
def close_gap(*, actor: Staff, gap: Gap, now: datetime) -> None:
    """The gap is filled. Twice is harmless."""
    gap = _locked(gap)
    if gap.closed_at is None:
        gap.closed_at = now
        gap.save(update_fields=["closed_at"])
        _note(actor, "gap.closed", gap, now)


def _lock(compartment_id: UUID) -> None:
    """One write to a case at a time; the same row that the audit trail locks, so there is one order of locks."""
    Compartment.objects.select_for_update().only("id").get(pk=compartment_id)


def _locked(row: Row) -> Row:
    """The row as it is now, with its case to itself until the end of the transaction."""
    _lock(row.compartment_id)  # type: ignore[attr-defined]
    fresh: Row = type(row)._default_manager.get(pk=row.pk)
    return fresh


def _only_if(earlier: Row, same: bool) -> Row:
    if not same:
        raise Refused(_("This page cannot be used again. Load it once more."))
    return earlier


def _not_shut_out(case: Case, staff: Staff) -> None:
    if ConflictBlock.objects.filter(compartment_id=case.compartment_id, staff=staff).exists():
        raise Refused(_("This person is shut out of this case, so they cannot be put on it."))


def _note(actor: Staff, action: str, thing: Model, now: datetime) -> None:
    compartment_id: UUID = thing.compartment_id  # type: ignore[attr-defined]
    audit.record(actor_id=actor.pk, action=action, compartment_id=compartment_id, thing=thing, now=now)
