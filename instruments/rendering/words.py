"""The words that the guide itself says, around the words of the instrument, in the worker's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext, override


@dataclass(frozen=True)
class Words:
    """Everything the drawn page says by itself. ``language`` is the tag of the language they are in."""

    language: str
    declined: str
    dont_know: str
    not_now: str
    other_answers: str
    clear: str
    note: str
    note_label: str
    for_you: str
    not_for_family: str
    range_between: str
    range_from: str
    range_to: str
    up_to: str
    not_needed: str
    steps: str
    step_of: str
    look_here: str
    look_answered: str
    look_opened: str
    look_new: str
    look_not_needed: str
    back: str
    next: str
    review: str
    yes: str
    no: str


def words() -> Words:
    """The words in the language of this request."""
    return _in_language(get_language() or "en")


@cache
def _in_language(language: str) -> Words:
    with override(language):
        return Words(
            language=language,
            declined=gettext("Would rather not"),
            dont_know=gettext("Does not know"),
            not_now=gettext("Not now"),
            other_answers=gettext("Another kind of answer"),
            clear=gettext("Take back"),
            note=gettext("Note"),
            note_label=gettext("Your note to this question"),
            for_you=gettext("For you"),
            not_for_family=gettext("not shown to the family"),
            range_between=gettext("From %(low)s to %(high)s"),
            range_from=gettext("%(low)s or more"),
            range_to=gettext("%(high)s or less"),
            up_to=gettext("Choose up to %(count)s"),
            not_needed=gettext("This part is not needed with the answers so far."),
            steps=gettext("Steps of the conversation"),
            step_of=gettext("Step %(number)s of %(count)s"),
            look_here=gettext("you are here"),
            look_answered=gettext("answered"),
            look_opened=gettext("opened"),
            look_new=gettext("not opened yet"),
            look_not_needed=gettext("not needed so far"),
            back=gettext("Back"),
            next=gettext("Next"),
            review=gettext("Look through"),
            yes=gettext("Yes"),
            no=gettext("No"),
        )


def client_texts() -> dict[str, str]:
    """What the script of the page says, in the language of this request. ``{count}`` and the like are filled there."""
    said = words()
    return {
        "saved": gettext("Saved"),
        "saving": gettext("Saving…"),
        "waiting_one": gettext("Not saved yet: 1 answer waits on this page"),
        "waiting_many": gettext("Not saved yet: {count} answers wait on this page"),
        "signed_out": gettext("Sign in again in another tab. Your answers are kept here and are sent afterwards."),
        "other_person": gettext("Somebody else is signed in. Your answers wait here until you sign in again."),
        "finalised": gettext("This conversation was finished somewhere else. What you wrote since is not saved."),
        "gone": gettext("This conversation cannot be reached any more. What you wrote since is not saved."),
        "look_at_one": gettext("One answer needs you: look at it"),
        "look_at_many": gettext("{count} answers need you: look at them"),
        "before_review": gettext("Waiting for the last answers to be saved …"),
        "conflict": gettext("This answer was changed somewhere else while you wrote. Both are kept until you choose."),
        "theirs": gettext("The other answer"),
        "theirs_by": gettext("The other answer, by {by}"),
        "yours": gettext("Your answer"),
        "keep_theirs": gettext("Use the other one"),
        "keep_yours": gettext("Use mine"),
        "no_answer": gettext("No answer"),
        "not_asked": gettext(
            "Not asked any more with the other answers. It is kept on this page and saved if the question comes back."
        ),
        "discard": gettext("Let it go"),
        "refused": gettext("Not saved: {message}"),
        "not_whole": gettext("Write a whole number."),
        "not_number": gettext("Write a number."),
        "outside": gettext("Write a number from {low} to {high}."),
        "too_many": gettext("At most {count} can be chosen."),
        "alert_title": gettext("Talk about this now"),
        "alert_private": gettext("Only you see this."),
        "alert_link": gettext("Record what was done"),
        "alert_unsaved": gettext("Recorded on Today when the answer is saved."),
        "emergency": gettext("Emergency numbers"),
        "declined": said.declined,
        "dont_know": said.dont_know,
        "not_now": said.not_now,
        "yes": said.yes,
        "no": said.no,
        "look_here": said.look_here,
        "look_answered": said.look_answered,
        "look_opened": said.look_opened,
        "look_new": said.look_new,
        "look_not_needed": said.look_not_needed,
        "step_of": said.step_of % {"number": "{number}", "count": "{count}"},
        "next": said.next,
        "review": said.review,
    }
