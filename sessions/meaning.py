"""What the answers mean, as plain data: scores with bands and norms, findings, alerts in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import scoring
from forms_engine import core


def make_meaning(instrument: core.Instrument, values: Mapping[str, Any]) -> dict[str, Any]:
    """{"scores": [...], "findings": [...], "alerts": [...]}, each entry with its title, value and working.

    A value of None cannot be known from these answers. ``band`` is None where there is none; ``norms`` are those of the
    document for this score: without one there is no verdict about change.
    """
    outcome = scoring.score(instrument, values)
    section = outcome.plan.section
    return {
        "scores": [_score(score, outcome) for score in _total_first(section.scores)],
        "findings": [
            {
                "name": finding.name,
                "title": finding.title,
                "note": finding.note,
                "value": outcome.findings[finding.name],
                "working": outcome.working[finding.name],
            }
            for finding in section.findings
        ],
        "alerts": [
            {
                "value": outcome.alerts[alert.name],
                "working": outcome.working[alert.name],
                "protocol": alert.protocol,
                **_alert(alert, outcome),
            }
            for alert in section.alerts
        ],
    }


def alerts_now(instrument: core.Instrument, values: Mapping[str, Any]) -> list[dict[str, str]]:
    """{"key", "title", "text"} of each alert that these answers call for; one that is unknown is not called for."""
    if not instrument.scoring.get("alerts"):
        return []
    outcome = scoring.score(instrument, values)
    return [_alert(alert, outcome) for alert in outcome.plan.section.alerts if outcome.alerts[alert.name] is True]


def _alert(alert: scoring.Alert, outcome: scoring.Outcome) -> dict[str, str]:
    known = {**outcome.answers, **outcome.scores, **outcome.findings}
    return {"key": alert.name, "title": alert.title, "text": alert.text.render(known)}


def _total_first(scores: Sequence[scoring.Score]) -> list[scoring.Score]:
    """The widest range, then by name: the order of a JSON object means nothing."""
    widest = max((score.high - score.low for score in scores), default=0)
    return sorted(scores, key=lambda one: (one.high - one.low < widest, one.name))


def _score(score: scoring.Score, outcome: scoring.Outcome) -> dict[str, Any]:
    key = outcome.bands.get(score.name)
    return {
        "name": score.name,
        "title": score.title,
        "value": outcome.scores[score.name],
        "range": [score.low, score.high],
        "higher": score.higher,
        "note": score.note,
        "band": next(({"key": band.key, "title": band.title} for band in score.bands if band.key == key), None),
        "norms": [dict(norm) for norm in outcome.plan.section.norms if norm["score"] == score.name],
        "working": outcome.working[score.name],
    }
