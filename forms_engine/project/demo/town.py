"""Loading the invented town, through the services of the rooms: logs, hashes and lines are as real as in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.db import transaction

from forms_engine.access.models import Unit
from forms_engine.casework.models import Case
from forms_engine.casework.services import open_case
from forms_engine.project.demo.content import CaseEntry, Town, cases, town
from forms_engine.project.demo.days import on_day
from forms_engine.project.demo.meetings import visit_events
from forms_engine.project.demo.plan import people_events, plan_events
from forms_engine.project.demo.sharing import package_events
from forms_engine.project.demo.staff import Municipality, settle
from forms_engine.project.demo.story import Story
from instruments.services import load_library

SEED = 1905


def usual_chance() -> Random:
    """The chance that the demo is loaded with: the same stories for everybody."""
    return Random(SEED)


def is_loaded(place: Town | None = None) -> bool:
    """Is the town there already? ``place`` None is the town of the demo."""
    return Unit.objects.filter(name=(place or town()).name).exists()


@transaction.atomic
def load_town(
    *, now: datetime, chance: Random, place: Town | None = None, entries: Sequence[CaseEntry] | None = None
) -> list[Case]:
    """Load the town and its cases (those of the demo when None): the whole of it or nothing.

    Nothing lies after ``now`` but visits that are planned. The same ``now`` and ``chance`` tell the same stories.
    """
    load_library(now=now)
    municipality = settle(place or town(), now)
    return [_write(entry, municipality, now, chance) for entry in (cases() if entries is None else entries)]


@transaction.atomic
def _write(entry: CaseEntry, municipality: Municipality, now: datetime, chance: Random) -> Case:
    """One case, act by act in the order of time, so that its log reads as it happened."""
    opened = on_day(now, entry.opened)
    case = open_case(actor=municipality.with_role("coordinator"), now=opened)
    story = Story(entry, municipality, now, chance, case)
    events = [*people_events(story), *plan_events(story), *visit_events(story), *package_events(story)]
    for when, act in sorted(events, key=lambda event: event[0]):
        act(when)
    return case
