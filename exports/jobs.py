"""Making documents. The row is the job: a lease and a number of tries stand on it; the queue only wakes workers."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import UUID

import django_rq
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from exports.formats.pdf import write_pdf
from exports.models import Package
from exports.services import sealed_report, still_allowed
from forms_engine.access import audit

LEASE = timedelta(seconds=90)
MOST_TRIES = 5
JOB_SECONDS = 60

log = logging.getLogger(__name__)


def enqueue(package_id: UUID) -> None:
    """Ask a worker to make one document. The job's name is the row's, so that it stands in the queue only once."""
    queue = django_rq.get_queue("default")
    queue.enqueue(
        make_document,
        str(package_id),
        job_id=f"package-{package_id}",
        job_timeout=JOB_SECONDS,
        result_ttl=0,
        failure_ttl=0,
    )


def make_document(package_id: str) -> None:
    """Make the PDF of a package, if nobody else is at it. A failure is written on the row and tried again later."""
    now = timezone.now()
    package = take(UUID(package_id), now)
    if package is None:
        return
    reason = still_allowed(package, now)
    if reason:
        _park(package, reason)
        return
    try:
        pdf = write_pdf(sealed_report(package))
    except Exception as error:  # any document that cannot be made is parked with the kind of its fault
        # The text of the error may hold content: only its kind is kept.
        log.warning("A document could not be made: %s", type(error).__name__)
        _give_back(package, type(error).__name__)
        return
    finish(package, pdf, timezone.now())


def take(package_id: UUID, now: datetime) -> Package | None:
    """Take the lease of a package that waits, or whose worker was killed; None when there is nothing to do."""
    free = Q(state=Package.State.QUEUED) | Q(state=Package.State.WORKING, lease_until__lt=now)
    taken = Package.objects.filter(free, pk=package_id, attempts__lt=MOST_TRIES).update(
        state=Package.State.WORKING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    return Package.objects.select_related("case", "ordered_by", "legal_basis", "compartment").get(pk=package_id)


@transaction.atomic
def finish(package: Package, pdf: bytes, now: datetime) -> bool:
    """Keep the document, if the lease is still this try's. False when another try has taken over."""
    mine = Package.objects.select_for_update().filter(
        pk=package.pk, state=Package.State.WORKING, attempts=package.attempts
    )
    if not mine.exists():
        return False
    package.pdf = pdf
    package.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    package.state, package.done_at, package.lease_until = Package.State.DONE, now, None
    package.problem = ""
    package.save(update_fields=["pdf", "pdf_sha256", "state", "done_at", "lease_until", "problem"])
    audit.record(
        actor_id=None,
        action="package.made",
        compartment_id=package.compartment_id,
        thing=package,
        now=now,
        details={"pdf_sha256": package.pdf_sha256},
    )
    return True


def sweep() -> None:
    """Wake workers for rows that wait or were left behind; park what was tried too often."""
    now = timezone.now()
    left = Q(state=Package.State.WORKING, lease_until__lt=now)
    waiting = Q(state=Package.State.QUEUED)
    Package.objects.filter(left | waiting, attempts__gte=MOST_TRIES).update(
        state=Package.State.PARKED, lease_until=None, problem=_unless_said("tried-too-often")
    )
    rows = Package.objects.filter(left | waiting, attempts__lt=MOST_TRIES).order_by("ordered_at")
    for package_id in rows.values_list("pk", flat=True)[:200]:
        enqueue(package_id)


def _unless_said(reason: str) -> Case:
    return Case(When(problem="", then=Value(reason)), default=F("problem"))


def _park(package: Package, reason: str) -> None:
    Package.objects.filter(pk=package.pk, attempts=package.attempts).update(
        state=Package.State.PARKED, lease_until=None, problem=reason[:60]
    )


def _give_back(package: Package, reason: str) -> None:
    if package.attempts >= MOST_TRIES:
        _park(package, reason)
        return
    Package.objects.filter(pk=package.pk, attempts=package.attempts).update(
        state=Package.State.QUEUED, lease_until=None, problem=reason[:60]
    )
