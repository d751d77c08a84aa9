"""Why a save was refused: a code for the page's script, a plain sentence for the person."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_engine.access.services import Refused

# code -> (HTTP status, sentence)
REASONS: dict[str, tuple[int, str | Promise]] = {
    "bad-json": (400, _("What was sent could not be read. Nothing was saved.")),
    "bad-request": (400, _("What was sent is not complete. Nothing was saved.")),
    "too-large": (413, _("What was sent is too large. Nothing was saved.")),
    "answer-problems": (422, _("An answer cannot be saved as it is. Look at it and try again.")),
    "item-twice": (422, _("The same question was sent twice. Nothing was saved.")),
    "not-asked": (422, _("This question is not asked any more, because another answer changed.")),
    "operation-reused": (422, _("This page was already saved with other answers. Look through it and save again.")),
    "other-language": (422, _("This conversation is led in another language now. Load the page again.")),
    "unknown-item": (422, _("This question is not part of the conversation. Nothing was saved.")),
    "unknown-revision": (422, _("This page is newer than what is stored. Load the page again.")),
    "unknown-state": (422, _("This is not a way to answer a question. Nothing was saved.")),
    "unknown-step": (422, _("This step is not part of the conversation. Nothing was saved.")),
    "changed-elsewhere": (409, _("Somebody changed this answer after your page was loaded. Choose which one to keep.")),
    "finalised": (409, _("This conversation is finished. Make a correction if something is wrong.")),
    "other-person": (
        409,
        _("Somebody else has signed in since this page was opened. The answers wait on it until you sign in again."),
    ),
    "stale": (409, _("An answer was saved after you opened this page. Look through it once more.")),
}


# What is wrong with one answer: code of the problem -> sentence
FAULTS: dict[str, str | Promise] = {
    "answer-character": _("The text holds a sign that cannot be stored. Write it again instead of pasting it."),
    "answer-date": _("This is not a date of the calendar."),
    "answer-exclusive": _("This option stands alone: take the others away, or this one."),
    "answer-long": _("The text is too long."),
    "answer-not-finite": _("This is not a number."),
    "answer-option": _("This is not one of the options."),
    "answer-range": _("The number is too small or too large."),
    "answer-too-many": _("Too many options are chosen."),
    "answer-twice": _("The same option is chosen twice."),
    "answer-type": _("This question takes another kind of answer."),
    "note-character": _("The note holds a sign that cannot be stored. Write it again instead of pasting it."),
    "note-long": _("The note is too long."),
}


def fault_sentence(code: str) -> str:
    """The sentence for the code of a problem with an answer or a note."""
    return str(FAULTS.get(code, REASONS["answer-problems"][1]))


class NotSaved(Refused):
    """Nothing was stored. ``code`` is a key of :data:`REASONS`; ``more`` is what the device is told besides."""

    def __init__(self, code: str, **more: Any) -> None:
        self.code = code
        self.status, sentence = REASONS[code]
        self.more = more
        super().__init__(sentence)

    def __str__(self) -> str:
        if self.code == "answer-problems":
            return fault_sentence(self.more["problems"][0].code)
        return str(REASONS[self.code][1])

    @property
    def body(self) -> dict[str, Any]:
        """The JSON answer: never holds an answer's value, but for the two that a person must choose between."""
        more = dict(self.more)
        if "problems" in more:
            more["problems"] = [
                {"path": problem.path, "code": problem.code, "message": problem.message} for problem in more["problems"]
            ]
        return {"error": self.code, "message": str(self), **more}
