"""What the page of a guided step is made of: the drawn conversation, and the data that its script goes on with."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from forms_engine import core
from forms_engine.access.models import Staff
from instruments.rendering import bar_html, client_texts, foot_html, steps_html
from sessions.led import Led
from sessions.models import Alert, AnswerState
from sessions.risks import client_risks
from sessions.selectors.alerts import alerts_of, raised_keys, shown
from sessions.services.alerts import as_read
from sessions.services.refusals import NotSaved, fault_sentence
from sessions.sheet import words
from sessions.who_sees import who_sees

# As django.utils.html.json_script does, so that no text can end the script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def page_context(led: Led, staff: Staff, step: str, step_url: str) -> dict[str, Any]:
    """The template's values for the page of ``staff``.

    ``step_url`` is the address of a step, with ``__step__`` in the place of its id.
    """
    interview = led.interview
    raised = alerts_of(interview) if led.instrument.scoring.get("alerts") else []
    alerts = [shown(alert) for alert in raised if alert.state == Alert.State.OPEN]
    return {
        "interview": interview,
        "instrument": led.instrument,
        "case": interview.visit.case if interview.visit else None,
        "bar": bar_html(led.instrument, led.shown, step, lambda one: step_url.replace("__step__", one)),
        "steps": steps_html(led.instrument, led.shown, step),
        "foot": foot_html(led.instrument, step),
        "action": step_url.replace("__step__", step),
        "form_id": uuid4(),
        "alerts": alerts,
        "emergency_numbers": settings.EMERGENCY_NUMBERS,
        "who_sees": who_sees(led.instrument.disclosure),
        "guide_data": _data(led, staff, alerts, _risks(led, staff, raised), step_url),
    }


def refusal_lines(led: Led, refusal: NotSaved) -> list[dict[str, str]]:
    """For each answer that was refused: the question, what is wrong, or what somebody else answered."""
    lines = [
        {"title": _title(led, problem.path), "said": fault_sentence(problem.code)}
        for problem in refusal.more.get("problems", ())
    ]
    for conflict in refusal.more.get("conflicts", ()):
        item, theirs = led.instrument.items[conflict["item"]], conflict["theirs"]
        said = words(item, theirs["value"]) if theirs["state"] == "value" else str(AnswerState(theirs["state"]).label)
        if isinstance(theirs["value"], bool):
            said = gettext("Yes") if theirs["value"] else gettext("No")
        lines.append({"title": _title(led, item.key), "said": said, "by": theirs["by"]})
    return lines


def _title(led: Led, item: str) -> str:
    known = led.instrument.items.get(item)
    return known.title.plain if known else ""


def _data(led: Led, staff: Staff, alerts: list[dict[str, str]], risks: str, step_url: str) -> SafeString:
    """The script element ``guide-data``. The parts that are the same for everybody are written once in a process."""
    interview = led.interview
    parts = {
        "interview": str(interview.pk),
        "staff": str(staff.pk),
        "revision": interview.revision,
        "language": interview.language,
        "urls": {
            "save": reverse("interviews:answers", args=[interview.pk]),
            "place": reverse("interviews:place", args=[interview.pk]),
            "review": reverse("interviews:review", args=[interview.pk]),
            "step": step_url.replace("__step__", "{step}"),
        },
        "answers": {
            item: {"state": one.state, "value": one.value, "note": one.note, "revision": led.revisions.get(item, 0)}
            for item, one in led.shown.items()
        },
        "alerts": alerts,
    }
    own = _written(parts)[1:-1]
    shared = f'"form":{_form(led.instrument)},"risks":{risks},"texts":{_texts(get_language() or "en")}'
    # Escaped above, texts of the document and answers alike.
    return SafeString(f'<script type="application/json" id="guide-data">{{{own},{shared}}}</script>')


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


@lru_cache(maxsize=64)
def _form(instrument: core.Instrument) -> str:
    return _written(core.client_form(instrument))


def _risks(led: Led, staff: Staff, raised: list[Alert]) -> str:
    """What the script may still show by itself, in the words in which the server would raise it for ``staff``."""
    if not _risks_of(led.instrument):
        return "[]"
    # A correction does not raise again what was raised before it.
    known = raised_keys(led.interview) if led.interview.amends_id else {alert.key for alert in raised}
    own = _risks_of(as_read(led.interview, led.instrument, staff.language))
    return f"[{','.join(risk for key, risk in own if key not in known)}]"


@lru_cache(maxsize=64)
def _risks_of(instrument: core.Instrument) -> tuple[tuple[str, str], ...]:
    """(key, JSON) of each."""
    return tuple((risk["key"], _written(risk)) for risk in client_risks(instrument))


@lru_cache(maxsize=8)
def _texts(language: str) -> str:
    """``language`` is the active one; it names the entry of the cache."""
    return _written(client_texts() | {"emergency_numbers": settings.EMERGENCY_NUMBERS})
