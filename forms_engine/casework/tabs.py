"""The tabs of a case page. Rooms above add theirs when they start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from forms_engine.access import gate
from forms_engine.access.models import Staff
from forms_engine.access.policy import Facts, allow
from forms_engine.casework.models import Case


@dataclass(frozen=True)
class Tab:
    """``url_name`` takes ``case_id``; ``action`` is what a person must be allowed on the case to see the tab."""

    key: str
    label: str | Promise
    url_name: str
    action: str
    order: int


TABS: list[Tab] = []


def add_tab(tab: Tab) -> None:
    """Add a tab once, in its place."""
    if tab not in TABS:
        TABS.append(tab)
        TABS.sort(key=lambda entry: entry.order)


def tabs_for(staff: Staff, case: Case, now: datetime, facts: Facts | None = None) -> list[tuple[Tab, str]]:
    """The tabs this person may open on this case, with their addresses; ``facts`` when the page knows them already."""
    facts = facts or gate.facts_about(staff, case.compartment_id, now)
    return [
        (tab, reverse(tab.url_name, args=[case.pk]))
        for tab in TABS
        if allow(staff.role_names, tab.action, facts)
    ]  # fmt: skip
