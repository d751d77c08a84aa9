"""Reads of the exports room."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from exports.models import Package
from exports.profiles import Profile, profiles
from forms_engine.access import gate
from forms_engine.access.models import Staff
from forms_engine.casework.models import Case


def packages_of(case: Case) -> QuerySet[Package]:
    """The share register of a case: what was made for whom, when, on what basis. Newest first; without content."""
    found = Package.objects.filter(case=case).defer("content", "pdf")
    return found.select_related("ordered_by", "legal_basis", "compartment")


def readable(staff: Staff, case: Case, now: datetime) -> set[object]:
    """Keys of the packages of a case that this person may open."""
    return set(gate.visible(staff, "package.read", Package.objects.filter(case=case), now).values_list("pk", flat=True))


def profiles_for(staff: Staff, case: Case, now: datetime) -> list[Profile]:
    """The profiles this person may order for this case."""
    return [profile for profile in profiles().values() if gate.may(staff, profile.action, case, now)]


def packages() -> QuerySet[Package]:
    """All packages with what a page about one needs; the gate decides who sees which."""
    return Package.objects.select_related("case", "ordered_by", "legal_basis", "compartment")
