"""Who may open a package besides the one who orders it, by the name that a profile gives."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from forms_engine.access.models import Staff

Readers = Callable[[Staff], list[Staff]]


def orderer(actor: Staff) -> list[Staff]:
    """Only the one who orders it."""
    return [actor]


def coordinators(actor: Staff) -> list[Staff]:
    """The one who orders it and the coordinators who work in the same municipality today."""
    here = Staff.objects.filter(unit_id=actor.unit_id, is_active=True).exclude(pk=actor.pk)
    here = here.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))
    return [actor, *(staff for staff in here if "coordinator" in staff.role_names)]


READERS: dict[str, Readers] = {"orderer": orderer, "coordinators": coordinators}
