"""Freezing a draft: its record, its hash, and nothing that can change it any more."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from forms_engine.access.models import Staff
from instruments import selectors as instruments
from sessions import record
from sessions.models import Interview, Operation
from sessions.selectors.alerts import alerts_of, shown
from sessions.selectors.interviews import given_answers


def freeze(*, actor: Staff, interview: Interview, now: datetime, ended: str) -> record.Frozen:
    """Freeze a locked draft in the caller's transaction. ``ended`` is "finalised", or "void" for the wrong person."""
    instrument = instruments.instrument(interview.version_id, interview.overlay_id)
    frozen = record.freeze(instrument, given_answers(interview), _about(actor, interview, now, ended))
    interview.state = Interview.State.FINALISED
    interview.finalised_at, interview.finalised_by = now, actor
    interview.record, interview.record_sha256 = frozen.text, frozen.sha256
    interview.save(update_fields=["state", "finalised_at", "finalised_by", "record", "record_sha256"])
    return frozen


def _about(actor: Staff, interview: Interview, now: datetime, ended: str) -> dict[str, Any]:
    version, overlay, person = interview.version, interview.overlay, interview.person
    devices = Operation.objects.filter(interview=interview).values_list("device", flat=True).distinct()
    return {
        "interview": str(interview.pk),
        # Without it the hash of a short record could be found by trying all answers. Erasing the key erases it too.
        "salt": secrets.token_hex(16),
        "ended": ended,
        "visit": str(interview.visit_id) if interview.visit_id else None,
        "instrument": {"sha256": version.sha256, "language": version.language},
        "overlay": overlay
        and {
            "language": overlay.language,
            "number": overlay.number,
            "status": overlay.status,
            "source": overlay.source,
            "sha256": overlay.sha256,
        },
        "language": interview.language,
        "mode": interview.mode,
        "interpreter": interview.interpreter,
        "person": person and {"id": str(person.pk), "called": person.called, "part": person.part},
        "people_present": sorted(str(pk) for pk in interview.people_present.values_list("pk", flat=True)),
        "asked_on": interview.asked_on.isoformat(),
        "started_at": interview.started_at.isoformat(),
        "started_by": _staff(interview.started_by),
        "finalised_at": now.isoformat(),
        "finalised_by": _staff(actor),
        "revision": interview.revision,
        "devices": sorted(devices),
        "amends": _amends(interview),
        "raised": [shown(alert) | {"at": alert.raised_at.isoformat()} for alert in alerts_of(interview)],
    }


def _staff(staff: Staff) -> dict[str, str]:
    return {"id": str(staff.pk), "name": staff.full_name}


def _amends(interview: Interview) -> dict[str, Any] | None:
    """What is corrected: the hash of the record before, the reason, and the items whose answers differ."""
    earlier = interview.amends
    if earlier is None:
        return None
    before, after = given_answers(earlier), given_answers(interview)
    changed = [
        item for item in sorted(before.keys() | after.keys()) if _said(before.get(item)) != _said(after.get(item))
    ]
    return {
        "interview": str(earlier.pk),
        "record_sha256": earlier.record_sha256,
        "reason": interview.amend_reason,
        "changed": changed,
    }


def _said(answer: Any) -> Any:
    return answer and (answer.state, answer.value, answer.note)
