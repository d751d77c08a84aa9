"""Writes of the access room: units, services, staff, invitations, grants. One transaction each, one audit row each."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forms_engine.access import audit, keys
from forms_engine.access.models import Compartment, ConflictBlock, Grant, Invitation, Service, Staff, Unit
from forms_engine.access.roles import ROLES

INVITATION_DAYS = 3


class Refused(Exception):
    """A service said no. ``str()`` is a plain, translated sentence for the person who asked."""


@transaction.atomic
def make_unit(*, name: str, now: datetime) -> Unit:
    """Make a unit with the compartment that carries its staff events."""
    compartment = keys.make_compartment(unit_id=None, now=now)
    unit = Unit.objects.create(name=name, compartment=compartment)
    Compartment.objects.filter(pk=compartment.pk).update(unit=unit)
    audit.record(actor_id=None, action="unit.made", compartment_id=compartment.pk, thing=unit, now=now)
    return unit


@transaction.atomic
def make_service(*, actor: Staff, name: str, now: datetime) -> Service:
    """Make a service in the actor's unit."""
    service = Service(unit_id=actor.unit_id, name=name)
    _insert(service, _("There is a service of that name."))
    _note(actor, "service.made", service, now)
    return service


@transaction.atomic
def make_staff(
    *,
    actor: Staff | None,
    unit: Unit,
    username: str,
    full_name: str,
    initials: str,
    roles: list[str],
    service: Service | None,
    language: str = "nb",
    now: datetime,
) -> Staff:
    """Make an account without a password; an invitation lets the person in. ``actor`` is None at installation."""
    _known_roles(roles)
    staff = Staff(
        username=username.lower(),
        full_name=full_name,
        initials=initials,
        unit=unit,
        service=service,
        roles=sorted(roles),
        language=language,
        made_at=now,
    )
    staff.set_unusable_password()
    _insert(staff, _("That name is taken. Choose another."))
    audit.record(
        actor_id=actor.pk if actor else None,
        action="staff.made",
        compartment_id=unit.compartment_id,
        thing=staff,
        now=now,
        details={"roles": staff.roles},
    )
    return staff


@transaction.atomic
def invite(*, actor: Staff | None, staff: Staff, now: datetime) -> tuple[Invitation, str]:
    """Make a way in for ``staff``: returns the invitation and its secret token, which is shown once and never kept."""
    Invitation.objects.filter(staff=staff, used_at__isnull=True).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        staff=staff,
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        made_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    audit.record(
        actor_id=actor.pk if actor else None,
        action="staff.invited",
        compartment_id=staff.unit.compartment_id,
        thing=staff,
        now=now,
    )
    return invitation, token


@transaction.atomic
def accept(*, invitation: Invitation, password: str, now: datetime) -> Staff:
    """Use an invitation: set the password. The same invitation cannot be used again, not even at the same moment."""
    used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, expires_at__gt=now).update(used_at=now)
    if not used:
        raise Refused(_("This invitation has been used or has run out. Ask for a new one."))
    staff = invitation.staff
    staff.set_password(password)
    staff.save(update_fields=["password"])
    Authenticator.objects.filter(user=staff).delete()  # a new invitation is also the way back after a lost phone
    _staff_event(staff, "staff.joined", staff, now)
    return staff


@transaction.atomic
def change_staff(
    *,
    actor: Staff,
    staff: Staff,
    full_name: str,
    initials: str,
    roles: list[str],
    service: Service | None,
    ends_on: date | None,
    now: datetime,
) -> Staff:
    """Change somebody's name, roles, service or last day. Nobody changes their own roles."""
    _known_roles(roles)
    if actor.pk == staff.pk and sorted(roles) != staff.roles:
        raise Refused(_("You cannot change your own roles. Ask another administrator."))
    staff.full_name, staff.initials, staff.roles = full_name, initials, sorted(roles)
    staff.service, staff.ends_on = service, ends_on
    staff.save(update_fields=["full_name", "initials", "roles", "service", "ends_on"])
    _staff_event(actor, "staff.changed", staff, now, {"roles": staff.roles, "ends_on": str(ends_on or "")})
    return staff


@transaction.atomic
def close_service(*, actor: Staff, service: Service, now: datetime) -> None:
    """The service sends no more workers. What it did stays."""
    if service.closed_at is None:
        service.closed_at = now
        service.save(update_fields=["closed_at"])
        _note(actor, "service.closed", service, now)


@transaction.atomic
def grant(
    *, actor: Staff, compartment_id: UUID, staff: Staff, capacity: str, now: datetime, until: datetime | None = None
) -> Grant:
    """Give a person a capacity on a compartment; an open grant of the same kind is returned as it is."""
    found = Grant.objects.filter(compartment_id=compartment_id, staff=staff, capacity=capacity, until=None).first()
    if found:
        return found
    made = Grant.objects.create(compartment_id=compartment_id, staff=staff, capacity=capacity, since=now, until=until)
    _on_compartment(actor, "access.granted", compartment_id, made, now, {"staff": str(staff.pk), "as": capacity})
    return made


@transaction.atomic
def end_grant(*, actor: Staff, compartment_id: UUID, staff: Staff, capacity: str, now: datetime) -> None:
    """Take a capacity away from now on. Without an open grant nothing happens."""
    for found in Grant.objects.filter(compartment_id=compartment_id, staff=staff, capacity=capacity, until=None):
        found.until = max(now, found.since)
        found.save(update_fields=["until"])
        _on_compartment(actor, "access.ended", compartment_id, found, now, {"staff": str(staff.pk), "as": capacity})


@transaction.atomic
def block(*, actor: Staff, compartment_id: UUID, staff: Staff, now: datetime) -> ConflictBlock:
    """Shut a person out of a compartment for good, whatever roles and grants they hold."""
    made, new = ConflictBlock.objects.get_or_create(
        compartment_id=compartment_id, staff=staff, defaults={"made_at": now}
    )
    if new:
        _on_compartment(actor, "access.blocked", compartment_id, made, now, {"staff": str(staff.pk)})
    return made


def _insert(row: Staff | Service, taken: str) -> None:
    """Insert a row whose name the form has found free; somebody may have been faster at the same moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(taken) from clash


def _known_roles(roles: list[str]) -> None:
    if unknown := set(roles) - ROLES.keys():
        raise Refused(f"Unknown role: {', '.join(sorted(unknown))}")


def _note(actor: Staff, action: str, thing: Service | Staff, now: datetime) -> None:
    _on_compartment(actor, action, actor.unit.compartment_id, thing, now, {})


def _staff_event(
    actor: Staff, action: str, staff: Staff, now: datetime, details: dict[str, object] | None = None
) -> None:
    audit.record(
        actor_id=actor.pk,
        action=action,
        compartment_id=staff.unit.compartment_id,
        thing=staff,
        now=now,
        details=details,
    )


def _on_compartment(
    actor: Staff,
    action: str,
    compartment_id: UUID,
    thing: Grant | ConflictBlock | Service | Staff,
    now: datetime,
    details: dict[str, str],
) -> None:
    audit.record(actor_id=actor.pk, action=action, compartment_id=compartment_id, thing=thing, now=now, details=details)
