"""What is finished stays as it is below the pages too: through querysets and through plain SQL, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from forms_engine.access.models import Staff
from sessions.models import Alert, Answer, Interview, Observation
from sessions.services.alert_records import record_alert
from tests.cast import NOW, Cast
from tests.sessions.leading import answer as answer_items
from tests.sessions.leading import draft, finished

Browser = Callable[[Staff], Client]
ALL = {f"q{number}": 1 for number in range(1, 10)}


@pytest.fixture
def done(cast: Cast, as_: Browser) -> Interview:
    return finished(as_(cast.alice), cast, draft(cast), **ALL)


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        act()


def raw(sql: str, *values: object) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run


def key(row: Model) -> object:
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def test_answers_of_a_finished_interview(done: Interview) -> None:
    one = done.answers.get(item="q1")
    one.value = 3
    refused(lambda: one.save(update_fields=["value"]))
    refused(lambda: done.answers.update(state="declined"))
    refused(lambda: Answer.objects.bulk_update([one], ["revision"]))
    refused(lambda: done.answers.all().delete())
    refused(raw("UPDATE interviews_answer SET revision = 99 WHERE id = %s", key(one)))
    refused(raw("DELETE FROM interviews_answer WHERE id = %s", key(one)))
    late = Answer(
        interview=done,
        compartment=done.compartment,
        item="difficulty",
        state="value",
        value=3,
        language="en",
        revision=99,
        answered_at=NOW,
        answered_by=done.started_by,
    )
    refused(lambda: late.save(force_insert=True))
    refused(lambda: Answer.objects.bulk_create([late]))


def test_answers_do_not_move_into_or_out_of_a_finished_interview(cast: Cast, as_: Browser, done: Interview) -> None:
    running = draft(cast)
    answer_items(as_(cast.alice), running, q1=2)
    refused(lambda: done.answers.update(interview=running))
    assert running.answers.update(answered_at=NOW) == 1


@pytest.mark.sqlite_only
def test_replacing_is_no_way_around(done: Interview) -> None:
    one = key(done.answers.get(item="q1"))
    refused(raw("INSERT OR REPLACE INTO interviews_answer SELECT * FROM interviews_answer WHERE id = %s", one))
    seen = key(Observation.objects.filter(interview=done)[0])
    refused(
        raw("INSERT OR REPLACE INTO interviews_observation SELECT * FROM interviews_observation WHERE id = %s", seen)
    )


def test_numbers_are_marked_as_replaced_and_never_changed(cast: Cast, done: Interview) -> None:
    found = Observation.objects.filter(interview=done)
    assert found
    refused(lambda: found.update(value=0))
    refused(lambda: found.update(measure="gad-7/total"))
    refused(lambda: found.update(at=NOW))
    refused(lambda: found.update(person=cast.son))
    refused(lambda: found.update(person=None))
    refused(lambda: found.update(staff=cast.bob))
    refused(lambda: found.delete())
    found.update(replaced_at=timezone.now())
    refused(lambda: found.update(replaced_at=None))


def test_what_was_done_about_an_alert_stands(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer_items(as_(cast.alice), interview, q9=1)
    alert = Alert.objects.get(interview=interview)
    refused(lambda: alert.delete())
    record_alert(
        actor=cast.alice,
        alert=alert,
        asked="a",
        answered="b",
        told="c",
        next_contact=timezone.localdate(),
        now=timezone.now(),
    )
    alert.refresh_from_db()
    alert.told = "nobody"
    refused(lambda: alert.save(update_fields=["told"]))
    refused(lambda: Alert.objects.update(state="open"))
