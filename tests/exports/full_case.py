"""A case with something of everything in it, each text unmistakable, so that a package can be searched for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from exports.models import LegalBasis, Package
from exports.parts import Wanted
from exports.profiles import profiles
from exports.services import content_sha256, draw_up, order_package
from forms_engine.access.models import Staff
from forms_engine.casework import services as casework
from forms_engine.casework.models import Goal
from sessions.models import Alert, Interview, Visit
from sessions.services.alert_records import record_alert
from sessions.services.interviews import amend, void
from sessions.services.ratings import rate_goal
from sessions.services.visits import agree_next_step, end_visit
from tests.cast import NOW, Cast, person
from tests.sessions.leading import draft, finished, open_visit, payload, send, value

PHQ_9 = {"q1": 2, "q2": 3, "q3": 1, "q4": 0, "q5": 1, "q6": 2, "q7": 1, "q8": 0, "q9": 1, "difficulty": 1}


@dataclass(frozen=True)
class FullCase:
    """The cast, and what was finished in the case: what counts, what was corrected, what is void."""

    cast: Cast
    visit: Visit
    phq_9: Interview
    conversation: Interview
    corrected: Interview
    void: Interview


def canary(name: str) -> str:
    """A text that stands nowhere else."""
    return f"Kanarifugl-{name} æøå čŋž"


def make_full_case(cast: Cast, as_: Callable[[Staff], Client]) -> FullCase:
    """Goals with ratings, a measure, gaps, next steps, two conversations that count, one corrected, one void."""
    now, alice = timezone.now(), as_(cast.alice)
    grandmother = person(cast.case, canary("name"), "relative", 1950)
    goal = casework.set_goal(
        actor=cast.alice,
        case=cast.case,
        words=canary("goal"),
        low=canary("low"),
        high=canary("high"),
        aim="mastery",
        person=grandmother,
        good_enough=6,
        now=NOW,
    )
    casework.add_measure(
        actor=cast.alice,
        case=cast.case,
        words=canary("measure"),
        service=cast.school,
        goal=goal,
        starts_on=NOW.date(),
        now=NOW,
    )
    casework.raise_gap(actor=cast.alice, case=cast.case, words=canary("gap"), now=NOW)
    visit = open_visit(cast)
    rate(cast, visit, goal, 3, 4)
    agree_next_step(actor=cast.alice, visit=visit, words=canary("step"), by=now.date(), now=now)
    phq_9 = _phq_9(alice, cast, visit)
    conversation = draft(cast, "mi-conversation", language="en", visit=visit)
    _say(alice, conversation, value("now", canary("answer"), note=canary("conversation note")), step="open")
    conversation = finished(alice, cast, conversation)
    corrected = _corrected(alice, cast, visit)
    wrong = finished(alice, cast, draft(cast, "phq-9", visit=visit), **dict.fromkeys(PHQ_9, 3))
    void(actor=cast.alice, interview_id=wrong.pk, reason=canary("void"), now=now)
    end_visit(actor=cast.alice, visit=visit, now=now)
    for alert in Alert.objects.all():
        record_alert(
            actor=cast.alice,
            alert=alert,
            asked=canary("asked"),
            answered=canary("answered"),
            told=canary("told"),
            next_contact=timezone.localdate() + timedelta(days=1),
            now=now,
        )
    return FullCase(cast, visit, phq_9, conversation, corrected, wrong)


def rate(cast: Cast, visit: Visit, goal: Goal, son: int, own: int) -> None:
    """The son's number and Alice's own."""
    for who, number in ((cast.son, son), (None, own)):
        rate_goal(actor=cast.alice, visit=visit, goal=goal, person=who, value=number, now=timezone.now())


def _phq_9(alice: Client, cast: Cast, visit: Visit) -> Interview:
    interview = draft(cast, "phq-9", visit=visit)
    _say(alice, interview, value("q1", PHQ_9["q1"], note=canary("note")))
    return finished(alice, cast, interview, **{item: one for item, one in PHQ_9.items() if item != "q1"})


def _corrected(alice: Client, cast: Cast, visit: Visit) -> Interview:
    earlier = finished(alice, cast, draft(cast, "gad-7", visit=visit), q1=3)
    fresh = amend(actor=cast.alice, interview_id=earlier.pk, reason=canary("reason"), now=timezone.now())
    return finished(alice, cast, fresh, q1=0)


def _say(client: Client, interview: Interview, said: dict[str, Any], **more: Any) -> None:
    reply = send(client, interview, payload(interview, said, **more))
    assert reply.status_code == 200, reply.content


def ordered(cast: Cast, profile: str = "overview-municipal", actor: Staff | None = None, **more: Any) -> Package:
    """A package as the page orders it."""
    wanted = Wanted(cast.case, more.pop("interviews", frozenset()))
    language = more.pop("language", "en")
    report = draw_up(profile=profiles()[profile], wanted=wanted, language=language)
    return order_package(
        **{
            "actor": actor or cast.alice,
            "profile": profiles()[profile],
            "wanted": wanted,
            "language": language,
            "recipient": "The group in Lillevik",
            "purpose": "To divide the work",
            "necessity": "Nothing less will do",
            "legal_basis": LegalBasis.objects.get(code="L4", version=1),
            "previewed_sha256": content_sha256(report),
            "now": timezone.now(),
        }
        | more
    )
