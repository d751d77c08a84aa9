"""Alerts that the page of a guided step can give by itself: what it is handed, and when it is handed nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import scoring
from forms_engine.access.models import Staff
from forms_engine.core import Instrument, read_document
from forms_engine.core.expressions import run
from instruments.models import Overlay
from sessions.meaning import alerts_now
from sessions.models import Alert, Interview
from sessions.risks import client_risks
from sessions.services.interviews import amend
from tests.cast import Cast
from tests.scoring.small_document import small_document
from tests.sessions.leading import answer, draft, finished

Browser = Callable[[Staff], Client]


def instrument(**alerts: dict[str, str]) -> Instrument:
    found, problems = read_document(
        small_document(alerts=alerts, findings={"much": {"title": "Much", "when": "total >= 8"}}), scoring.RULES
    )
    assert found
    assert not problems
    return found


def read(parts: list[Any], values: dict[str, Any]) -> str:
    """The text as the script puts it together."""
    labels = [dict(map(tuple, part.get("labels", ()))) if isinstance(part, dict) else {} for part in parts]
    quoted = [part if isinstance(part, str) else run(part["tree"], values) for part in parts]
    return "".join(str(known.get(value, value)) for known, value in zip(labels, quoted, strict=True))


def risks(browser: Client, interview: Interview) -> list[dict[str, Any]]:
    page = browser.get(reverse("interviews:guide", args=[interview.pk, interview.step])).content.decode()
    data = page.partition('id="guide-data">')[2].partition("</script>")[0]
    return list(json.loads(data)["risks"])


def test_only_what_answers_alone_decide_and_tell_is_there() -> None:
    made = instrument(
        by_answer={"title": "A", "when": "q1 >= 2", "text": "{q1} and {note}"},
        by_score={"title": "S", "when": "total >= 8", "text": "High"},
        by_finding={"title": "F", "when": "q1 >= 2 or much", "text": "Much"},
        tells_score={"title": "T", "when": "q1 >= 2", "text": "{total} in all"},
    )
    assert [risk["key"] for risk in client_risks(made)] == ["by_answer"]
    assert client_risks(instrument()) == []


@pytest.mark.parametrize("values", [{}, {"q1": 1}, {"q1": 2, "note": "x"}, {"q1": 3, "note": "{y}"}])
def test_they_say_what_the_server_says(values: dict[str, Any]) -> None:
    made = instrument(one={"title": "A", "when": "q1 >= 2", "text": 'Said "{q1}", {{so}} {note}'})
    (risk,) = json.loads(json.dumps(client_risks(made), allow_nan=False))
    said = [{"key": "one", "title": "A", "text": read(risk["text"], values)}] if run(risk["when"], values) else []
    assert said == alerts_now(made, values)


def test_the_page_is_handed_the_rule_and_the_words(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    (risk,) = risks(as_(cast.alice), interview)
    assert (risk["key"], risk["title"]) == ("self_harm", "Thoughts of death or self-harm (question 9)")
    assert [run(risk["when"], {"q9": given}) for given in (None, 0, 1)] == [None, False, True]
    (raised,) = answer(as_(cast.alice), interview, q9=2)["alerts"]
    assert read(risk["text"], {"q9": 2}) == raised["text"]


def test_a_conversation_without_alerts_has_none(cast: Cast, as_: Browser) -> None:
    assert risks(as_(cast.alice), draft(cast, "gad-7")) == []


def test_they_speak_the_workers_language(cast: Cast, as_: Browser) -> None:
    norwegian = draft(cast, "sfbt-first", person=cast.son)
    (risk,) = risks(as_(cast.alice), norwegian)
    assert (norwegian.language, cast.alice.language) == ("nb", "en")
    overlay = Overlay.objects.get(version=norwegian.version, language="en")
    assert risk["title"] == json.loads(bytes(overlay.document))["texts"]["/scoring/alerts/danger_now/title"]["text"]
    Staff.objects.filter(pk=cast.alice.pk).update(language="nb")
    (own,) = risks(as_(cast.alice), norwegian)
    assert own["title"] != risk["title"]


def test_what_was_raised_before_is_not_raised_by_the_page(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    answer(as_(cast.alice), interview, q9=2)
    assert risks(as_(cast.alice), interview) == []
    Alert.objects.update(state=Alert.State.RECORDED)
    assert risks(as_(cast.alice), interview) == []


def test_a_correction_does_not_raise_it_again(cast: Cast, as_: Browser) -> None:
    first = finished(as_(cast.alice), cast, draft(cast), q9=2)
    second = amend(actor=cast.alice, interview_id=first.pk, reason="misheard", now=timezone.now())
    assert risks(as_(cast.alice), second) == []
    harmless = finished(as_(cast.alice), cast, draft(cast), q9=0)
    third = amend(actor=cast.alice, interview_id=harmless.pk, reason="misheard", now=timezone.now())
    assert [risk["key"] for risk in risks(as_(cast.alice), third)] == ["self_harm"]
