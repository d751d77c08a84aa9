"""Two people press the same button at the same moment. SQLite has one writer; on PostgreSQL the case is locked."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from forms_engine.access.models import AuditEvent, Grant
from forms_engine.casework import services
from forms_engine.casework.models import Assignment, Case, Goal
from tests.cast import make_cast

pytestmark = [
    pytest.mark.skipif(os.environ.get("FORMS_ENGINE_TEST_DATABASE") != "postgres", reason="SQLite has one writer"),
    pytest.mark.django_db(transaction=True),
]


def at_once(*acts):
    """Do the acts in a thread each, beginning together; their results."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_worker_is_put_on_the_case_once():
    cast = make_cast()
    now = timezone.now()
    made = at_once(
        *[lambda: services.assign(actor=cast.cora, case=cast.case, worker=cast.charlie, now=now) for _ in range(4)]
    )
    assert len({assignment.pk for assignment in made}) == 1
    assert Assignment.objects.filter(staff=cast.charlie).count() == 1
    assert Grant.objects.filter(staff=cast.charlie).count() == 1


def test_a_goal_is_closed_once():
    cast = make_cast()
    now = timezone.now()
    at_once(
        *[
            lambda reached=reached: services.close_goal(actor=cast.alice, goal=cast.goal, reached=reached, now=now)
            for reached in (True, False, True)
        ]
    )
    assert AuditEvent.objects.filter(action="goal.closed").count() == 1
    assert Goal.objects.get(pk=cast.goal.pk).closed_at == now


def test_cases_get_numbers_of_their_own_and_a_page_sent_twice_makes_one():
    cast = make_cast()
    now, key = timezone.now(), uuid4()
    keys = [key, key, uuid4(), uuid4()]
    made = at_once(*[lambda key=key: services.open_case(actor=cast.cora, now=now, case_id=key) for key in keys])
    assert len({case.pk for case in made}) == 3
    assert Case.objects.count() == 4
    assert len({case.number for case in Case.objects.all()}) == 4
