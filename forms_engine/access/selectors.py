"""Reads of the access room."""

from __future__ import annotations

import hashlib
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from forms_engine.access.models import Invitation, Service, Staff


def staff_of_unit(administrator: Staff) -> QuerySet[Staff]:
    """Everybody in the administrator's unit, with ``enrolled``: whether they have a second factor."""
    factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        Staff.objects.filter(unit_id=administrator.unit_id).select_related("service").annotate(enrolled=Exists(factor))
    )


def services_of_unit(administrator: Staff) -> QuerySet[Service]:
    """The services of the administrator's unit, open ones first."""
    return Service.objects.filter(unit_id=administrator.unit_id).order_by("closed_at", "name")


def invitation(token: str, now: datetime) -> Invitation | None:
    """The unused, unexpired invitation that this token opens; None for anything else."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = Invitation.objects.filter(token_sha256=digest, used_at__isnull=True, expires_at__gt=now)
    return found.select_related("staff", "staff__unit").first()
