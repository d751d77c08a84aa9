"""Writes of casework: cases, people, pairs of workers, goals, measures and gaps."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from forms_engine.access import audit, keys
from forms_engine.access import services as access
from forms_engine.access.models import Compartment, Service, Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Assignment, Case, Gap, Goal, Measure, Person

FIRST_CASE_NUMBER = 1001


@transaction.atomic
def open_case(*, actor: Staff, now: datetime) -> Case:
    """Open a case in the actor's unit under the next free number, with a compartment of its own."""
    Compartment.objects.select_for_update().get(pk=actor.unit.compartment_id)  # one number at a time
    last = Case.objects.filter(unit_id=actor.unit_id).aggregate(last=Max("number"))["last"]
    compartment = keys.make_compartment(unit_id=actor.unit_id, now=now)
    case = Case.objects.create(
        compartment=compartment,
        unit_id=actor.unit_id,
        number=FIRST_CASE_NUMBER if last is None else last + 1,
        opened_at=now,
        opened_by=actor,
    )
    _note(actor, "case.opened", case, case, now)
    return case


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
) -> Person:
    """Add somebody to the family."""
    if birth_year is not None and not 1900 <= birth_year <= now.year:
        raise Refused(_("The year of birth must lie between 1900 and this year."))
    person = Person.objects.create(
        case=case,
        compartment_id=case.compartment_id,
        called=called,
        part=part,
        birth_year=birth_year,
        language=language,
        interpreter=interpreter,
        added_at=now,
    )
    _note(actor, "person.added", case, person, now)
    return person


@transaction.atomic
def remove_person(*, actor: Staff, person: Person, now: datetime) -> None:
    """Take somebody off the case from now on; what they said stays. Twice is harmless."""
    if person.removed_at is None:
        person.removed_at = now
        person.save(update_fields=["removed_at"])
        _note(actor, "person.removed", person.case, person, now)


@transaction.atomic
def assign(*, actor: Staff, case: Case, worker: Staff, now: datetime) -> Assignment:
    """Put a worker of a service on the case, with access from now on."""
    if worker.unit_id != case.unit_id or "practitioner" not in worker.role_names or worker.service is None:
        raise Refused(_("Only a practitioner of a service in this municipality can be put on a case."))
    found = Assignment.objects.filter(case=case, staff=worker, until=None).first()
    if found:
        return found
    made = Assignment.objects.create(
        case=case,
        compartment_id=case.compartment_id,
        service_id=worker.service_id,
        staff=worker,
        since=now,
        made_by=actor,
    )
    _note(actor, "worker.assigned", case, made, now)
    access.grant(actor=actor, compartment_id=case.compartment_id, staff=worker, capacity="worker", now=now)
    return made


@transaction.atomic
def end_assignment(*, actor: Staff, assignment: Assignment, now: datetime) -> None:
    """Take a worker off the case; their access ends with it."""
    if assignment.until is None:
        assignment.until = now
        assignment.save(update_fields=["until"])
        case = assignment.case
        _note(actor, "worker.ended", case, assignment, now)
        access.end_grant(
            actor=actor, compartment_id=case.compartment_id, staff=assignment.staff, capacity="worker", now=now
        )


@transaction.atomic
def supervise(*, actor: Staff, case: Case, supervisor: Staff, now: datetime) -> None:
    """Give a supervisor of the unit sight of the case."""
    if supervisor.unit_id != case.unit_id or "supervisor" not in supervisor.role_names:
        raise Refused(_("Only a supervisor in this municipality can follow a case."))
    access.grant(actor=actor, compartment_id=case.compartment_id, staff=supervisor, capacity="supervisor", now=now)


@transaction.atomic
def end_supervision(*, actor: Staff, case: Case, supervisor: Staff, now: datetime) -> None:
    """Take a supervisor's sight of the case away."""
    access.end_grant(actor=actor, compartment_id=case.compartment_id, staff=supervisor, capacity="supervisor", now=now)


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
) -> Goal:
    """Write down a goal in the family's words, with what 0 and 10 mean to them."""
    if person is not None and (person.case_id != case.pk or person.removed_at):
        raise Refused(_("That person is not on this case."))
    goal = Goal.objects.create(
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
    _note(actor, "goal.set", case, goal, now)
    return goal


@transaction.atomic
def close_goal(*, actor: Staff, goal: Goal, reached: bool, now: datetime) -> None:
    """Close a goal as reached or left. Its line stays."""
    if goal.closed_at is None:
        goal.closed_at, goal.reached = now, reached
        goal.save(update_fields=["closed_at", "reached"])
        _note(actor, "goal.closed", goal.case, goal, now)


@transaction.atomic
def add_measure(
    *, actor: Staff, case: Case, words: str, service: Service, goal: Goal | None, starts_on: date, now: datetime
) -> Measure:
    """Write down a concrete help given by one service."""
    if service.unit_id != case.unit_id or (goal is not None and goal.case_id != case.pk):
        raise Refused(_("The service or the goal does not belong to this case."))
    measure = Measure.objects.create(
        case=case,
        compartment_id=case.compartment_id,
        words=words,
        service=service,
        goal=goal,
        starts_on=starts_on,
        made_by=actor,
        made_at=now,
    )
    _note(actor, "measure.added", case, measure, now)
    return measure


@transaction.atomic
def end_measure(*, actor: Staff, measure: Measure, on: date, now: datetime) -> None:
    """End a measure on a day that is not before it began."""
    if on < measure.starts_on:
        raise Refused(_("A measure cannot end before it begins."))
    if measure.ended_on is None:
        measure.ended_on = on
        measure.save(update_fields=["ended_on"])
        _note(actor, "measure.ended", measure.case, measure, now)


@transaction.atomic
def raise_gap(*, actor: Staff, case: Case, words: str, now: datetime) -> Gap:
    """Write down something the family needs that nobody gives yet."""
    gap = Gap.objects.create(
        case=case, compartment_id=case.compartment_id, words=words, raised_at=now, raised_by=actor
    )  # fmt: skip
    _note(actor, "gap.raised", case, gap, now)
    return gap


@transaction.atomic
def close_gap(*, actor: Staff, gap: Gap, now: datetime) -> None:
    """The gap is filled."""
    if gap.closed_at is None:
        gap.closed_at = now
        gap.save(update_fields=["closed_at"])
        _note(actor, "gap.closed", gap.case, gap, now)


def _note(actor: Staff, action: str, case: Case, thing: Model, now: datetime) -> None:
    audit.record(actor_id=actor.pk, action=action, compartment_id=case.compartment_id, thing=thing, now=now)
