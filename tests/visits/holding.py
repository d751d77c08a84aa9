"""Holding a visit in the tests: planned, under way, goals rated; and the checks that every act has in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forms_engine.access.models import AuditEvent, Staff
from forms_engine.casework.models import Case, Goal, Person
from sessions.models import Visit
from sessions.services.ratings import rate_goal
from sessions.services.visits import end_visit, plan_visit, start_visit
from tests.cast import NOW, Cast

Browser = Callable[[Staff], Client]


def planned(cast: Cast, at: datetime = NOW, case: Case | None = None) -> Visit:
    """A visit that has not begun."""
    return plan_visit(actor=cast.alice, case=case or cast.case, planned_at=at, place=Visit.Place.HOME, now=NOW)


def under_way(cast: Cast, at: datetime = NOW) -> Visit:
    """A visit with mother and son, led by Alice."""
    people = [cast.mother, cast.son]
    return start_visit(actor=cast.alice, visit=planned(cast, at), people=people, workers=[cast.alice], now=at)


def rated(cast: Cast, at: datetime, *numbers: tuple[Goal, Person | None, int], ended: bool = True) -> Visit:
    """A visit on a day with these numbers; None is Alice's own view."""
    visit = under_way(cast, at)
    for goal, person, value in numbers:
        rate_goal(actor=cast.alice, visit=visit, goal=goal, person=person, value=value, now=at)
    if ended:
        end_visit(actor=cast.alice, visit=visit, now=at + timedelta(hours=1))
    visit.refresh_from_db()
    return visit


def at(name: str, pk: UUID | None = None) -> str:
    """The address of a page of this room."""
    return reverse(f"interviews:{name}", args=[pk or uuid4()])


def may_not_write(name: str, pk: UUID, cast: Cast, as_: Browser, data: dict[str, Any] | None = None) -> None:
    """Of an act: strangers, readers, coordinators and administrators get the 404 of an address that is not there.

    Sam follows the case and may read it. GET is not a way to act. Nothing is written, the log included.
    """
    before = AuditEvent.objects.count()
    for who in (cast.charlie, cast.stranger, cast.sam, cast.cora, cast.ada):
        assert as_(who).post(at(name, pk), data).status_code == 404, who.username
    assert as_(cast.alice).post(at(name), data).status_code == 404
    assert as_(cast.alice).get(at(name, pk)).status_code == 405
    assert Client().post(at(name, pk), data).status_code == 302
    assert AuditEvent.objects.count() == before


def may_not_read(name: str, pk: UUID, cast: Cast, as_: Browser) -> None:
    """Of a page: strangers, coordinators and administrators get the 404 of an address that is not there."""
    before = AuditEvent.objects.count()
    for who in (cast.charlie, cast.stranger, cast.cora, cast.ada):
        assert as_(who).get(at(name, pk)).status_code == 404, who.username
    assert as_(cast.alice).get(at(name)).status_code == 404
    assert as_(cast.alice).put(at(name, pk)).status_code == 405
    assert AuditEvent.objects.count() == before


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes once the process is warm, but for marks of transactions and row locks."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    asked = [query["sql"] for query in seen.captured_queries if not query["sql"].startswith(marks)]
    return len([sql for sql in asked if not sql.endswith("FOR UPDATE")])


def actions(case: Case) -> list[str]:
    """What stands in the log of the case, oldest first."""
    events = AuditEvent.objects.filter(compartment_id=case.compartment_id).order_by("sequence")
    return list(events.values_list("action", flat=True))


def text(page: HttpResponse) -> str:
    """The page's words in one line."""
    return " ".join(page.content.decode().split())


def days_ago(days: int) -> datetime:
    """A moment some days before now, at the same time of the day."""
    return timezone.now() - timedelta(days=days)
