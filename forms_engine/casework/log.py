"""The log of a case in words. Rooms above add the words for what happens in them when they start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_engine.access.models import AuditEvent

WORDS: dict[str, str | Promise] = {
    "case.opened": _("Opened the case"),
    "case.people_viewed": _("Looked at people and workers"),
    "case.plan_viewed": _("Looked at the plan"),
    "case.log_viewed": _("Looked at this log"),
    "cases.viewed": _("Looked at the list of cases"),
    "person.added": _("Added a person"),
    "person.removed": _("Took a person off the case"),
    "worker.assigned": _("Put a worker on the case"),
    "worker.ended": _("Took a worker off the case"),
    "access.granted": _("Gave somebody access"),
    "access.ended": _("Ended somebody's access"),
    "access.blocked": _("Shut somebody out of the case"),
    "goal.set": _("Wrote down a goal"),
    "goal.closed": _("Closed a goal"),
    "measure.added": _("Wrote down a measure"),
    "measure.ended": _("Ended a measure"),
    "gap.raised": _("Wrote down what is missing"),
    "gap.closed": _("Marked a gap as filled"),
}


@dataclass(frozen=True)
class Line:
    """An event and what it is called; an action without words is shown by its own name."""

    event: AuditEvent
    words: str | Promise


def add_words(words: dict[str, str | Promise]) -> None:
    """Say what the actions of a room are called in the log."""
    WORDS.update(words)


def lines(events: Iterable[AuditEvent]) -> list[Line]:
    """The events as the page shows them."""
    return [Line(event, WORDS.get(event.action, event.action)) for event in events]
