"""Starting an interview: who may be asked what, where, and how old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_engine import core
from forms_engine.access import audit
from forms_engine.access.models import Compartment, Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Person
from instruments import selectors as instruments
from instruments.models import Overlay, Version
from sessions.models import Interview, Visit

OLDEST_PAPER = timedelta(days=3 * 365)


class OutsideAges(Refused):
    """The instrument is not made for this age. Start it all the same by confirming."""


@transaction.atomic
def start_interview(
    *,
    actor: Staff,
    visit: Visit | None,
    compartment: Compartment,
    version: Version,
    overlay: Overlay | None,
    person: Person | None,
    mode: str,
    interpreter: str,
    people_present: Sequence[Person],
    asked_on: date,
    now: datetime,
    interview_id: UUID | None = None,
    confirmed: bool = False,
) -> Interview:
    """Start a draft. ``interview_id`` is made by the page, so that the same page sent twice starts one interview.

    ``asked_on`` counts for paper only and is today otherwise. ``person`` is None when the worker answers for themself.
    Raises Refused; :class:`OutsideAges` unless ``confirmed``, which is then noted in the log.
    """
    Compartment.objects.select_for_update().only("id").get(pk=compartment.pk)  # the same page twice at once waits
    if interview_id and (earlier := Interview.objects.filter(pk=interview_id).first()):
        if (earlier.compartment_id, earlier.started_by_id) != (compartment.pk, actor.pk):
            raise Refused(_("This page cannot be used again. Load it once more."))
        return earlier
    instrument = instruments.instrument(version.pk, overlay.pk if overlay else None)
    _check_place(visit, compartment, version, overlay, [*people_present, *filter(None, [person])])
    _check_respondent(instrument, person)
    outside = _outside_ages(instrument, person, asked_on)
    if outside and not confirmed:
        raise OutsideAges(_("This is not made for the age of the person who answers. Confirm if you still want it."))
    interview = Interview(
        id=interview_id or uuid4(),
        compartment=compartment,
        visit=visit,
        version=version,
        overlay=overlay,
        person=person,
        language=overlay.language if overlay else version.language,
        mode=mode,
        interpreter=interpreter,
        step=instrument.steps[0].id,
        asked_on=_asked_on(mode, asked_on, now),
        started_at=now,
        started_by=actor,
    )
    interview.save(force_insert=True)
    interview.people_present.set(people_present)
    audit.record(
        actor_id=actor.pk,
        action="interview.started",
        compartment_id=compartment.pk,
        thing=interview,
        now=now,
        details={"instrument": version.key, "version": version.version} | ({"outside_ages": True} if outside else {}),
    )
    return interview


def _check_place(
    visit: Visit | None, compartment: Compartment, version: Version, overlay: Overlay | None, people: list[Person]
) -> None:
    if visit and (visit.state != Visit.State.OPEN or visit.compartment_id != compartment.pk):
        raise Refused(_("The visit is not under way. Start it first."))
    if overlay and overlay.version_id != version.pk:
        raise Refused(_("This translation belongs to something else."))
    if any(one.compartment_id != compartment.pk or one.removed_at for one in people):
        raise Refused(_("This person is not part of the case."))


def _check_respondent(instrument: core.Instrument, person: Person | None) -> None:
    if not instrument.has_wording:
        raise Refused(_("The wording of this has to be imported before it can be used."))
    if instrument.respondent != "worker" and person is None:
        raise Refused(_("Choose who answers."))
    if instrument.respondent == "worker" and person is not None:
        raise Refused(_("You answer this yourself, so nobody else is chosen."))


def _outside_ages(instrument: core.Instrument, person: Person | None, asked_on: date) -> bool:
    """Certainly outside: with a birth year alone the person may be of either of two ages."""
    if person is None or person.birth_year is None:
        return False
    oldest = asked_on.year - person.birth_year
    low, high = instrument.ages
    return (low is not None and oldest < low) or (high is not None and oldest - 1 > high)


def _asked_on(mode: str, asked_on: date, now: datetime) -> date:
    today = timezone.localtime(now).date()
    if mode != Interview.Mode.PAPER:
        return today
    if not today - OLDEST_PAPER <= asked_on <= today:
        raise Refused(_("The day on the paper must be today or earlier, and at most three years ago."))
    return asked_on
