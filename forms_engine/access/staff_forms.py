"""Forms of the administrator, and of a person who comes in by invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_engine.access import selectors
from forms_engine.access.forms import Day, PlainText
from forms_engine.access.models import Service, Staff
from forms_engine.access.roles import ROLES


class StaffForm(forms.Form):
    """What an administrator says of a colleague."""

    full_name = PlainText(label=_("Full name"), max_length=120)
    initials = PlainText(label=_("Initials"), max_length=6)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLES.items()), widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, administrator: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = selectors.services_of_unit(administrator).filter(closed_at__isnull=True)
        self.fields["service"].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "practitioner" in data.get("roles", []) and not data.get("service"):
            self.add_error("service", _("A practitioner works in a service. Choose one."))
        return data


class NewStaffForm(StaffForm):
    """A colleague who is to be invited."""

    username = forms.RegexField(
        label=_("Name to sign in with"),
        regex=r"^[a-z0-9][a-z0-9._-]{1,59}$",
        help_text=_("Small letters, digits, dot and hyphen."),
        error_messages={"invalid": _("Use small letters, digits, dot and hyphen.")},
    )
    field_order = ["username", "full_name", "initials", "roles", "service"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Staff.objects.filter(username=username).exists():
            raise ValidationError(_("That name is taken. Choose another."))
        return username


class ChangeStaffForm(StaffForm):
    """A colleague who is here, or leaves."""

    ends_on = Day(label=_("Last day"), required=False, help_text=_("Access ends by itself on this day."))


class ServiceForm(forms.Form):
    """A service that sends workers."""

    name = PlainText(label=_("Name of the service"), max_length=120)

    def __init__(self, *args: Any, administrator: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.administrator = administrator

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if selectors.services_of_unit(self.administrator).filter(name__iexact=name).exists():
            raise ValidationError(_("There is a service of that name."))
        return name


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence is easy to remember."),
    )
    again = forms.CharField(
        label=_("The same again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.staff)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two are not the same."))
        return data
