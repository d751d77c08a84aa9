"""Visits of a demo case: planned, held (conversations, ratings, next step) or cancelled, as events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from forms_engine.access.models import Staff
from forms_engine.project.demo.content import VisitEntry
from forms_engine.project.demo.days import Watch, on_day
from forms_engine.project.demo.led import lead
from forms_engine.project.demo.story import CALENDAR, Event, Story
from sessions.models import Visit
from sessions.services import visits
from sessions.services.ratings import rate_goal

PLANNED_AHEAD = 9  # days


def visit_events(story: Story) -> Iterator[Event]:
    """Every visit of the entry. ``held`` counts those that took place: ratings stand in that order."""
    held = 0
    for number, entry in enumerate(story.entry.visits):
        at = on_day(story.now, entry.day, entry.at)
        yield _planned(story, entry.day), partial(_plan, story, number)
        if entry.state == "ended":
            yield at, partial(_hold, story, number, held)
            held += 1
        elif entry.state == "cancelled":
            yield at - timedelta(hours=3), partial(_cancel, story, number)


def _planned(story: Story, day: int) -> datetime:
    """When the visit was written into the calendar: before it, when the pair was there, and not in the future."""
    first = story.on(min(one.since for one in story.entry.workers[:2]), "08:50")
    return min(max(story.on(day + PLANNED_AHEAD, CALENDAR), first), story.now - timedelta(minutes=5))


def _plan(story: Story, number: int, now: datetime) -> None:
    entry = story.entry.visits[number]
    story.visits[number] = visits.plan_visit(
        actor=_there(story, entry)[0],
        case=story.case,
        planned_at=on_day(story.now, entry.day, entry.at),
        place=entry.place,
        now=now,
    )


def _cancel(story: Story, number: int, now: datetime) -> None:
    visits.cancel_visit(actor=_there(story, story.entry.visits[number])[0], visit=story.visits[number], now=now)


def _hold(story: Story, number: int, held: int, now: datetime) -> None:
    entry, watch = story.entry.visits[number], Watch(now)
    workers = _there(story, entry)
    people = [story.people[key] for key in entry.people]
    visit = visits.start_visit(
        actor=workers[0],
        visit=story.visits[number],
        people=people,
        workers=workers,
        now=watch.after(story.chance.randint(0, 8)),
    )
    visits.tell_who_sees(actor=workers[0], visit=visit, now=watch.after(4))
    for led in entry.interviews:
        lead(
            actor=workers[0],
            visit=visit,
            person=story.people[led.person],
            present=people,
            entry=led,
            watch=watch,
            chance=story.chance,
        )
    _rate(story, visit, held, workers[0], watch)
    if entry.next_step:
        by = None if entry.by is None else now.date() + timedelta(days=entry.by)
        visits.agree_next_step(actor=workers[0], visit=visit, words=entry.next_step, by=by, now=watch.after(5))
    visits.end_visit(actor=workers[0], visit=visit, now=watch.after(3))


def _rate(story: Story, visit: Visit, held: int, worker: Staff, watch: Watch) -> None:
    for key, goal in story.entry.goals.items():
        for rater, numbers in goal.ratings.items():
            value = numbers[held] if held < len(numbers) else None
            if value is not None:
                rate_goal(
                    actor=story.town.staff.get(rater, worker),
                    visit=visit,
                    goal=story.goals[key],
                    person=story.people.get(rater),
                    value=value,
                    now=watch.after(1),
                )


def _there(story: Story, entry: VisitEntry) -> list[Staff]:
    """The workers of a visit: those the entry names, otherwise the first two of that day."""
    if entry.workers:
        return [story.town.staff[who] for who in entry.workers]
    return story.workers(entry.day)[:2]
