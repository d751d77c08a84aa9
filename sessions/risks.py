"""Alerts that the page of a guided step can give by itself, before the answer has reached the server. Pure."""

from __future__ import annotations

from typing import Any

import scoring
from forms_engine import core


def client_risks(instrument: core.Instrument) -> list[dict[str, Any]]:
    """[{"key", "title", "when": tree, "text": parts}] of the alerts that need nothing but answers.

    An alert that uses or quotes a score or a finding is left out: scores are worked out on the server only. Tree and
    parts are those of :func:`core.client_form`.
    """
    if not instrument.scoring.get("alerts"):
        return []
    return [
        {
            "key": alert.name,
            "title": alert.title,
            "when": alert.rule.tree,
            "text": core.client_parts(alert.text),
        }
        for alert in scoring.plan(instrument).section.alerts
        if alert.rule.names | alert.text.names <= instrument.items.keys()
    ]
