"""One case of the demo while it is written: what stands so far, and what happens when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from forms_engine.access.models import Staff
from forms_engine.casework.models import Assignment, Case, Gap, Goal, Measure, Person
from forms_engine.project.demo.content import CaseEntry
from forms_engine.project.demo.days import on_day
from forms_engine.project.demo.staff import Municipality
from sessions.models import Visit

# Something that happens at a moment: it is called with that moment as its one argument.
Event = tuple[datetime, Callable[[datetime], None]]

# Hours of a working day: the calendar before the visits, the plan and the packages after them.
CALENDAR, WRITING, SHARING = "08:10", "16:00", "16:15"


@dataclass
class Story:
    """``now`` is the moment of loading. The dictionaries fill as the events are run; keys are those of the entry."""

    entry: CaseEntry
    town: Municipality
    now: datetime
    chance: Random
    case: Case
    people: dict[str, Person] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    measures: dict[int, Measure] = field(default_factory=dict)
    gaps: dict[int, Gap] = field(default_factory=dict)
    visits: dict[int, Visit] = field(default_factory=dict)

    @property
    def coordinator(self) -> Staff:
        return self.town.with_role("coordinator")

    def workers(self, day: int) -> list[Staff]:
        """Who is on the case ``day`` days ago, longest first."""
        return [
            self.town.staff[one.who]
            for one in self.entry.workers
            if one.since >= day and (one.until is None or one.until < day)
        ]

    def on(self, day: int, at: str) -> datetime:
        """A moment of this story; never before the case was opened."""
        return max(on_day(self.now, day, at), self.case.opened_at)
