"""What a save may hold: an operation and its answers, checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from forms_engine import core
from sessions.models import Answer, Interview
from sessions.services.refusals import NotSaved

MAX_NOTE = 10_000  # characters, like the longest answer
MAX_REVISION = 2**31 - 1  # what the column holds
STATES = frozenset({"value", "declined", "dont_know", "not_now", "empty"})


@dataclass(frozen=True)
class OperationSent:
    """One save as a device asked for it. ``sequence`` counts on the device; ``client_at`` is the device's claim."""

    id: UUID
    device: str
    sequence: int
    client_at: datetime | None
    base_revision: int


@dataclass(frozen=True)
class Sent:
    """One answer as it was sent. ``value`` counts in state "value" only; ``note`` None leaves the note as it is."""

    item: str
    state: str
    value: object = None
    note: str | None = None


@dataclass(frozen=True)
class Save:
    """One save: the operation, its answers, and where and in which language they were given.

    ``staff``: who had signed in when the page was opened; None when the device does not say.
    """

    operation: OperationSent
    answers: tuple[Sent, ...]
    language: str
    step: str
    staff: UUID | None = None


@dataclass(frozen=True)
class Saved:
    """An answer as it will stand: checked, in the form it is stored in."""

    item: str
    state: str
    value: object
    note: str


def check_frame(interview: Interview, instrument: core.Instrument, sent: Save) -> None:
    """Is this a draft, and was the save made on a page of it?"""
    if interview.state != Interview.State.DRAFT:
        raise NotSaved("finalised")
    if sent.language != interview.language:
        raise NotSaved("other-language")
    if sent.step and all(sent.step != known.id for known in instrument.steps):
        raise NotSaved("unknown-step")
    if sent.operation.base_revision > interview.revision:
        raise NotSaved("unknown-revision")


def check_answers(instrument: core.Instrument, sent: tuple[Sent, ...], stored: Mapping[str, Answer]) -> list[Saved]:
    """Every answer as it will stand; raises with the problems of all of them."""
    if len({answer.item for answer in sent}) < len(sent):
        raise NotSaved("item-twice")
    problems: list[core.Problem] = []
    checked = []
    for answer in sent:
        item = instrument.items.get(answer.item)
        if item is None:
            raise NotSaved("unknown-item")
        if answer.state not in STATES:
            raise NotSaved("unknown-state")
        value, found = core.check_answer(item, answer.value) if answer.state == "value" else (None, ())
        note, fault = _note(answer, stored.get(answer.item))
        problems += [*found, *fault]
        state = "empty" if answer.state == "value" and value is None else answer.state
        checked.append(Saved(answer.item, state, value, note))
    if problems:
        raise NotSaved("answer-problems", problems=problems)
    return checked


def _note(answer: Sent, stored: Answer | None) -> tuple[str, tuple[core.Problem, ...]]:
    if answer.note is None:
        return (stored.note if stored else ""), ()
    note, fault = core.clean_text(answer.note)
    if fault:
        return "", (core.Problem(answer.item, "note-character", fault.message),)
    if len(note) > MAX_NOTE:
        return "", (core.Problem(answer.item, "note-long", f"The note is longer than {MAX_NOTE} characters."),)
    return note, ()


def check_asked(instrument: core.Instrument, checked: list[Saved], values: Mapping[str, Any]) -> None:
    """Does the conversation ask these questions, with the answers as they will be after the save?"""
    asked = core.walk(instrument, values).items
    if hidden := [saved.item for saved in checked if saved.item not in asked]:
        raise NotSaved("not-asked", items=hidden)


def stands(saved: Saved, stored: Answer | None) -> bool:
    """Is this answer already there, exactly so? Yes and 1 are two answers."""
    if stored is None:
        return saved.state == "empty" and not saved.note
    return (saved.state, type(saved.value), saved.value, saved.note) == (
        stored.state,
        type(stored.value),
        stored.value,
        stored.note,
    )
