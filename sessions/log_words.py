"""What happens in this room, in the words of a case's log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "case.picture_viewed": _("Looked at the picture"),
    "case.visits_viewed": _("Looked at the visits"),
    "visit.viewed": _("Looked at a visit"),
    "visit.family_sheet_viewed": _("Looked at the family's sheet"),
    "visit.planned": _("Planned a visit"),
    "visit.cancelled": _("Cancelled a visit"),
    "visit.started": _("Started a visit"),
    "visit.present_changed": _("Changed who was there at a visit"),
    "visit.informed": _("Told the family who can see what"),
    "visit.next_step_agreed": _("Wrote down the next step"),
    "visit.ended": _("Ended a visit"),
    "goal.rated": _("Wrote down somebody's number for a goal"),
    "interview.offered": _("Chose among the conversations"),
    "interview.started": _("Started a conversation"),
    "interview.viewed": _("Looked at a conversation"),
    "interview.finalised": _("Finished a conversation"),
    "interview.amended": _("Began to correct a conversation"),
    "interview.voided": _("Marked a conversation as about the wrong person"),
    "answers.saved": _("Saved answers"),
    "alert.raised": _("An answer called for a talk now"),
    "alert.viewed": _("Looked at what an answer called for"),
    "alert.recorded": _("Wrote down what was done about it"),
}
