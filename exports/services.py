"""Ordering a package: its content is sealed in the same transaction, and a worker makes the document."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from exports.formats.data import as_data, from_data
from exports.formats.report import Report, Seal
from exports.models import LegalBasis, Package
from exports.parts import PARTS, Wanted
from exports.profiles import Profile
from exports.reference import valid_bases
from forms_engine import core
from forms_engine.access import audit, gate, keys
from forms_engine.access import services as access
from forms_engine.access.models import Staff
from forms_engine.access.services import Refused
from forms_engine.casework.models import Case

FORM_VERSION = "1"
SAME_ORDER = timedelta(seconds=60)
_UNSEALED = Seal(digest="", recipient="", version=FORM_VERSION, made_at="1970-01-01T00:00:00+00:00")

log = logging.getLogger(__name__)


def draw_up(*, profile: Profile, wanted: Wanted, language: str) -> Report:
    """What would leave: the parts that the profile lists, in the language of the report, not yet sealed."""
    with translation.override(language):
        sections = [section for name in profile.parts for section in PARTS[name](wanted)]
        return Report(
            title=str(profile.words.title),
            subtitle=_("Case %(number)s") % {"number": wanted.case.number},
            language="nb" if language == "nb" else "en",
            facts=((_("For"), str(profile.words.reader)),),
            sections=tuple(sections),
            seal=_UNSEALED,
            classification=str(profile.words.left_out),
        )


def content_sha256(report: Report) -> str:
    """SHA-256 of the canonical content, the same before and after it is sealed."""
    return core.digest(core.canonical(as_data(replace(report, seal=_UNSEALED))))


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
) -> Package:
    """Seal what was previewed and queue its document.

    Refused when the basis is not valid today or not one of the profile's, or when the case has changed since the
    preview. The same preview ordered again by the same person within a minute is the same package.
    """
    case = wanted.case
    _may_order(actor, profile, case, now)
    if not valid_bases(profile.bases, timezone.localdate(now)).filter(pk=legal_basis.pk).exists():
        raise Refused(_("This legal basis cannot be used for this package today."))
    report = draw_up(profile=profile, wanted=wanted, language=language)
    sha256 = content_sha256(report)
    if sha256 != previewed_sha256:
        raise Refused(_("The case has changed since you saw the preview. Look at it once more before you order."))
    twin = _twin(actor, case, profile, sha256, now)
    if twin:
        return twin
    compartment = keys.make_compartment(unit_id=case.unit_id, now=now)
    sealed = replace(
        report, seal=Seal(digest=sha256, recipient=recipient, version=FORM_VERSION, made_at=now.isoformat())
    )  # fmt: skip
    package = Package.objects.create(
        compartment=compartment,
        case=case,
        profile=profile.key,
        profile_version=profile.version,
        language=language,
        recipient=recipient,
        purpose=purpose,
        necessity=necessity,
        legal_basis=legal_basis,
        content=as_data(sealed),
        content_sha256=sha256,
        ordered_at=now,
        ordered_by=actor,
    )
    for reader in _readers(profile, actor):
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
    transaction.on_commit(lambda: wake(package.pk))
    return package


def sealed_report(package: Package) -> Report:
    """The report of a package, exactly as it was previewed."""
    return from_data(package.content)


def json_meta(package: Package) -> dict[str, Any]:
    """What goes with the JSON of a package."""
    return {
        "package": str(package.pk),
        "profile": package.profile,
        "profile_version": package.profile_version,
        "content_sha256": package.content_sha256,
        "legal_basis": f"{package.legal_basis.code}/{package.legal_basis.version}",
        "ordered_at": package.ordered_at.isoformat(),
    }


def wake(package_id: UUID) -> None:
    """Tell a worker. With the queue down the row stays queued, and the sweep finds it."""
    from exports.jobs import enqueue

    try:
        enqueue(package_id)
    except Exception:  # whatever is wrong with the queue must not reach the person: the order stands
        log.warning("The queue did not take a job; the sweep will")


@transaction.atomic
def retry(*, actor: Staff, package: Package, now: datetime) -> None:
    """Try a parked package again from the start."""
    parked = Package.objects.filter(pk=package.pk, state=Package.State.PARKED)
    if parked.update(state=Package.State.QUEUED, attempts=0, problem="", lease_until=None):
        audit.record(
            actor_id=actor.pk, action="package.retried", compartment_id=package.compartment_id, thing=package, now=now
        )
        transaction.on_commit(lambda: wake(package.pk))


def still_allowed(package: Package, now: datetime) -> str:
    """Why the document must not be made any more, as a code; empty when it may."""
    from exports.profiles import profiles

    profile = profiles().get(package.profile)
    staff = package.ordered_by
    gone = not staff.is_active or (staff.ends_on is not None and staff.ends_on <= timezone.localdate(now))
    if profile is None or gone or not gate.may(staff, profile.action, package.case, now):
        return "right-removed"
    if not valid_bases((package.legal_basis.code,), timezone.localdate(now)).filter(pk=package.legal_basis_id).exists():
        return "basis-expired"
    return ""


def _may_order(actor: Staff, profile: Profile, case: Case, now: datetime) -> None:
    if not gate.may(actor, profile.action, case, now):
        raise Refused(_("You cannot order this package."))


def _twin(actor: Staff, case: Case, profile: Profile, sha256: str, now: datetime) -> Package | None:
    same = Package.objects.filter(case=case, profile=profile.key, content_sha256=sha256, ordered_by=actor)
    return same.filter(ordered_at__gt=now - SAME_ORDER).first()


def _readers(profile: Profile, actor: Staff) -> list[Staff]:
    readers = [actor]
    if profile.readers == "coordinators":
        unit = Staff.objects.filter(unit_id=actor.unit_id, is_active=True).exclude(pk=actor.pk)
        readers += [staff for staff in unit if "coordinator" in staff.role_names]
    return readers
