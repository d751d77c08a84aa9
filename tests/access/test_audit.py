"""The audit trail: in the transaction, chained, never changed."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from forms_engine.access import audit
from forms_engine.access.models import AuditEvent
from tests.cast import NOW


def record(cast, action="case.viewed", **details):
    return audit.record(
        actor_id=cast.alice.pk,
        action=action,
        compartment_id=cast.case.compartment_id,
        thing=cast.case,
        now=NOW,
        details=details,
    )


def test_events_are_numbered_and_chained(cast):
    made = [record(cast), record(cast, n=1), record(cast, n=2)]
    chain = list(AuditEvent.objects.filter(compartment=cast.case.compartment).order_by("sequence"))
    assert [event.sequence for event in chain] == list(range(1, len(chain) + 1))
    assert [event.previous_hash for event in chain] == [audit.START, *(event.row_hash for event in chain[:-1])]
    assert all(audit.row_hash(event) == event.row_hash for event in chain)
    assert made[-1] == chain[-1]


def test_each_compartment_has_its_own_chain(cast):
    record(cast)
    other = AuditEvent.objects.exclude(compartment=cast.case.compartment)
    assert other.exists()
    assert all(event.sequence >= 1 for event in other)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditevent SET action = 'x'",
        "DELETE FROM access_auditevent",
        "UPDATE access_auditevent SET at = at",
    ],
)
def test_the_database_refuses_to_change_the_log(cast, statement):
    record(cast)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_event_needs_the_transaction_of_its_act(cast, monkeypatch):
    monkeypatch.setattr(audit, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(transaction.TransactionManagementError):
        record(cast)


def test_a_change_that_fails_leaves_no_event(cast):
    before = AuditEvent.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert record(cast).sequence / 0
    assert AuditEvent.objects.count() == before
