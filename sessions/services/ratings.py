"""Ratings: the number a person gives to a goal at a visit. Each rater has their own; nothing is averaged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forms_engine.access import audit
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Goal, Person
from sessions.models import Observation, Visit
from sessions.services.visits import ChangedElsewhere

LOWEST, HIGHEST = 0, 10


def goal_measure(goal_id: object) -> str:
    """The measure key under which a goal's ratings are kept."""
    return f"goal/{goal_id}"


@transaction.atomic
def rate_goals(
    *,
    actor: Staff,
    visit: Visit,
    person: Person | None,
    values: Mapping[Goal, int],
    seen: Mapping[Goal, str],
    now: datetime,
) -> list[Observation]:
    """Keep one rater's numbers for several goals, all or none; ``seen`` as in :func:`rate_goal`, by goal."""
    return [
        rate_goal(actor=actor, visit=visit, goal=goal, person=person, value=value, now=now, seen=seen.get(goal, ""))
        for goal, value in values.items()
    ]


@transaction.atomic
def rate_goal(
    *, actor: Staff, visit: Visit, goal: Goal, person: Person | None, value: int, now: datetime, seen: str | None = None
) -> Observation:
    """Keep ``value`` (0 to 10) of one rater for a goal at this visit; ``person`` None is the worker's own view.

    Given again at the same visit, the newer number counts and the older row stays, marked as replaced. ``seen`` is the
    key of the number that stood there when the page was made ("" for none): ChangedElsewhere when another stands there.
    """
    visit = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
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
    if seen is not None and seen != (str(standing.pk) if standing else ""):
        raise ChangedElsewhere(_("Another number was saved meanwhile. Look at it, and choose again if it is wrong."))
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
    audit.record(actor_id=actor.pk, action="goal.rated", compartment_id=visit.compartment_id, thing=made, now=now)
    return made
