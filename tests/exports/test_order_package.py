"""Ordering: what is previewed is what is ordered, for a reason that holds, once."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from exports.drawing import content_sha256, sealed_report
from exports.models import LegalBasis, Package
from forms_engine.access.models import AuditEvent, Grant
from forms_engine.casework import services as casework
from forms_engine.core import canonical, digest
from tests.casework.checklist import BAD_TEXTS
from tests.cast import NOW, make_goal
from tests.exports.full_case import make_full_case, ordered

FACTS = {
    "recipient": "The group in Lillevik",
    "purpose": "To divide the work",
    "necessity": "Nothing less will do here",
    "language": "en",
}


def page_of(cast, profile="overview-municipal"):
    return f"/cases/{cast.case.pk}/shares/new/{profile}/"


def facts(code="L4", **more):
    return {**FACTS, "legal_basis": LegalBasis.objects.get(code=code).pk, **more}


def previewed(browser, cast, profile="overview-municipal", **more):
    """The page with the preview, and what its form would send."""
    data = facts(**more)
    data.setdefault("key", uuid4())
    page = browser.post(page_of(cast, profile), {**data, "look": "yes"})
    assert page.status_code == 200, page.content.decode()
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page.content.decode())
    return page, {**data, "sha256": sha256[1], "order": "yes"}


@pytest.fixture
def alice(cast, as_):
    return as_(cast.alice)


@pytest.mark.parametrize("profile", ["overview-municipal", "worker-copy"])
def test_what_is_previewed_is_what_is_ordered(cast, as_, alice, profile):
    make_full_case(cast, as_)
    page, form = previewed(alice, cast, profile)
    shown = page.content.decode().partition("<article")[2].partition("</article>")[0]
    answer = alice.post(page_of(cast, profile), form)
    package = Package.objects.get()
    assert answer["Location"] == f"/packages/{package.pk}/"
    assert package.content_sha256 == form["sha256"] == content_sha256(sealed_report(package))
    ordered_page = alice.get(answer["Location"]).content.decode()
    assert ordered_page.partition("<article")[2].partition("</article>")[0] == shown


def test_the_hash_covers_every_byte_but_the_seal(cast, alice):
    _, form = previewed(alice, cast)
    alice.post(page_of(cast), form)
    package = Package.objects.get()
    content = dict(package.content)
    content["seal"] = {"digest": "", "recipient": "", "version": "1", "made_at": "1970-01-01T00:00:00+00:00"}
    assert digest(canonical(content)) == package.content_sha256
    assert package.content["seal"]["recipient"] == FACTS["recipient"]


def test_the_preview_stores_no_package(cast, alice):
    previewed(alice, cast)
    alice.get(page_of(cast))
    assert not Package.objects.exists()
    assert AuditEvent.objects.filter(action="share.prepared", actor=cast.alice).count() == 2


def test_a_case_that_changed_meanwhile_is_shown_again(cast, alice):
    _, form = previewed(alice, cast)
    make_goal(cast.case, cast.alice, "A goal in between", "trust", None)
    page = alice.post(page_of(cast), form)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "has changed since you saw the preview" in shown
    assert "A goal in between" in shown
    assert FACTS["purpose"] in shown
    assert not Package.objects.exists()
    assert not Grant.objects.filter(capacity="reader").exists()


@pytest.mark.parametrize("change", [{"language": "nb"}, {"sha256": "0" * 64}, {"sha256": ""}])
def test_nothing_is_ordered_that_was_not_previewed(cast, alice, change):
    _, form = previewed(alice, cast)
    assert alice.post(page_of(cast), {**form, **change}).status_code == 409
    assert not Package.objects.exists()


def test_other_conversations_than_previewed(cast, as_, alice):
    full = make_full_case(cast, as_)
    _, form = previewed(alice, cast, "worker-copy", interviews=[full.phq_9.pk])
    change = {"interviews": [full.conversation.pk]}
    assert alice.post(page_of(cast, "worker-copy"), {**form, **change}).status_code == 409
    assert alice.post(page_of(cast, "worker-copy"), {**form, "interviews": [full.void.pk]}).status_code == 422
    assert alice.post(page_of(cast, "worker-copy"), {**form, "interviews": [uuid4()]}).status_code == 422
    assert not Package.objects.exists()
    assert alice.post(page_of(cast, "worker-copy"), form).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        *({"recipient": ""}, {"purpose": ""}, {"necessity": ""}, {"necessity": "short"}, {"necessity": " " * 40}),
        *({"legal_basis": ""}, {"legal_basis": "x"}, {"legal_basis": uuid4()}, {"language": "tlh"}),
        *({"key": "x"}, {"sha256": "x"}, {"sha256": "Ø" * 64}, {"recipient": "x" * 201}),
    ],
)
def test_what_is_missing_or_wrong_is_refused(cast, alice, wrong):
    _, form = previewed(alice, cast)
    assert alice.post(page_of(cast), {**form, **wrong}).status_code == 422
    assert not Package.objects.exists()


@pytest.mark.parametrize("bad", BAD_TEXTS)
@pytest.mark.parametrize("name", ["recipient", "purpose", "necessity"])
def test_bad_text(cast, alice, name, bad):
    from urllib.parse import quote_from_bytes, urlencode

    _, form = previewed(alice, cast)
    del form[name]
    body = f"{urlencode(form)}&{name}={quote_from_bytes(bad + b' and ten more')}"
    answer = alice.post(page_of(cast), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert not Package.objects.exists()


def test_a_basis_of_another_profile(cast, alice):
    _, form = previewed(alice, cast)
    for code in ("L3", "L5", "L8"):
        assert alice.post(page_of(cast), {**form, **facts(code)}).status_code == 422
    assert not Package.objects.exists()


def basis(code, valid_from, valid_to):
    texts = {"provision": "old", "text_nb": "gammel", "text_en": "old"}
    return LegalBasis.objects.create(code=code, version=99, valid_from=valid_from, valid_to=valid_to, **texts)


@pytest.mark.parametrize("days", [(date(2020, 1, 1), date(2020, 12, 31)), (date(2099, 1, 1), None)])
def test_a_basis_that_is_not_valid_today(cast, alice, days):
    _, form = previewed(alice, cast)
    other = basis("L4", *days)
    assert str(other.pk) not in alice.get(page_of(cast)).content.decode()
    assert alice.post(page_of(cast), {**form, "legal_basis": other.pk}).status_code == 422
    from forms_engine.access.services import Refused

    with pytest.raises(Refused), transaction.atomic():
        ordered(cast, legal_basis=other)
    assert not Package.objects.exists()


def test_a_basis_never_changes(cast):
    found = LegalBasis.objects.get(code="L4")
    found.text_en = "anything goes"
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        found.save()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        found.delete()


@pytest.mark.parametrize("who", ["charlie", "sam", "ada", "stranger"])
@pytest.mark.parametrize("profile", ["overview-municipal", "worker-copy"])
def test_nobody_else_may_order(cast, as_, who, profile):
    browser = as_(getattr(cast, who))
    assert browser.get(page_of(cast, profile)).status_code == 404
    assert browser.post(page_of(cast, profile), {**facts(), "order": "yes"}).status_code == 404
    assert not Package.objects.exists()


def test_a_coordinator_orders_the_overview_and_not_the_workers_copy(cast, as_):
    cora = as_(cast.cora)
    _, form = previewed(cora, cast)
    assert cora.post(page_of(cast), form).status_code == 302
    assert cora.get(page_of(cast, "worker-copy")).status_code == 404
    assert cora.post(page_of(cast, "worker-copy"), form).status_code == 404
    assert Package.objects.count() == 1


@pytest.mark.parametrize("path", ["/cases/{}/shares/new/police/", "/cases/{}/shares/new/Ø/", "/cases/{}/shares/new/"])
def test_an_unknown_profile(cast, alice, path):
    assert alice.get(path.format(cast.case.pk)).status_code == 404
    assert alice.get(page_of(cast).replace(str(cast.case.pk), str(uuid4()))).status_code == 404
    assert alice.put(page_of(cast)).status_code == 405


def test_the_same_page_twice_is_one_package(cast, alice):
    _, form = previewed(alice, cast)
    first, second = (alice.post(page_of(cast), form)["Location"] for _ in range(2))
    assert first == second
    assert Package.objects.count() == 1
    assert AuditEvent.objects.filter(action="package.ordered").count() == 2  # in the case's log and the package's


def test_the_same_page_twice_is_one_package_though_the_case_has_changed(cast, alice):
    _, form = previewed(alice, cast)
    first = alice.post(page_of(cast), form)["Location"]
    make_goal(cast.case, cast.alice, "Later", "trust", None)
    assert alice.post(page_of(cast), form)["Location"] == first


def test_another_reader_of_the_same_content_is_another_package(cast, alice):
    _, form = previewed(alice, cast)
    alice.post(page_of(cast), form)
    alice.post(page_of(cast), {**form, "key": uuid4(), "recipient": "Somebody else"})
    assert sorted(package.recipient for package in Package.objects.all()) == ["Somebody else", FACTS["recipient"]]


def test_the_key_of_somebody_elses_package(cast, as_, alice):
    _, form = previewed(alice, cast)
    alice.post(page_of(cast), form)
    bob = as_(cast.bob)
    assert bob.post(page_of(cast), form).status_code == 422
    assert alice.post(page_of(cast, "worker-copy"), {**form, **facts("L4")}).status_code == 422
    assert Package.objects.count() == 1
    assert not Grant.objects.filter(capacity="reader", staff=cast.bob).exists()


def test_who_is_told_and_what_is_kept(cast, alice):
    _, form = previewed(alice, cast)
    alice.post(page_of(cast), form)
    package = Package.objects.get()
    assert package.pk == UUID(str(form["key"]))
    readers = Grant.objects.filter(compartment=package.compartment, capacity="reader")
    assert {grant.staff for grant in readers} == {cast.alice, cast.cora}
    assert (package.recipient, package.purpose, package.necessity) == tuple(
        FACTS[name] for name in ("recipient", "purpose", "necessity")
    )
    event = AuditEvent.objects.get(action="package.ordered", compartment=package.compartment)
    assert event.details == {"profile": "overview-municipal", "sha256": package.content_sha256, "basis": "L4/1"}


@pytest.mark.parametrize("field", ["content", "recipient", "purpose", "necessity"])
def test_what_was_sealed_never_changes(cast, field):
    package = ordered(cast)
    setattr(package, field, {} if field == "content" else "changed")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        package.save(update_fields=[field])
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        package.delete()


def test_a_name_in_the_words_is_pointed_out(cast, alice):
    page, _ = previewed(alice, cast)
    assert "What somebody in the family is called" not in page.content.decode()
    casework.raise_gap(actor=cast.alice, case=cast.case, words="Nobody drives Mamma", now=NOW)
    page, _ = previewed(alice, cast)
    assert "What somebody in the family is called stands in these texts: <bdi>Mamma</bdi>." in page.content.decode()
    page, _ = previewed(alice, cast, "worker-copy")
    assert "What somebody in the family is called" not in page.content.decode()
