"""Who can see an interview, in one plain line for the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LINES: dict[str, str | Promise] = {
    "worker": _("The workers on this case and their supervisor. The answers are not passed on."),
    "clinical": _(
        "The workers on this case and their supervisor. The coordination group sees no answers and no scores."
    ),
    "plan": _("The workers on this case and their supervisor. What goes into the plan can be shared with others."),
}


def who_sees(disclosure: Mapping[str, Any]) -> str:
    """The line for a document's disclosure section; for a name that is not known, the strictest one."""
    line = str(_LINES.get(str(disclosure.get("default")), _LINES["worker"]))
    if "plan" in (disclosure.get("items") or {}).values() and disclosure.get("default") != "plan":
        line += " " + _("What you agree to do next can go into the plan.")
    return line
