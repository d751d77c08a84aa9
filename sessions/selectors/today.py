"""What a worker's day looks like: visits, what waits, and how the own cases go. Opens no encrypted content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_engine.access import gate
from forms_engine.access.models import Staff
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Assignment, Case, Goal
from sessions.lines import number, spark
from sessions.models import Alert, Interview, Observation, Visit
from sessions.selectors.alerts import open_alerts
from sessions.selectors.interviews import drafts_of, instrument_of
from sessions.services.ratings import goal_measure

MOST_SPARKS = 3
MOST_NUMBERS = 8


@dataclass(frozen=True)
class Draft:
    """A conversation that was left open, and how far it came."""

    interview: Interview
    title: str
    step: int
    steps: int


@dataclass(frozen=True)
class VisitLine:
    """A visit of the day. ``mates``: initials of the colleagues; ``draft``: the conversation to go on with."""

    visit: Visit
    mates: str
    draft: Draft | None


@dataclass(frozen=True)
class Spark:
    """The newest numbers of one goal by one rater: as a very small line, and as text."""

    points: str
    numbers: str


@dataclass(frozen=True)
class CaseLine:
    """One own case, how its goals went, and its workers short or not."""

    case: Case
    sparks: tuple[Spark, ...]
    words: str


@dataclass(frozen=True)
class Day:
    """Everything that Today shows a worker or supervisor."""

    visits: tuple[VisitLine, ...]
    alerts: tuple[Alert, ...]
    drafts: tuple[Draft, ...]
    not_ended: tuple[Visit, ...]
    cases: tuple[CaseLine, ...]

    @property
    def waits(self) -> bool:
        """Does anything wait?"""
        return bool(self.alerts or self.drafts or self.not_ended)


def day_of(staff: Staff, now: datetime) -> Day:
    """The day of somebody who works with cases or follows them. Seven queries, whatever the number of cases."""
    cases = _own_cases(staff, now)
    begin, end = _bounds(now)
    visits = _visits(staff, begin, end, now)
    todays = [visit for visit in visits if begin <= visit.planned_at < end]
    drafts = [_draft(interview) for interview in drafts_of(staff, now)]
    newest = {draft.interview.visit_id: draft for draft in reversed(drafts)}
    lines = [VisitLine(visit, _mates(visit, cases, staff), newest.get(visit.pk)) for visit in todays]
    told = {line.draft.interview.pk for line in lines if line.draft}
    return Day(
        visits=tuple(lines),
        alerts=tuple(open_alerts(staff, now)),
        drafts=tuple(draft for draft in drafts if draft.interview.pk not in told),
        not_ended=tuple(visit for visit in visits if visit not in todays),
        cases=tuple(_case_lines(list(cases.values()))),
    )


def _own_cases(staff: Staff, now: datetime) -> dict[UUID, Case]:
    found = gate.visible(staff, "picture.read", casework.cases(staff, now), now)
    return {case.pk: case for case in found.exclude(status=Case.Status.CLOSED)}


def _bounds(now: datetime) -> tuple[datetime, datetime]:
    """The first moment of today and of tomorrow, on the clock on the wall."""
    today = timezone.localdate(now)
    begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in (today, today + timedelta(days=1)))
    return begin, end


def _visits(staff: Staff, begin: datetime, end: datetime, now: datetime) -> list[Visit]:
    """Visits of the day that take place, and those that began and were not ended; by the time they were planned for."""
    wanted = Q(planned_at__gte=begin, planned_at__lt=end) | Q(state=Visit.State.OPEN)
    found = gate.visible(staff, "visit.write", Visit, now).filter(wanted).exclude(state=Visit.State.CANCELLED)
    return list(found.select_related("case").defer("next_step").order_by("planned_at"))


def _draft(interview: Interview) -> Draft:
    instrument = instrument_of(interview)
    steps = [step.id for step in instrument.steps]
    place = steps.index(interview.step) + 1 if interview.step in steps else 1
    return Draft(interview, instrument.title, place, len(steps))


def _mates(visit: Visit, cases: Mapping[UUID, Case], staff: Staff) -> str:
    """Initials of the others of one's own service on the case."""
    case = cases.get(visit.case_id)
    if case is None:
        return ""
    current: list[Assignment] = case.current  # type: ignore[attr-defined]
    mates = [entry.staff for entry in current if entry.service_id == staff.service_id and entry.staff_id != staff.pk]
    return ", ".join(mate.initials for mate in mates)


# ---- how the own cases go -----------------------------------------------------------------------------------------


def _case_lines(cases: Sequence[Case]) -> Iterable[CaseLine]:
    goals: dict[UUID, list[Goal]] = {}
    found = Goal.objects.filter(case__in=cases, closed_at__isnull=True)
    for goal in found.only("id", "case_id", "person_id", "compartment_id", "set_at"):
        goals.setdefault(goal.case_id, []).append(goal)
    numbers = _numbers(cases)
    for case in cases:
        own = goals.get(case.pk, [])
        lines = [_own_line(goal, numbers[key]) for goal in own if (key := goal_measure(goal.pk)) in numbers]
        yield CaseLine(case, tuple(_spark(line) for line in lines[:MOST_SPARKS]), _words(own, lines))


def _numbers(cases: Sequence[Case]) -> dict[str, dict[UUID, list[tuple[date, float]]]]:
    """measure -> rater's id -> (day, number), oldest first, for every rating of these cases that counts."""
    found = Observation.objects.filter(
        compartment_id__in=[case.compartment_id for case in cases],
        measure__startswith="goal/",
        replaced_at__isnull=True,
    ).order_by("at")
    kept: dict[str, dict[UUID, list[tuple[date, float]]]] = {}
    for measure, person, rater, at, value in found.values_list("measure", "person_id", "staff_id", "at", "value"):
        kept.setdefault(measure, {}).setdefault(person or rater, []).append((timezone.localdate(at), value))
    return kept


def _own_line(goal: Goal, raters: Mapping[UUID, list[tuple[date, float]]]) -> list[tuple[date, float]]:
    """The line of the person whose goal it is, otherwise of who rated last. Raters are never mixed."""
    own = raters.get(goal.person_id) if goal.person_id else None
    return own or max(raters.values(), key=lambda line: line[-1][0])


def _spark(line: list[tuple[date, float]]) -> Spark:
    newest = line[-MOST_NUMBERS:]
    return Spark(spark(newest), ", ".join(number(value) for _on, value in newest))


def _words(goals: Sequence[Goal], lines: Sequence[Sequence[tuple[date, float]]]) -> str:
    """One neutral phrase. Moving: the newest number of some goal differs from the one before it, up or down."""
    if not goals:
        return _("no goals yet")
    if not lines:
        return _("not rated yet")
    same = [_unchanged(line) for line in lines if len(line) > 1]
    if not same:
        return _("rated once")
    if min(same) == 1:
        return _("goal moving")
    return ngettext("unchanged %(count)d visit", "unchanged %(count)d visits", min(same)) % {"count": min(same)}


def _unchanged(line: Sequence[tuple[date, float]]) -> int:
    """How many numbers at the end of the line are the same; 1 when the newest differs from the one before."""
    last = line[-1][1]
    differs = next((back for back, (_on, value) in enumerate(reversed(line)) if value != last), len(line))
    return differs
