"""Forms of casework."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_engine.access.forms import Day, PlainText
from forms_engine.access.models import Staff
from forms_engine.casework import selectors
from forms_engine.casework.models import Aim, Case, Person

LANGUAGES = [
    ("nb", "Norsk"),
    ("en", "English"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
    ("ku", "Kurdî"),
    ("fa", "فارسی"),
    ("ur", "اردو"),
    ("pl", "Polski"),
    ("ru", "Русский"),
    ("bs", "Bosanski"),
    ("se", "Davvisámegiella"),
]


class PersonForm(forms.Form):
    """Somebody in the family."""

    called = PlainText(label=_("Called"), max_length=60, help_text=_("Initials, a first name or a word is enough."))
    part = forms.ChoiceField(label=_("Who is it?"), choices=Person.Part.choices)
    birth_year = forms.IntegerField(label=_("Year of birth"), min_value=1900, max_value=2100, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)


class StaffChoice(forms.ModelChoiceField):
    """Chooses among the staff that the page offers."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.service.name}: {obj.full_name}" if obj.service else obj.full_name


class AssignForm(forms.Form):
    """A worker for the case."""

    worker = StaffChoice(label=_("Worker"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [staff.pk for staff in selectors.may_be_assigned(case)]
        offered = Staff.objects.filter(pk__in=able).select_related("service").order_by("service__name", "full_name")
        self.fields["worker"].queryset = offered  # type: ignore[attr-defined]


class SuperviseForm(forms.Form):
    """A supervisor who follows the case."""

    supervisor = StaffChoice(label=_("Supervisor"), queryset=Staff.objects.none())

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [staff.pk for staff in selectors.may_supervise(case)]
        self.fields["supervisor"].queryset = Staff.objects.filter(pk__in=able)  # type: ignore[attr-defined]


class PersonChoice(forms.ModelChoiceField):
    """Chooses among the people of the case."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.called} ({obj.get_part_display()})"


class GoalForm(forms.Form):
    """What the family wants, in their words."""

    words = PlainText(label=_("The goal, in the family's own words"), max_length=500, long=True)
    person = PersonChoice(
        label=_("Whose goal is it?"), queryset=Person.objects.none(), required=False, empty_label=_("The whole family")
    )
    aim = forms.ChoiceField(label=_("What it serves"), choices=Aim.choices)
    low = PlainText(label=_("What 0 would look like"), max_length=200, required=False)
    high = PlainText(label=_("What 10 would look like"), max_length=200, required=False)
    good_enough = forms.IntegerField(
        label=_("Where is good enough? (0 to 10)"), min_value=0, max_value=10, required=False
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = case.people.filter(removed_at__isnull=True)  # type: ignore[attr-defined]


class GoalChoice(forms.ModelChoiceField):
    """Chooses among the open goals of the case."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.words)[:80]


class MeasureForm(forms.Form):
    """A concrete help given."""

    words = PlainText(label=_("What help is given"), max_length=500, long=True)
    service = forms.ModelChoiceField(label=_("Which service gives it"), queryset=None)
    goal = GoalChoice(label=_("Which goal it serves"), queryset=None, required=False, empty_label=_("No single goal"))
    starts_on = Day(label=_("From"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = selectors.services_of(case)  # type: ignore[attr-defined]
        self.fields["goal"].queryset = case.goals.filter(closed_at__isnull=True)  # type: ignore[attr-defined]


class GapForm(forms.Form):
    """Something the family needs that nobody gives yet."""

    words = PlainText(label=_("What is missing"), max_length=500, long=True)
