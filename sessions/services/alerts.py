"""Alerts are raised at every save. They are never taken back: somebody records what was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forms_engine import core
from forms_engine.access import audit
from forms_engine.access.models import Staff
from instruments import selectors as instruments
from sessions.meaning import alerts_now
from sessions.models import Alert, Interview
from sessions.selectors.alerts import raised_keys, shown


def raise_alerts(
    *, actor: Staff, interview: Interview, instrument: core.Instrument, values: Mapping[str, Any], now: datetime
) -> list[dict[str, str]]:
    """Store an alert for each rule that is true now and has none yet; returns the new ones as the page shows them.

    Runs inside the transaction of the save. An amendment does not raise again what the interview it corrects raised.
    """
    called_for = alerts_now(instrument, values)
    if not called_for:
        return []
    raised = raised_keys(interview)
    if raised.issuperset(alert["key"] for alert in called_for):
        return []
    for_worker = alerts_now(as_read(interview, instrument, actor.language), values)
    return [shown(_raise(actor, interview, alert, now)) for alert in for_worker if alert["key"] not in raised]


def as_read(interview: Interview, instrument: core.Instrument, language: str) -> core.Instrument:
    """The instrument in the worker's own language where there is one: the interview may be led in another."""
    if instrument.language == language:
        return instrument
    own = next((one for one in instruments.languages(interview.version) if one.code == language), None)
    return instruments.instrument(interview.version_id, own.overlay.pk if own.overlay else None) if own else instrument


def _raise(actor: Staff, interview: Interview, words: dict[str, str], now: datetime) -> Alert:
    alert = Alert(
        interview=interview,
        compartment_id=interview.compartment_id,
        key=words["key"],
        raised_at=now,
        raised_by=actor,
        words=f"{words['title']}\n\n{words['text']}",
    )
    alert.save(force_insert=True)
    audit.record(
        actor_id=actor.pk, action="alert.raised", compartment_id=interview.compartment_id, thing=alert, now=now
    )
    return alert
