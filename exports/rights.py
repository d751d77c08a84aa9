"""Who may order and open packages: asked at every request, and once more when the document is made."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from exports.models import Package
from exports.profiles import Profile, profiles
from exports.reference import valid_bases
from forms_engine.access import gate
from forms_engine.access.models import Staff
from forms_engine.casework.models import Case

RIGHT_REMOVED, BASIS_EXPIRED = "right-removed", "basis-expired"


def may_order(staff: Staff, profile: Profile, case: Case, now: datetime) -> bool:
    """May this person order this profile for this case?"""
    return gate.may(staff, profile.action, case, now)


def may_open(staff: Staff, package: Package, now: datetime) -> bool:
    """May a reader of a package open it now? Who has nothing to do with the case any more may not."""
    profile = profiles().get(package.profile)
    return profile is not None and gate.may(staff, profile.reads, package.case, now)


def why_not(package: Package, now: datetime) -> str:
    """Why the document must not be made any more, as a code; empty when it may."""
    profile, staff = profiles().get(package.profile), package.ordered_by
    today = timezone.localdate(now)
    gone = not staff.is_active or (staff.ends_on is not None and staff.ends_on <= today)
    if profile is None or gone or not may_order(staff, profile, package.case, now):
        return RIGHT_REMOVED
    if not valid_bases(profile.bases, today).filter(pk=package.legal_basis_id).exists():
        return BASIS_EXPIRED
    return ""
