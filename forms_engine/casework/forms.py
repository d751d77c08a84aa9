"""Forms of casework."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_engine.access.forms import Day, PlainText
from forms_engine.access.models import Service, Staff
from forms_engine.casework.models import Aim, Goal, Person

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


class RowChoice(forms.ChoiceField):
    """Chooses among rows. Those in ``taken`` are not offered any more, but choosing them again is no mistake."""

    def offer(
        self,
        rows: Iterable[Model],
        label: Callable[[Any], str],
        nothing: str | Promise | None = None,
        taken: Collection[object] = (),
    ) -> None:
        """``label`` gives a row's words; ``nothing`` are the words for no choice."""
        self.rows = {str(row.pk): row for row in rows}
        offered = [(key, label(row)) for key, row in self.rows.items() if row.pk not in taken]
        self.choices = [("", nothing or _("Choose")), *offered]

    def valid_value(self, value: str) -> bool:
        return value in self.rows

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class PageForm(forms.Form):
    """A form that shares its page with others, so its fields have names of their own there (``short``)."""

    short = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.short}-%s", **kwargs})

    def offer(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Give the choice ``name`` its rows, as :meth:`RowChoice.offer`."""
        cast(RowChoice, self.fields[name]).offer(*args, **kwargs)


class MakingForm(PageForm):
    """A form that makes something. It carries the key of what it makes, so that sending it twice makes one thing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class CaseForm(MakingForm):
    """A new case. It needs nothing but its key."""

    short = "case"


class PersonForm(MakingForm):
    """Somebody in the family."""

    short = "person"
    called = PlainText(label=_("Called"), max_length=60, help_text=_("Initials, a first name or a word is enough."))
    part = forms.ChoiceField(label=_("Who is it?"), choices=Person.Part.choices)
    birth_year = forms.IntegerField(label=_("Year of birth"), min_value=1900, max_value=2100, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)


def _staff(staff: Staff) -> str:
    return f"{staff.service.name}: {staff.full_name}" if staff.service else staff.full_name


class AssignForm(PageForm):
    """A worker for the case. ``taken``: keys of the staff who are on it."""

    short = "assign"
    worker = RowChoice(label=_("Worker"))

    def __init__(self, *args: Any, able: Iterable[Staff], taken: Collection[object] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("worker", able, _staff, taken=taken)


class SuperviseForm(PageForm):
    """A supervisor who follows the case. ``taken``: keys of those who do."""

    short = "supervise"
    supervisor = RowChoice(label=_("Supervisor"))

    def __init__(self, *args: Any, able: Iterable[Staff], taken: Collection[object] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("supervisor", able, lambda staff: str(staff.full_name), taken=taken)


class GoalForm(MakingForm):
    """What the family wants, in their words. ``people``: those on the case."""

    short = "goal"
    words = PlainText(label=_("The goal, in the family's own words"), max_length=500, long=True)
    person = RowChoice(label=_("Whose goal is it?"), required=False)
    aim = forms.ChoiceField(label=_("What it serves"), choices=Aim.choices)
    low = PlainText(label=_("What 0 would look like"), max_length=200, required=False)
    high = PlainText(label=_("What 10 would look like"), max_length=200, required=False)
    good_enough = forms.IntegerField(
        label=_("Where is good enough? (0 to 10)"), min_value=0, max_value=10, required=False
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "person",
            people,
            lambda person: f"{person.called} ({person.get_part_display()})",
            nothing=_("The whole family"),
        )


class GoalCloseForm(forms.Form):
    """How a goal ended."""

    reached = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes")


class MeasureForm(MakingForm):
    """A concrete help given. ``services``: those that are open; ``goals``: those that are not closed."""

    short = "measure"
    words = PlainText(label=_("What help is given"), max_length=500, long=True)
    service = RowChoice(label=_("Which service gives it"))
    goal = RowChoice(label=_("Which goal it serves"), required=False)
    starts_on = Day(label=_("From"))

    def __init__(self, *args: Any, services: Iterable[Service], goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("service", services, lambda service: str(service.name))
        self.offer("goal", goals, lambda goal: str(goal.words)[:80], nothing=_("No single goal"))


class GapForm(MakingForm):
    """Something the family needs that nobody gives yet."""

    short = "gap"
    words = PlainText(label=_("What is missing"), max_length=500, long=True)


class LogPage(forms.Form):
    """Which part of the log: the events before a number."""

    before = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
