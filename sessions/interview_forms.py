"""Forms around an interview."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_engine.access.forms import Day, PlainText
from forms_engine.casework.models import Case, Person
from sessions.models import Interview
from sessions.services.interviews import MAX_REASON


class ReasonForm(forms.Form):
    """Why a finished interview is corrected or does not count."""

    reason = PlainText(label=_("Why?"), max_length=MAX_REASON, long=True)


class PersonChoice(forms.ModelChoiceField):
    """Chooses among the people of the case."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.called} ({obj.get_part_display()})"


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Any number of the people of the case."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.called)


class StartForm(forms.Form):
    """Everything about an interview that is known before its first question, but for what is asked."""

    interview = forms.UUIDField(widget=forms.HiddenInput)
    person = PersonChoice(label=_("Who answers?"), queryset=Person.objects.none())
    mode = forms.ChoiceField(label=_("How is it asked?"), choices=Interview.Mode.choices)
    asked_on = Day(
        label=_("Day on the paper"), required=False, help_text=_("Only when you enter answers from paper.")
    )  # fmt: skip
    interpreter = forms.ChoiceField(
        label=_("Interpreter"),
        choices=Interview.Interpreter.choices,
        help_text=_("Never a child of the family."),
    )
    people_present = PeopleChoice(
        label=_("Who is in the room?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confirmed = forms.BooleanField(label=_("Use it all the same"), required=False)

    def __init__(self, *args: Any, case: Case, present: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(case=case, removed_at__isnull=True)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["people_present"].queryset = people  # type: ignore[attr-defined]
        answering = next((one for one in present if one.part == Person.Part.PARTICIPANT), next(iter(present), None))
        self.speaks = answering.language if answering else ""
        proposed: dict[str, Any] = {
            "interview": uuid4(),
            "people_present": [one.pk for one in present],
            "person": answering and answering.pk,
            "mode": Interview.Mode.READ_ALOUD,
            "interpreter": Interview.Interpreter.PRESENT
            if answering and answering.interpreter
            else Interview.Interpreter.NONE,
            "asked_on": timezone.localdate(),
        }
        self.initial = {**self.initial, **proposed}
