"""Form fields that refuse at the door what one of the databases would refuse later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_engine.core import clean_text

REPLACED = "\N{REPLACEMENT CHARACTER}"


class PlainText(forms.CharField):
    """Text in NFC without control characters. ``long`` gives a text area."""

    def __init__(self, *, max_length: int, long: bool = False, **kwargs: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false"}
        widget = forms.Textarea({**attributes, "rows": 3}) if long else forms.TextInput(attributes)
        super().__init__(max_length=max_length, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text, problem = clean_text(super().clean(value))
        # What was no text at all on its way here (half a character, other encodings) has become this sign already.
        if problem or REPLACED in text:
            raise ValidationError(_("The text holds a character that cannot be kept. Please type it again."))
        return text


class Day(forms.DateField):
    """A day, with the browser's own calendar, between 1900 and 2100."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"], **kwargs
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and not 1900 <= day.year <= 2100:
            raise ValidationError(_("Choose a day between the years 1900 and 2100."))
        return day
