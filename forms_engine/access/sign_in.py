"""How people sign in: by invitation, password and one-time code. Nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
