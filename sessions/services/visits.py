"""Writes about visits: planned, started, told who can see what, the next step, ended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from forms_engine.access import audit
from forms_engine.access.models import Compartment, Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Case, Person
from sessions.models import Visit


class ChangedElsewhere(Refused):
    """Somebody saved something else after the page was made. Nothing was stored."""


@transaction.atomic
def plan_visit(
    *, actor: Staff, case: Case, planned_at: datetime, place: str, now: datetime, visit_id: UUID | None = None
) -> Visit:
    """Plan a visit of a case. ``visit_id`` is made by the page, so that the same page sent twice plans one visit."""
    Compartment.objects.select_for_update().only("id").get(pk=case.compartment_id)  # the same page twice at once waits
    case.refresh_from_db(fields=["status"])
    if visit_id and (earlier := Visit.objects.filter(pk=visit_id).first()):
        if earlier.case_id != case.pk:
            raise Refused(_("This page cannot be used again. Load it once more."))
        return earlier
    if case.status == Case.Status.CLOSED:
        raise Refused(_("The case is closed."))
    visit = Visit(
        id=visit_id or uuid4(),
        case=case,
        compartment_id=case.compartment_id,
        planned_at=planned_at,
        place=place,
        planned_by=actor,
    )
    visit.save(force_insert=True)
    _note(actor, "visit.planned", visit, now)
    return visit


@transaction.atomic
def cancel_visit(*, actor: Staff, visit: Visit, now: datetime) -> None:
    """A planned visit does not take place. Twice is harmless; a started one is ended instead."""
    visit = _locked(visit)
    if visit.state == Visit.State.PLANNED:
        visit.state = Visit.State.CANCELLED
        visit.save(update_fields=["state"])
        _note(actor, "visit.cancelled", visit, now)
    elif visit.state != Visit.State.CANCELLED:
        raise Refused(_("The visit has begun. End it instead."))


@transaction.atomic
def start_visit(
    *, actor: Staff, visit: Visit, people: Sequence[Person], workers: Sequence[Staff], now: datetime
) -> Visit:
    """Start a planned visit with those who are there. Started already: nothing happens."""
    visit = _locked(visit)
    if visit.state == Visit.State.OPEN:
        return visit
    if visit.state != Visit.State.PLANNED:
        raise Refused(_("This visit is over. Plan a new one."))
    _must_be_of_the_case(visit, people)
    visit.state, visit.started_at = Visit.State.OPEN, now
    visit.save(update_fields=["state", "started_at"])
    visit.people.set(people)
    visit.workers.set({*workers, actor})
    _note(actor, "visit.started", visit, now)
    return visit


@transaction.atomic
def change_present(
    *, actor: Staff, visit: Visit, people: Sequence[Person], workers: Sequence[Staff], now: datetime
) -> None:
    """Who is here has changed since the visit began. The same again does nothing.

    Whoever was there and is off the case since stays written down: the page cannot tick them any more.
    """
    visit = _locked(visit)
    _must_be_open(visit)
    _must_be_of_the_case(visit, people)
    on_the_case = visit.case.assignments.filter(until__isnull=True).values("staff_id")
    family = {*people, *visit.people.filter(removed_at__isnull=False)}
    team = {*workers, actor, *visit.workers.exclude(pk__in=on_the_case)}
    if family == set(visit.people.all()) and team == set(visit.workers.all()):
        return
    visit.people.set(family)
    visit.workers.set(team)
    _note(actor, "visit.present_changed", visit, now)


@transaction.atomic
def tell_who_sees(*, actor: Staff, visit: Visit, now: datetime) -> None:
    """The worker has said who can see what, and what must be passed on. The first time counts."""
    visit = _locked(visit)
    if visit.informed_at is None:
        _must_be_open(visit)
        visit.informed_at = now
        visit.save(update_fields=["informed_at"])
        _note(actor, "visit.informed", visit, now)


@transaction.atomic
def agree_next_step(
    *, actor: Staff, visit: Visit, words: str, by: date | None, now: datetime, seen: str | None = None
) -> None:
    """Write what was agreed to do next. May be written again until the visit is ended; the same again does nothing.

    ``seen`` is the :func:`next_step_mark` of what the page showed: ChangedElsewhere when something else stands there.
    """
    visit = _locked(visit)
    if (visit.next_step, visit.next_step_by) == (words, by):
        return
    _must_be_open(visit)
    if seen is not None and seen != next_step_mark(visit):
        raise ChangedElsewhere(_("Somebody else wrote a next step meanwhile. Look at both, and save the one you want."))
    visit.next_step, visit.next_step_by = words, by
    visit.save(update_fields=["next_step", "next_step_by"])
    _note(actor, "visit.next_step_agreed", visit, now)


@transaction.atomic
def end_visit(*, actor: Staff, visit: Visit, now: datetime) -> None:
    """End the visit. Drafts of its interviews stay and can be finished afterwards."""
    visit = _locked(visit)
    if visit.state != Visit.State.ENDED:
        _must_be_open(visit)
        visit.state, visit.ended_at = Visit.State.ENDED, now
        visit.save(update_fields=["state", "ended_at"])
        _note(actor, "visit.ended", visit, now)


def next_step_mark(visit: Visit) -> str:
    """A short mark of the next step as it stands, to tell whether it changed."""
    return hashlib.sha256(f"{visit.pk}\n{visit.next_step_by}\n{visit.next_step}".encode()).hexdigest()[:16]


def _must_be_of_the_case(visit: Visit, people: Sequence[Person]) -> None:
    if any(person.case_id != visit.case_id or person.removed_at for person in people):
        raise Refused(_("That person is not on this case."))
    if not people and visit.case.people.filter(removed_at__isnull=True).exists():
        raise Refused(_("Tick who is here."))


def _must_be_open(visit: Visit) -> None:
    if visit.state != Visit.State.OPEN:
        raise Refused(_("The visit is not under way."))


def _locked(visit: Visit) -> Visit:
    # No key update: what another transaction writes about this visit does not wait for us while we wait for its log.
    return Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)


def _note(actor: Staff, action: str, visit: Visit, now: datetime) -> None:
    audit.record(actor_id=actor.pk, action=action, compartment_id=visit.compartment_id, thing=visit, now=now)
