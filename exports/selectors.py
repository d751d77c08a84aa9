"""Reads of the exports room."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from exports.models import Package
from exports.profiles import Profile, profiles
from exports.rights import may_open, may_order
from forms_engine.access import gate, keys
from forms_engine.access.models import Staff
from forms_engine.casework.models import Case


def packages_of(case: Case) -> list[Package]:
    """The share register of a case: what was made for whom, when, on what basis. Newest first; without content."""
    found = list(_light().filter(case=case))
    keys.hold(package.compartment_id for package in found)
    return found


def readable(staff: Staff, case: Case, now: datetime) -> set[object]:
    """Keys of the packages of a case that this person may open."""
    mine = gate.visible(staff, "package.read", _light().filter(case=case), now)
    known = {package.profile for package in mine}
    may = {name: may_open(staff, next(one for one in mine if one.profile == name), now) for name in known}
    return {package.pk for package in mine if may[package.profile]}


def profiles_for(staff: Staff, case: Case, now: datetime) -> list[Profile]:
    """The profiles this person may order for this case."""
    return [profile for profile in profiles().values() if may_order(staff, profile, case, now)]


def state_of_packages() -> QuerySet[Package]:
    """All packages with their state and without their content; the gate decides who sees which."""
    return _light()


def packages() -> QuerySet[Package]:
    """All packages with what a page about one needs, but not the document; the gate decides who sees which."""
    return _related().defer("pdf")


def documents() -> QuerySet[Package]:
    """All packages with their documents; the gate decides who sees which."""
    return _related().defer("content")


def _light() -> QuerySet[Package]:
    return _related().defer("content", "pdf")


def _related() -> QuerySet[Package]:
    return Package.objects.select_related("case", "ordered_by", "legal_basis", "compartment")
