"""Forms of the exports room."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exports.models import LegalBasis
from exports.profiles import Profile
from exports.reference import valid_bases
from forms_engine.access.forms import PlainText
from forms_engine.casework.models import Case
from sessions.selectors.interviews import finished_interviews


class BasisChoice(forms.ModelChoiceField):
    """Shows the provision and what it says, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        text = obj.text_nb if get_language() == "nb" else obj.text_en
        return f"{obj.code}: {obj.provision}. {text}"


class InterviewChoice(forms.ModelMultipleChoiceField):
    """Shows the title, the day, and who answered."""

    def label_from_instance(self, obj: Any) -> str:
        who = obj.person.called if obj.person else _("the worker")
        return f"{obj.version.title} · {date_format(obj.asked_on)} · {who}"


class OrderForm(forms.Form):
    """Who receives the package, what for, on what basis, and why this much is needed."""

    # The key of what is ordered, so that sending the page twice orders one package; and the hash of what was previewed.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    sha256 = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput, required=False)
    recipient = PlainText(label=_("Who receives it"), max_length=200, help_text=_("Name and body."))
    purpose = PlainText(label=_("What they need it for"), max_length=500, long=True)
    legal_basis = BasisChoice(
        label=_("Legal basis"),
        queryset=LegalBasis.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("The list is to be approved by the municipality's lawyer."),
    )
    necessity = PlainText(
        label=_("Why this much is needed, and not less"), max_length=500, min_length=10, long=True
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the document"), choices=[("nb", "Norsk"), ("en", "English")])
    interviews = InterviewChoice(
        label=_("Which conversations"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, profile: Profile, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["legal_basis"].queryset = valid_bases(profile.bases, today)  # type: ignore[attr-defined]
        if "interviews" in profile.parts:
            finished = finished_interviews(case.compartment)
            self.fields["interviews"].queryset = finished  # type: ignore[attr-defined]
            self.fields["interviews"].help_text = _("None chosen means all of them.")
        else:
            del self.fields["interviews"]
