"""People, pairs of workers and the plan of a demo case, as events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from forms_engine.casework import services as casework
from forms_engine.project.demo.story import WRITING, Event, Story


def people_events(story: Story) -> Iterator[Event]:
    """The family, its workers and its supervisor."""
    for key in story.entry.people:
        yield story.case.opened_at, partial(_add_person, story, key)
    for worker in story.entry.workers:
        yield story.on(worker.since, "08:45"), partial(_assign, story, worker.who)
        if worker.until is not None:
            yield story.on(worker.until, WRITING), partial(_end_assignment, story, worker.who)
    if story.entry.supervised:
        yield story.case.opened_at, partial(_supervise, story)


def plan_events(story: Story) -> Iterator[Event]:
    """Goals, measures and gaps, set and closed."""
    for key, goal in story.entry.goals.items():
        yield story.on(goal.since, "09:00"), partial(_set_goal, story, key)
        if goal.closed is not None:
            yield story.on(goal.closed, WRITING), partial(_close_goal, story, key)
    for number, measure in enumerate(story.entry.measures):
        yield story.on(measure.since, WRITING), partial(_add_measure, story, number)
        if measure.ended is not None:
            yield story.on(measure.ended, WRITING), partial(_end_measure, story, number)
    for number, gap in enumerate(story.entry.gaps):
        yield story.on(gap.since, WRITING), partial(_raise_gap, story, number)
        if gap.closed is not None:
            yield story.on(gap.closed, WRITING), partial(_close_gap, story, number)


def _add_person(story: Story, key: str, now: datetime) -> None:
    one = story.entry.people[key]
    story.people[key] = casework.add_person(
        actor=story.coordinator,
        case=story.case,
        called=one.called,
        part=one.part,
        birth_year=one.birth_year,
        language=one.language,
        interpreter=one.interpreter,
        now=now,
    )


def _assign(story: Story, who: str, now: datetime) -> None:
    worker = story.town.staff[who]
    story.assignments[who] = casework.assign(actor=story.coordinator, case=story.case, worker=worker, now=now)


def _end_assignment(story: Story, who: str, now: datetime) -> None:
    casework.end_assignment(actor=story.coordinator, assignment=story.assignments[who], now=now)


def _supervise(story: Story, now: datetime) -> None:
    supervisor = story.town.with_role("supervisor")
    casework.supervise(actor=story.coordinator, case=story.case, supervisor=supervisor, now=now)


def _set_goal(story: Story, key: str, now: datetime) -> None:
    goal = story.entry.goals[key]
    story.goals[key] = casework.set_goal(
        actor=story.workers(goal.since)[0],
        case=story.case,
        words=goal.words,
        low=goal.low,
        high=goal.high,
        aim=goal.aim,
        person=story.people[goal.person] if goal.person else None,
        good_enough=goal.good_enough,
        now=now,
    )


def _close_goal(story: Story, key: str, now: datetime) -> None:
    goal = story.entry.goals[key]
    actor = story.workers(goal.closed or 0)[0]
    casework.close_goal(actor=actor, goal=story.goals[key], reached=goal.reached, now=now)


def _add_measure(story: Story, number: int, now: datetime) -> None:
    one = story.entry.measures[number]
    story.measures[number] = casework.add_measure(
        actor=story.workers(one.since)[0],
        case=story.case,
        words=one.words,
        service=story.town.services[one.service],
        goal=story.goals[one.goal] if one.goal else None,
        starts_on=now.date(),
        now=now,
    )


def _end_measure(story: Story, number: int, now: datetime) -> None:
    actor = story.workers(story.entry.measures[number].ended or 0)[0]
    casework.end_measure(actor=actor, measure=story.measures[number], on=now.date(), now=now)


def _raise_gap(story: Story, number: int, now: datetime) -> None:
    one = story.entry.gaps[number]
    story.gaps[number] = casework.raise_gap(
        actor=story.workers(one.since)[0], case=story.case, words=one.words, now=now
    )  # fmt: skip


def _close_gap(story: Story, number: int, now: datetime) -> None:
    casework.close_gap(actor=story.coordinator, gap=story.gaps[number], now=now)
