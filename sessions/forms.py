"""Forms of visits, ratings and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_engine.access.forms import Day, PlainText
from forms_engine.casework.models import Assignment, Goal, Person
from sessions.models import Visit
from sessions.services.ratings import HIGHEST, LOWEST

OWN_VIEW = "me"
SCALE = range(LOWEST, HIGHEST + 1)


class PlanVisitForm(forms.Form):
    """When and where. ``visit_id`` is made by the page, so that sending it twice plans one visit."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    day = Day(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
    )
    place = forms.ChoiceField(label=_("Where"), choices=Visit.Place.choices)

    def planned_at(self) -> datetime:
        """The moment of a valid form. A time that the clock skips in spring is an hour later."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))


class PresentForm(forms.Form):
    """Who is there: when the visit begins, and while it is open. Somebody of the family, if the case has people."""

    people = forms.MultipleChoiceField(
        label=_("Who is here?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick who is here.")},
    )
    workers = forms.MultipleChoiceField(
        label=_("Workers who are here"), widget=forms.CheckboxSelectMultiple, required=False
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Person], workers: Sequence[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        self._workers = {str(entry.staff_id): entry.staff for entry in workers}
        boxes: Any = self.fields["people"]
        boxes.required = bool(people)
        boxes.choices = [(key, f"{one.called} ({one.get_part_display()})") for key, one in self._people.items()]
        boxes = self.fields["workers"]
        boxes.choices = [(str(entry.staff_id), f"{entry.staff.full_name} ({entry.service.name})") for entry in workers]

    def clean_people(self) -> list[Person]:
        return [self._people[key] for key in self.cleaned_data["people"]]

    def clean_workers(self) -> list[Any]:
        return [self._workers[key] for key in self.cleaned_data["workers"]]

    def present(self) -> dict[str, list[Any]]:
        """Who was ticked: ``people`` and ``workers``, nobody where the ticks were not right."""
        return {name: self.cleaned_data.get(name, []) for name in ("people", "workers")}


class NextStepForm(forms.Form):
    """What was agreed to do next. ``seen`` marks what stood there when the page was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    words = PlainText(
        label=_("The next step"), max_length=1000, long=True, help_text=_("One small thing: who does what.")
    )
    by = Day(label=_("By when"), required=False)


class RatingsForm(forms.Form):
    """One rater's numbers for the goals of the case: ``goal-ID`` a number or nothing, ``seen-ID`` what stood there.

    ``raters`` are the people who are there, by id; :data:`OWN_VIEW` is the worker's own view.
    """

    def __init__(self, *args: Any, goals: Sequence[Goal], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._goals, self._people = goals, {str(person.pk): person for person in people}
        known = [(key, key) for key in (OWN_VIEW, *self._people)]
        self.fields["rater"] = forms.ChoiceField(choices=known)
        for goal in goals:
            self.fields[f"goal-{goal.pk}"] = forms.TypedChoiceField(
                choices=[(number, number) for number in SCALE], coerce=int, empty_value=None, required=False
            )
            self.fields[f"seen-{goal.pk}"] = forms.CharField(required=False, max_length=36)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.values():
            raise ValidationError(_("Choose a number for at least one goal."))
        return cleaned

    def person(self) -> Person | None:
        """Who rates; None is the worker's own view."""
        return self._people.get(self.cleaned_data["rater"])

    def values(self) -> dict[Goal, int]:
        """The numbers that were chosen."""
        chosen = ((goal, self.cleaned_data.get(f"goal-{goal.pk}")) for goal in self._goals)
        return {goal: number for goal, number in chosen if number is not None}

    def seen(self) -> dict[Goal, str]:
        """What stood there when the page was made."""
        return {goal: self.cleaned_data.get(f"seen-{goal.pk}", "") for goal in self._goals}


class AlertForm(forms.Form):
    """What was done about an alert."""

    asked = PlainText(label=_("What you asked"), max_length=2000, long=True)
    answered = PlainText(label=_("What was answered"), max_length=2000, long=True)
    told = PlainText(
        label=_("Who was told"),
        max_length=2000,
        long=True,
        help_text=_("Name and time. If nobody was told, write why."),
    )
    next_contact = Day(label=_("Day of the next contact"))
