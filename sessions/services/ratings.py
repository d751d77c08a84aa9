"""Ratings: the number a person gives to a goal at a visit. Each rater has their own; nothing is averaged."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forms_engine.access import audit
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Goal, Person
from sessions.models import Observation, Visit

LOWEST, HIGHEST = 0, 10


def goal_measure(goal_id: object) -> str:
    """The measure key under which a goal's ratings are kept."""
    return f"goal/{goal_id}"


@transaction.atomic
def rate_goal(
    *, actor: Staff, visit: Visit, goal: Goal, person: Person | None, value: int, now: datetime
) -> Observation:
    """Keep ``value`` (0 to 10) of one rater for a goal at this visit; ``person`` None is the worker's own view.

    Given again at the same visit, the newer number counts and the older row stays, marked as replaced.
    """
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.state != Visit.State.OPEN:
        raise Refused(_("Goals are rated while the visit is under way."))
    if goal.case_id != visit.case_id or goal.closed_at or (person is not None and person.case_id != visit.case_id):
        raise Refused(_("That goal or person is not on this case."))
    if not LOWEST <= value <= HIGHEST:
        raise Refused(_("Choose a number from 0 to 10."))
    own = {"staff": actor} if person is None else {"person": person}
    earlier = Observation.objects.filter(
        visit=visit, measure=goal_measure(goal.pk), replaced_at__isnull=True, **{"person": None, **own}
    )
    standing = earlier.first()
    if standing is not None and standing.value == value:
        return standing
    earlier.update(replaced_at=now)
    made = Observation.objects.create(
        compartment_id=visit.compartment_id,
        measure=goal_measure(goal.pk),
        at=now,
        value=value,
        person=person,
        staff=actor,
        visit=visit,
    )
    audit.record(
        actor_id=actor.pk, action="goal.rated", compartment_id=visit.compartment_id, thing=made, now=now
    )  # fmt: skip
    return made
