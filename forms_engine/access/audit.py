"""The audit trail: one row for each thing done or read, chained per compartment, in the same transaction.

``row_hash = SHA-256(previous_hash || canonical JSON of the event)``. Rows hold ids and never content or names.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import rfc8785
from django.db import connection, transaction

from forms_engine.access.models import AuditEvent, Compartment

if TYPE_CHECKING:
    from django.db.models import Model

START = "0" * 64


def record(
    *,
    actor_id: UUID | None,
    action: str,
    compartment_id: UUID,
    thing: Model | tuple[str, str],
    now: datetime,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event. ``thing`` is the row acted on, or (type, id). Must run inside the transaction of the act."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit row belongs to the transaction of what it tells about")
    if connection.vendor != "sqlite":  # SQLite transactions are IMMEDIATE: there is one writer already
        Compartment.objects.select_for_update().only("id").get(pk=compartment_id)
    tail = AuditEvent.objects.filter(compartment_id=compartment_id).order_by("-sequence")
    sequence, previous = tail.values_list("sequence", "row_hash").first() or (0, START)
    thing_type, thing_id = thing if isinstance(thing, tuple) else (thing._meta.label_lower, str(thing.pk))
    event = AuditEvent(
        compartment_id=compartment_id,
        sequence=sequence + 1,
        at=now,
        actor_id=actor_id,
        action=action,
        thing_type=thing_type,
        thing_id=thing_id,
        details=details or {},
        previous_hash=previous,
    )
    event.row_hash = row_hash(event)
    event.save(force_insert=True)
    return event


def row_hash(event: AuditEvent) -> str:
    """The hash that ``event`` must carry, from its own fields and the hash before it."""
    body = {
        "compartment": str(event.compartment_id),
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(event.actor_id) if event.actor_id else None,
        "action": event.action,
        "thing": [event.thing_type, event.thing_id],
        "details": event.details,
    }
    return hashlib.sha256(event.previous_hash.encode() + rfc8785.dumps(body)).hexdigest()
