"""The share register and the package's pages: who sees them, recorded, in both languages, with few questions."""

import json
from uuid import uuid4

import pytest
from django.utils import timezone

from exports import jobs
from exports.models import Package
from forms_engine.access import services as access
from forms_engine.access.models import AuditEvent
from forms_engine.casework import services as casework
from forms_engine.casework.models import Assignment
from tests.casework.checklist import at_most
from tests.cast import NOW
from tests.exports.full_case import make_full_case, ordered

EVERYBODY = ("alice", "bob", "charlie", "cora", "sam", "ada", "stranger")


def done(package):
    jobs.make_document(str(package.pk))
    package.refresh_from_db()
    assert package.state == "done", package.problem
    return package


def pages(package):
    return [f"/packages/{package.pk}/{part}" for part in ("", "status/", "pdf/", "json/")]


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_register_is_seen_by_those_on_the_case(cast, as_, who):
    ordered(cast)
    answer = as_(getattr(cast, who)).get(f"/cases/{cast.case.pk}/shares/")
    seen = AuditEvent.objects.filter(action="case.shares_viewed", actor=getattr(cast, who)).count()
    if who in {"alice", "bob", "cora", "sam"}:
        assert (answer.status_code, seen) == (200, 1)
        assert "The group in Lillevik" in answer.content.decode()
        assert "forvaltningsloven § 13 b nr. 2" in answer.content.decode()
    else:
        assert (answer.status_code, seen) == (404, 0)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("profile", ["overview-municipal", "worker-copy"])
def test_a_package_is_open_to_its_readers_alone(cast, as_, who, profile):
    package = done(ordered(cast, profile))
    readers = {"alice", "cora"} if profile == "overview-municipal" else {"alice"}
    for page in pages(package):
        expected = 200 if who in readers else 404
        assert as_(getattr(cast, who)).get(page).status_code == expected, page
    actions = {"package.viewed", "package.pdf_downloaded", "package.json_downloaded"}
    seen = AuditEvent.objects.filter(compartment=package.compartment, actor=getattr(cast, who), action__in=actions)
    assert {event.action for event in seen} == (actions if who in readers else set())


def test_bad_ids_and_wrong_methods(cast, as_):
    package = ordered(cast)
    alice = as_(cast.alice)
    for page in (*pages(package), f"/cases/{cast.case.pk}/shares/"):
        assert alice.post(page).status_code == 405
    for page in pages(package):
        assert alice.get(page.replace(str(package.pk), str(uuid4()))).status_code == 404
        assert alice.get(page.replace(str(package.pk), "1")).status_code == 404
    assert alice.get(f"/packages/{package.pk}/retry/").status_code == 405
    assert alice.post(f"/packages/{uuid4()}/retry/").status_code == 404
    assert as_(cast.bob).post(f"/packages/{package.pk}/retry/").status_code == 404


def test_nothing_is_handed_over_before_it_is_made(cast, as_):
    package = ordered(cast)
    alice = as_(cast.alice)
    for part in ("pdf", "json"):
        assert alice.get(f"/packages/{package.pk}/{part}/").status_code == 404
    assert not AuditEvent.objects.filter(action__endswith="downloaded").exists()


def test_what_is_downloaded(cast, as_):
    package = done(ordered(cast))
    alice = as_(cast.alice)
    pdf, data = alice.get(f"/packages/{package.pk}/pdf/"), alice.get(f"/packages/{package.pk}/json/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"
    assert json.loads(data.content)["meta"]["content_sha256"] == package.content_sha256
    for answer in (pdf, data):
        assert answer["Cache-Control"] == "no-store"
        assert "attachment" in answer["Content-Disposition"]
        assert "2041" not in answer["Content-Disposition"]


def test_who_is_taken_off_the_case_loses_sight_of_its_packages(cast, as_):
    packages = [done(ordered(cast)), done(ordered(cast, "worker-copy"))]
    alice = as_(cast.alice)
    assert all(alice.get(page).status_code == 200 for package in packages for page in pages(package))
    assignment = Assignment.objects.get(staff=cast.alice)
    casework.end_assignment(actor=cast.cora, assignment=assignment, now=timezone.now())
    assert all(alice.get(page).status_code == 404 for package in packages for page in pages(package))
    assert as_(cast.cora).get(pages(packages[0])[0]).status_code == 200


def test_who_is_shut_out_of_the_case_loses_sight_too(cast, as_):
    package = done(ordered(cast))
    access.block(actor=cast.cora, compartment_id=cast.case.compartment_id, staff=cast.cora, now=NOW)
    assert all(as_(cast.cora).get(page).status_code == 404 for page in pages(package))


def test_the_register_links_only_what_one_may_open(cast, as_):
    package = ordered(cast, "worker-copy")
    link = f'href="/packages/{package.pk}/"'
    assert f'class="reach" {link}' in as_(cast.alice).get(f"/cases/{cast.case.pk}/shares/").content.decode()
    assert link not in as_(cast.bob).get(f"/cases/{cast.case.pk}/shares/").content.decode()
    casework.end_assignment(actor=cast.cora, assignment=Assignment.objects.get(staff=cast.alice), now=timezone.now())
    casework.assign(actor=cast.cora, case=cast.case, worker=cast.alice, now=timezone.now())
    assert link in as_(cast.alice).get(f"/cases/{cast.case.pk}/shares/").content.decode()


@pytest.mark.parametrize("language", ["en", "nb"])
def test_in_both_languages(cast, as_, language):
    package = done(ordered(cast))
    alice = as_(cast.alice)
    alice.post("/language/", {"language": language})
    new = f"/cases/{cast.case.pk}/shares/new/"
    for page in (
        f"/cases/{cast.case.pk}/shares/",
        f"{new}overview-municipal/",
        f"{new}worker-copy/",
        pages(package)[0],
    ):
        shown = alice.get(page).content.decode()
        assert f'<html lang="{language}"' in shown
        ids = [part.split('"')[0] for part in shown.split(' id="')[1:]]
        assert len(ids) == len(set(ids))
        for target in [part.split('"')[0] for part in shown.split('<label for="')[1:]]:
            assert target in ids
        assert "forvaltningsloven" in shown or "worker-copy" not in page


def test_radios_and_ticks_are_a_group_with_a_legend(cast, as_):
    make_full_case(cast, as_)
    page = as_(cast.alice).get(f"/cases/{cast.case.pk}/shares/new/worker-copy/").content.decode()
    groups = page.split("<fieldset")[1:]
    assert len(groups) == 2
    assert all("<legend>" in group for group in groups)
    assert 'type="radio"' in groups[0]
    assert 'type="checkbox"' in groups[1]


def test_few_questions_to_the_database(cast, as_):
    for number in range(8):
        ordered(cast, recipient=f"Reader {number}")
    package = done(ordered(cast))
    alice = as_(cast.alice)
    for page in (f"/cases/{cast.case.pk}/shares/", *pages(package)):
        alice.get(page)
        with at_most(12):
            assert alice.get(page).status_code == 200
    from forms_engine.access import keys

    keys.forget_keys()
    with at_most(13):  # one question more for the keys of all nine packages
        alice.get(f"/cases/{cast.case.pk}/shares/")


def test_a_waiting_package_says_that_it_waits(cast, as_):
    package = ordered(cast)
    page = as_(cast.alice).get(f"/packages/{package.pk}/").content.decode()
    assert "You can leave this page and come back." in page
    assert "longer than usual" not in page
    late = ordered(cast, now=timezone.now() - timezone.timedelta(minutes=5))
    page = as_(cast.alice).get(f"/packages/{late.pk}/").content.decode()
    assert "It takes longer than usual. The order stands, and nothing is lost" in page
    status = as_(cast.alice).get(f"/packages/{late.pk}/status/").json()
    assert status["state"] == "queued"
    assert "nothing is lost" in status["words"]


@pytest.mark.parametrize("reason", ["right-removed", "basis-expired", "ValueError"])
def test_a_parked_package_says_why_in_plain_words(cast, as_, reason):
    package = ordered(cast)
    taken = jobs.take(package.pk, timezone.now())
    jobs.park(taken, reason, timezone.now())
    page = as_(cast.alice).get(f"/packages/{package.pk}/").content.decode()
    words = {
        "right-removed": "may not any more",
        "basis-expired": "The legal basis has run out",
        "ValueError": "The document could not be made",
    }
    assert words[reason] in page
    assert (cast.goal.words in page) == (reason == "ValueError")
    assert as_(cast.alice).get(f"/packages/{package.pk}/json/").status_code == 404


def test_a_parked_package_can_be_tried_again(cast, as_):
    package = ordered(cast)
    jobs.park(jobs.take(package.pk, timezone.now()), "ValueError", timezone.now())
    alice = as_(cast.alice)
    for _ in range(2):
        assert alice.post(f"/packages/{package.pk}/retry/").status_code == 302
    package = Package.objects.get(pk=package.pk)
    assert (package.state, package.attempts, package.problem) == ("queued", 0, "")
    assert AuditEvent.objects.filter(action="package.retried").count() == 1
    assert done(package).state == "done"
    assert alice.post(f"/packages/{package.pk}/retry/").status_code == 302
    assert Package.objects.get(pk=package.pk).state == "done"


def test_the_log_names_what_was_shared(cast, as_):
    ordered(cast)
    page = as_(cast.cora).get(f"/cases/{cast.case.pk}/log/").content.decode()
    assert "Ordered a package" in page
    assert "package.ordered" not in page
