"""The laws of the job: taken once, made once, given back, parked; and what may stand in the log."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from exports import jobs
from exports.jobs import LEASE, MOST_TRIES
from exports.models import LegalBasis, Package
from forms_engine.access import services as access
from forms_engine.access.models import AuditEvent
from forms_engine.casework import services as casework
from forms_engine.casework.models import Assignment
from tests.cast import NOW
from tests.exports.full_case import canary, ordered

SECOND = timedelta(seconds=1)


@pytest.fixture
def package(cast):
    return ordered(cast)


def now_stands(package):
    return Package.objects.get(pk=package.pk)


def make(package):
    jobs.make_document(str(package.pk))
    return now_stands(package)


def made(package):
    return AuditEvent.objects.filter(action="package.made", compartment=package.compartment).count()


def test_a_document_is_made_once(package):
    first = make(package)
    assert first.state == "done"
    assert bytes(first.pdf).startswith(b"%PDF")
    assert (first.attempts, first.lease_until, first.problem) == (1, None, "")
    again = make(package)
    assert (again.pdf, again.pdf_sha256, again.done_at) == (first.pdf, first.pdf_sha256, first.done_at)
    assert made(package) == 1


def test_only_one_of_two_takes_it(package):
    now = timezone.now()
    assert jobs.take(package.pk, now) is not None
    assert jobs.take(package.pk, now) is None
    assert jobs.take(package.pk, now + LEASE - SECOND) is None
    assert now_stands(package).attempts == 1


def test_a_lost_lease_is_taken_over_and_the_late_one_keeps_nothing(package):
    now = timezone.now()
    late = jobs.take(package.pk, now)
    other = jobs.take(package.pk, now + LEASE + SECOND)
    assert other.attempts == 2
    assert jobs.finish(late, b"late", now) is False
    assert jobs.park(late, "late", now) is False
    assert jobs.give_back(late, "late", now) is False
    assert now_stands(package).state == "working"
    assert jobs.finish(other, b"%PDF", now) is True
    assert jobs.finish(late, b"late", now) is False
    assert bytes(now_stands(package).pdf) == b"%PDF"
    assert made(package) == 1


def test_nothing_is_taken_that_is_done_or_parked_or_not_there(package, cast):
    jobs.park(jobs.take(package.pk, timezone.now()), "ValueError", timezone.now())
    assert jobs.take(package.pk, timezone.now() + 2 * LEASE) is None
    assert jobs.take(cast.case.pk, timezone.now()) is None


def test_a_document_that_cannot_be_made_is_parked_after_the_last_try(package, monkeypatch, caplog, capfd):
    def fails(report):
        raise ValueError(f"cannot draw {report.sections} {canary('fault')}")

    monkeypatch.setattr(jobs, "write_pdf", fails)
    with caplog.at_level(logging.DEBUG):
        for attempt in range(1, MOST_TRIES):
            row = make(package)
            assert (row.state, row.attempts, row.problem) == ("queued", attempt, "ValueError")
        row = make(package)
    assert (row.state, row.attempts, row.problem, row.lease_until) == ("parked", MOST_TRIES, "ValueError", None)
    assert make(package).attempts == MOST_TRIES
    event = AuditEvent.objects.get(action="package.parked")
    assert event.details == {"reason": "ValueError"}
    told = caplog.text + "".join(capfd.readouterr()) + str(list(AuditEvent.objects.values()))
    assert "ValueError" in told
    assert canary("fault") not in told
    assert "See my brother" not in told


def test_a_damaged_content_is_a_fault_like_any_other(package, monkeypatch):
    monkeypatch.setattr(jobs, "sealed_report", lambda package: {}["title"])
    assert make(package).problem == "KeyError"


@pytest.mark.parametrize(
    "what", ["assignment", "block", "inactive", "last day", "role"], ids=lambda what: what.replace(" ", "-")
)
def test_a_right_that_is_gone_stops_it(package, cast, what):
    if what == "assignment":
        casework.end_assignment(actor=cast.cora, assignment=Assignment.objects.get(staff=cast.alice), now=NOW)
    elif what == "block":
        access.block(actor=cast.cora, compartment_id=cast.case.compartment_id, staff=cast.alice, now=NOW)
    else:
        cast.alice.is_active = what != "inactive"
        cast.alice.ends_on = timezone.localdate() if what == "last day" else None
        cast.alice.roles = [] if what == "role" else cast.alice.roles
        cast.alice.save()
    row = make(package)
    assert (row.state, row.problem, row.pdf) == ("parked", "right-removed", None)
    assert not made(package)


def test_a_basis_that_has_run_out_stops_it(cast):
    texts = {"provision": "old", "text_nb": "gammel", "text_en": "old"}
    today = timezone.localdate()
    basis = LegalBasis.objects.create(code="L4", version=7, valid_from=today - timedelta(9), valid_to=today, **texts)
    package = ordered(cast, legal_basis=basis)
    tomorrow = jobs.take(package.pk, timezone.now() + timedelta(days=1))
    from exports.rights import why_not

    assert why_not(tomorrow, timezone.now()) == ""
    assert why_not(tomorrow, timezone.now() + timedelta(days=1)) == "basis-expired"


def test_the_sweep_parks_what_lost_its_worker_too_often(package):
    now = timezone.now()
    for attempt in range(MOST_TRIES):
        assert jobs.take(package.pk, now + attempt * 2 * LEASE).attempts == attempt + 1
    end = now + (MOST_TRIES - 1) * 2 * LEASE
    jobs.sweep(end)
    assert now_stands(package).state == "working", "its lease still runs"
    jobs.sweep(end + LEASE + SECOND)
    row = now_stands(package)
    assert (row.state, row.problem) == ("parked", "tried-too-often")
    assert AuditEvent.objects.get(action="package.parked").details == {"reason": "tried-too-often"}


def test_the_sweep_keeps_the_reason_of_an_earlier_try(package):
    now = timezone.now()
    for attempt in range(MOST_TRIES - 1):
        jobs.give_back(jobs.take(package.pk, now), "MemoryError", now + attempt * SECOND)
    jobs.take(package.pk, now)
    jobs.sweep(now + LEASE + SECOND)
    assert now_stands(package).problem == "MemoryError"


def test_a_code_is_never_longer_than_its_column(package):
    row = jobs.take(package.pk, timezone.now())
    jobs.park(row, "E" * 200, timezone.now())
    assert now_stands(package).problem == "E" * 60
