"""Ordering a package: its content is sealed in the same transaction, and a worker makes the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exports.drawing import FORM_VERSION, content_sha256, draw_up, sealed_report
from exports.formats.data import as_data
from exports.formats.report import Report, Seal
from exports.models import LegalBasis, Package
from exports.parts import Wanted
from exports.profiles import Profile
from exports.queue import wake
from exports.readers import READERS
from exports.reference import valid_bases
from exports.rights import may_order
from forms_engine.access import audit, keys
from forms_engine.access import services as access
from forms_engine.access.models import Compartment, Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Case

__all__ = ["Changed", "content_sha256", "draw_up", "order_package", "retry", "sealed_report"]


class Changed(Refused):
    """What would leave now is not what was previewed. Nothing was stored."""


@transaction.atomic
def order_package(
    *,
    actor: Staff,
    profile: Profile,
    wanted: Wanted,
    language: str,
    recipient: str,
    purpose: str,
    necessity: str,
    legal_basis: LegalBasis,
    previewed_sha256: str,
    now: datetime,
    package_id: UUID | None = None,
) -> Package:
    """Seal what was previewed and queue its document.

    ``package_id`` is made by the page, so that the same page sent twice orders one package. Raises Refused when the
    basis is not valid today or not one of the profile's, :class:`Changed` when the case has changed since the preview.
    """
    case = wanted.case
    if not may_order(actor, profile, case, now):
        raise Refused(_("You cannot order this package."))
    # One order of a case at a time: the same page sent twice at once waits here, and then finds the first.
    Compartment.objects.select_for_update().only("id").get(pk=case.compartment_id)
    if package_id and (earlier := Package.objects.filter(pk=package_id).first()):
        return _only_if_same(earlier, actor, case, profile)
    if not valid_bases(profile.bases, timezone.localdate(now)).filter(pk=legal_basis.pk).exists():
        raise Refused(_("This legal basis cannot be used for this package today."))
    report = draw_up(profile=profile, wanted=wanted, language=language)
    sha256 = content_sha256(report)
    if sha256 != previewed_sha256:
        raise Changed(_("The case has changed since you saw the preview. Look at it once more before you order."))
    compartment = keys.make_compartment(unit_id=case.unit_id, now=now)
    package = Package.objects.create(
        id=package_id or uuid4(),
        compartment=compartment,
        case=case,
        profile=profile.key,
        profile_version=profile.version,
        language=language,
        recipient=recipient,
        purpose=purpose,
        necessity=necessity,
        legal_basis=legal_basis,
        content=as_data(_seal(report, sha256, recipient, now)),
        content_sha256=sha256,
        ordered_at=now,
        ordered_by=actor,
    )
    for reader in READERS[profile.readers](actor):
        access.grant(actor=actor, compartment_id=compartment.pk, staff=reader, capacity="reader", now=now)
    details = {"profile": profile.key, "sha256": sha256, "basis": f"{legal_basis.code}/{legal_basis.version}"}
    for compartment_id in (case.compartment_id, compartment.pk):
        audit.record(
            actor_id=actor.pk,
            action="package.ordered",
            compartment_id=compartment_id,
            thing=package,
            now=now,
            details=details,
        )
    transaction.on_commit(lambda: wake(package.pk, 0))
    return package


@transaction.atomic
def retry(*, actor: Staff, package: Package, now: datetime) -> None:
    """Try a parked package again from the start. Not parked: nothing happens."""
    parked = Package.objects.filter(pk=package.pk, state=Package.State.PARKED)
    if parked.update(state=Package.State.QUEUED, attempts=0, problem="", lease_until=None):
        audit.record(
            actor_id=actor.pk, action="package.retried", compartment_id=package.compartment_id, thing=package, now=now
        )
        transaction.on_commit(lambda: wake(package.pk, 0))


def _seal(report: Report, sha256: str, recipient: str, now: datetime) -> Report:
    made_at = timezone.localtime(now).isoformat(timespec="seconds")
    return replace(report, seal=Seal(sha256, recipient, FORM_VERSION, made_at))


def _only_if_same(earlier: Package, actor: Staff, case: Case, profile: Profile) -> Package:
    if (earlier.ordered_by_id, earlier.case_id, earlier.profile) != (actor.pk, case.pk, profile.key):
        raise Refused(_("This page cannot be used again. Load it once more."))
    return earlier
