"""What every page knows: the main menu, by the person's roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forms_engine.access.policy import allow


@dataclass(frozen=True)
class Entry:
    """One place in the menu."""

    label: str
    url: str
    here: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Values for the base template."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"page_menu": []}
    places = (
        ("today.read", _("Today"), "project:today"),
        ("case.list", _("Cases"), "casework:cases"),
        ("instrument.list", _("Instruments"), "instruments:instruments"),
        ("staff.manage", _("Staff"), "access:staff"),
        ("service.manage", _("Services"), "access:services"),
    )
    path = request.path
    return {
        "page_menu": [
            Entry(label, url, path == url or (url != "/" and path.startswith(url)))
            for action, label, name in places
            if allow(user.role_names, action)
            for url in [reverse(name)]
        ]
    }
