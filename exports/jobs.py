"""Making documents. The row is the job: a lease and a number of tries stand on it; the queue only wakes workers."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from exports.drawing import sealed_report
from exports.formats.pdf import write_pdf
from exports.models import Package
from exports.queue import wake
from exports.rights import why_not
from forms_engine.access import audit

LEASE = timedelta(seconds=90)  # longer than a job may run
MOST_TRIES = 5
TRIED_TOO_OFTEN = "tried-too-often"
SWEPT_AT_ONCE = 200

log = logging.getLogger(__name__)


def make_document(package_id: str) -> None:
    """Make the PDF of a package, if nobody else is at it. A failure is written on the row and tried again later.

    Raises nothing: the queue would keep and log what an exception says, and that may be content.
    """
    try:
        _make(UUID(package_id))
    except Exception as error:  # the database went away, say: the lease runs out, and the sweep begins anew
        log.warning("A job broke off: %s", type(error).__name__)


def _make(package_id: UUID) -> None:
    package = take(package_id, timezone.now())
    if package is None:
        return
    try:
        reason = why_not(package, timezone.now())
        if reason:
            park(package, reason, timezone.now())
        else:
            finish(package, write_pdf(sealed_report(package)), timezone.now())
    except Exception as error:  # any document that cannot be made is parked in the end, with the kind of its fault
        log.warning("A document could not be made: %s", type(error).__name__)
        give_back(package, type(error).__name__, timezone.now())


def take(package_id: UUID, now: datetime) -> Package | None:
    """Take the lease of a package that waits, or whose worker was killed; None when there is nothing to do."""
    free = Q(state=Package.State.QUEUED) | Q(state=Package.State.WORKING, lease_until__lt=now)
    taken = Package.objects.filter(free, pk=package_id, attempts__lt=MOST_TRIES).update(
        state=Package.State.WORKING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    found = Package.objects.select_related("case__compartment", "ordered_by", "legal_basis", "compartment")
    return found.defer("pdf").get(pk=package_id)


@transaction.atomic
def finish(package: Package, pdf: bytes, now: datetime) -> bool:
    """Keep the document, if the lease is still this try's. False when another try has taken over."""
    if not _still_mine(package):
        return False
    package.pdf = pdf
    package.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    package.state, package.done_at, package.lease_until = Package.State.DONE, now, None
    package.problem = ""
    package.save(update_fields=["pdf", "pdf_sha256", "state", "done_at", "lease_until", "problem"])
    _note("package.made", package, now, pdf_sha256=package.pdf_sha256)
    return True


@transaction.atomic
def park(package: Package, reason: str, now: datetime) -> bool:
    """Stop trying, if the lease is still this try's. ``reason`` is a code or the kind of a fault, never content."""
    if not _still_mine(package):
        return False
    package.state, package.lease_until, package.problem = Package.State.PARKED, None, reason[:60]
    package.save(update_fields=["state", "lease_until", "problem"])
    _note("package.parked", package, now, reason=package.problem)
    return True


def give_back(package: Package, reason: str, now: datetime) -> bool:
    """Let it be tried again later, unless that was the last try."""
    if package.attempts >= MOST_TRIES:
        return park(package, reason, now)
    mine = Package.objects.filter(pk=package.pk, state=Package.State.WORKING, attempts=package.attempts)
    return bool(mine.update(state=Package.State.QUEUED, lease_until=None, problem=reason[:60]))


def sweep(now: datetime | None = None) -> None:
    """Wake workers for rows that wait or were left behind; park what was tried too often."""
    now = now or timezone.now()
    left = Q(state=Package.State.QUEUED) | Q(state=Package.State.WORKING, lease_until__lt=now)
    for package in Package.objects.filter(left, attempts__gte=MOST_TRIES).defer("pdf", "content")[:SWEPT_AT_ONCE]:
        _give_up(package, now)
    waiting = Package.objects.filter(left, attempts__lt=MOST_TRIES).order_by("ordered_at")
    for package_id, attempts in waiting.values_list("pk", "attempts")[:SWEPT_AT_ONCE]:
        if not wake(package_id, attempts):
            return


@transaction.atomic
def _give_up(package: Package, now: datetime) -> None:
    """Park what lost its worker at the last try; the fault of an earlier try says more than that."""
    left = Q(state=Package.State.QUEUED) | Q(state=Package.State.WORKING, lease_until__lt=now)
    reason = package.problem or TRIED_TOO_OFTEN
    found = Package.objects.filter(left, pk=package.pk, attempts=package.attempts)
    if found.update(state=Package.State.PARKED, lease_until=None, problem=reason):
        _note("package.parked", package, now, reason=reason)


def _still_mine(package: Package) -> bool:
    """Has nobody else taken the package since this try began? Locks its row."""
    row = Package.objects.select_for_update().only("state", "attempts").get(pk=package.pk)
    return row.state == Package.State.WORKING and row.attempts == package.attempts


def _note(action: str, package: Package, now: datetime, **details: str) -> None:
    audit.record(
        actor_id=None,
        action=action,
        compartment_id=package.compartment_id,
        thing=package,
        now=now,
        details=dict(details),
    )
