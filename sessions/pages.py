"""What the pages around an interview show: the same shape for a draft and, from its frozen record, for ever after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from forms_engine.casework.models import Case
from sessions import record
from sessions.models import Interview, Void
from sessions.selectors.alerts import alerts_of, shown
from sessions.selectors.interviews import given_answers, instrument_of, interview_record, line_of, record_is_intact
from sessions.sheet import gaps
from sessions.who_sees import who_sees

# A free conversation passes many questions by; more than these fold to one line below what was declined or put off.
MANY_NOT_ASKED = 9


def case_of(interview: Interview) -> Case | None:
    """The case of the visit; an interview without a visit has none here."""
    return interview.visit.case if interview.visit else None


def review_page(interview: Interview) -> dict[str, Any]:
    """A draft as it would be finished now, with the revision that is being looked at."""
    instrument = instrument_of(interview)
    body = record.body(instrument, given_answers(interview))
    return {
        "title": instrument.title,
        "language": instrument.language,
        "who_sees": who_sees(instrument.disclosure),
        "raised": [shown(alert) for alert in alerts_of(interview)],
        **_meaning(body),
    }


def record_page(interview: Interview) -> dict[str, Any]:
    """A finished interview: only what was frozen, its hash, its corrections, and whether it counts."""
    frozen = interview_record(interview)
    return {
        "title": frozen["instrument"]["title"],
        "language": frozen["language"],
        "who_sees": who_sees(frozen["instrument"]["disclosure"]),
        "raised": frozen["raised"],
        "record": frozen,
        "finalised_at": datetime.fromisoformat(frozen["finalised_at"]),
        "mode": Interview.Mode(frozen["mode"]).label,
        "interpreter": Interview.Interpreter(frozen["interpreter"]).label,
        "intact": record_is_intact(interview),
        "line": line_of(interview),
        "void": Void.objects.filter(interview=interview).select_related("by").first(),
        **_meaning(frozen),
    }


def _meaning(body: dict[str, Any]) -> dict[str, Any]:
    open_ones = gaps(body["sheet"])
    passed_by = [question for question in open_ones if question["state"] == "not_asked"]
    folded = passed_by if len(passed_by) > MANY_NOT_ASKED else []
    return {
        "sheet": body["sheet"],
        "gaps": [question for question in open_ones if question not in folded],
        "folded_gaps": folded,
        "scores": body["scores"],
        "findings": body["findings"],
        "unknown_alerts": [alert for alert in body["alerts"] if alert["value"] is None],
        "emergency_numbers": settings.EMERGENCY_NUMBERS,
    }
