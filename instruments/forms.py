"""Forms of the instruments room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forms_engine.core.limits import MAX_BYTES


class TranslationForm(forms.Form):
    """A translation as a file. What is in it is checked by the service."""

    file = forms.FileField(
        label=_("Translation file"),
        help_text=_("A JSON file with the translated texts, made from the file to translate."),
        widget=forms.FileInput({"accept": "application/json,.json"}),
    )

    def clean_file(self) -> bytes:
        """The bytes, when there are not too many of them."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        data: bytes = file.read()
        return data
