"""The forms of the sign-in pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.forms import PasswordInput


class SignInForm(LoginForm):
    """Nothing grey in the fields that looks like an answer, and no way to a new password but a new invitation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class TypedOnce(PasswordInput):
    """A field that can be read while it is typed in and comes back empty: a wrong code is of no use any more."""

    input_type = "text"


class _Code:
    """The field of a one-time code, empty whenever its page is shown."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.widget = TypedOnce(field.widget.attrs)
        field.widget.is_required = field.required


class CodeForm(_Code, AuthenticateForm):
    """The code after the password."""


class CodeAgainForm(_Code, ReauthenticateForm):
    """The code before something that must be certain."""


class ConnectForm(_Code, ActivateTOTPForm):
    """The first code of a phone that is being connected."""
