"""The town's services and staff, each with a password and a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from forms_engine.access import services as access
from forms_engine.access.models import Service, Staff, Unit
from forms_engine.project.demo.content import StaffEntry, Town
from forms_engine.project.demo.days import on_day


@dataclass(frozen=True)
class Municipality:
    """What was made of a town: services by key, staff by username."""

    unit: Unit
    services: dict[str, Service]
    staff: dict[str, Staff]

    def with_role(self, role: str) -> Staff:
        """The first member of staff with this role."""
        return next(one for one in self.staff.values() if role in one.role_names)


def settle(town: Town, now: datetime) -> Municipality:
    """Make the unit, its services and its staff, as an administrator would have, ``town.made`` days before ``now``."""
    then = on_day(now, town.made)
    unit = access.make_unit(name=town.name, now=then)
    entries = sorted(town.staff, key=lambda one: "administrator" not in one.roles)
    administrator = _join(entries[0], None, unit, None, then)
    services = {
        key: access.make_service(actor=administrator, name=name, now=then) for key, name in town.services.items()
    }
    staff = {entries[0].username: administrator}
    for entry in entries[1:]:
        staff[entry.username] = _join(entry, administrator, unit, services.get(entry.service), then)
    for member in staff.values():
        _let_in(member, administrator, town.password, then)
    return Municipality(unit, services, staff)


def _join(entry: StaffEntry, actor: Staff | None, unit: Unit, service: Service | None, now: datetime) -> Staff:
    return access.make_staff(
        actor=actor,
        unit=unit,
        username=entry.username,
        full_name=entry.full_name,
        initials=entry.initials,
        roles=entry.roles,
        service=service,
        language=entry.language,
        now=now,
    )


def _let_in(staff: Staff, administrator: Staff, password: str, now: datetime) -> None:
    """The invitation is used and the second factor connected, so that ``forms-engine demo_code`` can give codes."""
    invitation, _token = access.invite(actor=administrator, staff=staff, now=now)
    access.accept(invitation=invitation, password=password, now=now)
    TOTP.activate(staff, generate_totp_secret())
