"""Conversations of the demo, led step by step through the same services as on the tablet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from forms_engine import core
from forms_engine.access.models import Staff
from forms_engine.casework.models import Person
from forms_engine.project.demo.content import InterviewEntry
from forms_engine.project.demo.days import Watch
from instruments import selectors as instruments
from instruments.models import Overlay, Version
from sessions.models import Interview, Visit
from sessions.services.alert_records import record_alert
from sessions.services.answers import save_answers
from sessions.services.interviews import finalise, start_interview
from sessions.services.saves import OperationSent, Sent

DATES = "days:"  # "days:14" in an answer is the date two weeks after the visit


@dataclass(frozen=True)
class Tablet:
    """The device a conversation is led on; it numbers its own saves."""

    device: str
    chance: Random

    def operation(self, sequence: int, revision: int, watch: Watch) -> OperationSent:
        """The next save of this device."""
        return OperationSent(_uuid(self.chance), self.device, sequence, watch.time, revision)


def lead(
    *, actor: Staff, visit: Visit, person: Person, present: list[Person], entry: InterviewEntry, watch: Watch,
    chance: Random,
) -> Interview:  # fmt: skip
    """Lead the conversation of ``entry`` to its end, or to the step where it was left."""
    version, overlay = _offered(actor, entry, watch)
    interview = start_interview(
        actor=actor,
        visit=visit,
        compartment=visit.compartment,
        version=version,
        overlay=overlay,
        person=person,
        mode=entry.mode,
        interpreter=entry.interpreter,
        people_present=present,
        asked_on=watch.time.date(),
        now=watch.after(1),
        interview_id=_uuid(chance),
    )
    instrument = instruments.instrument(version.pk, overlay.pk if overlay else None)
    revision = _answer(actor, interview, instrument, entry, watch, chance)
    if not entry.until:
        interview = finalise(
            actor=actor, interview_id=interview.pk, reviewed_revision=revision, now=watch.after(2)
        )  # fmt: skip
    if entry.recorded:
        _record_alerts(actor, interview, entry.recorded, watch)
    return interview


def _record_alerts(actor: Staff, interview: Interview, words: dict[str, str], watch: Watch) -> None:
    """What was done about the alerts of this conversation, written down before the visit ends."""
    for alert in interview.alerts.all():
        record_alert(
            actor=actor,
            alert=alert,
            asked=words["asked"],
            answered=words["answered"],
            told=words["told"],
            next_contact=_day(words["next_contact"], watch),
            now=watch.after(6),
        )


def _offered(actor: Staff, entry: InterviewEntry, watch: Watch) -> tuple[Version, Overlay | None]:
    """The newest version as the worker is offered it, in the language of the entry (its own when none is named)."""
    version = next(one for one in instruments.offered(actor, watch.time) if one.key == entry.instrument)
    wanted = entry.language or version.language
    return version, next(one.overlay for one in instruments.languages(version) if one.code == wanted)


def _answer(
    actor: Staff, interview: Interview, instrument: core.Instrument, entry: InterviewEntry, watch: Watch, chance: Random
) -> int:
    """Save each step that has answers; returns the revision of the last save. Every answer of the entry is used."""
    tablet = Tablet(str(_uuid(chance)), chance)
    given = {f"q{number}": int(digit) for number, digit in enumerate(entry.digits, 1)} | entry.answers
    revision = 0
    for sequence, step in enumerate(instrument.steps, 1):
        asked = [question.item.key for question in step.ask]
        sent = tuple(_sent(item, given.pop(item), watch) for item in asked if item in given)
        watch.after(chance.uniform(0.5, 3))
        if sent or step.id == entry.until:
            reply = save_answers(
                actor=actor,
                interview_id=interview.pk,
                operation=tablet.operation(sequence, revision, watch),
                answers=sent,
                language=interview.language,
                step=step.id,
                now=watch.time,
            )
            revision = reply["revision"]
    if given:
        raise ValueError(f"answers to questions that {entry.instrument} does not have: {', '.join(given)}")
    return revision


def _sent(item: str, answer: Any, watch: Watch) -> Sent:
    if isinstance(answer, dict):
        state = answer.get("state", "value")
        return Sent(item, state, answer.get("value"), answer.get("note"))
    if isinstance(answer, str) and answer.startswith(DATES):
        return Sent(item, "value", _day(answer, watch).isoformat())
    return Sent(item, "value", answer)


def _day(words: str, watch: Watch) -> date:
    """The date that "days:14" stands for."""
    return watch.time.date() + timedelta(days=int(words.removeprefix(DATES)))


def _uuid(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
