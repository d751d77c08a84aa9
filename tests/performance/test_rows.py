"""Rows that are written with one prepared statement: the same rows as the ORM would write."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from forms_engine.access import rows
from sessions.models import Answer, Interview
from tests.cast import NOW, Cast
from tests.sessions.leading import draft


@pytest.fixture
def interview(cast: Cast) -> Interview:
    return draft(cast, "gad-7")


def answer(interview: Interview, item: str, given: int, **more: object) -> Answer:
    parts = {"id": uuid4(), "state": "value", "value": given, "note": "", "language": "en", "revision": 1} | more
    return Answer(
        interview=interview,
        compartment_id=interview.compartment_id,
        item=item,
        answered_at=NOW,
        answered_by_id=interview.started_by_id,
        **parts,
    )


def test_rows_are_as_the_orm_reads_and_writes_them(interview: Interview) -> None:
    made = [answer(interview, f"q{number}", number, note=f"note {number}") for number in range(3)]
    rows.insert(made)
    answer(interview, "q5", 2, note="by the ORM").save(force_insert=True)
    stored = {one.item: one for one in interview.answers.all()}
    for one in made:
        assert (stored[one.item].pk, stored[one.item].value, stored[one.item].note) == (one.pk, one.value, one.note)
        assert (stored[one.item].answered_at, stored[one.item].answered_by_id) == (NOW, interview.started_by_id)
    made[0].note = "changed by the ORM afterwards"
    made[0].save(update_fields=["note"])
    assert interview.answers.get(item="q0").note == "changed by the ORM afterwards"


def test_content_is_sealed(interview: Interview) -> None:
    rows.insert([answer(interview, "q1", 3, note="plain words")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, note FROM interviews_answer")
        value, note = map(bytes, cursor.fetchone())
    assert value[:1] == note[:1] == b"\x01"
    assert b"plain words" not in note


def test_a_known_key_gets_the_named_fields_only(interview: Interview) -> None:
    first = answer(interview, "q1", 1, note="stays")
    rows.insert([first])
    again = answer(interview, "q7", 2, id=first.pk, note="not taken", revision=9)
    rows.insert([again, answer(interview, "q2", 0)], replacing=("value", "revision"))
    stored = interview.answers.get(pk=first.pk)
    assert (stored.item, stored.note, stored.value, stored.revision) == ("q1", "stays", 2, 9)
    assert interview.answers.count() == 2


def test_a_known_key_is_refused_without_names(interview: Interview) -> None:
    first = answer(interview, "q1", 1)
    rows.insert([first])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([answer(interview, "q2", 1, id=first.pk)])


def test_no_rows_is_no_statement(interview: Interview, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        rows.insert([])
