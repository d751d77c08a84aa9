"""The administrator's pages."""

import pytest

from forms_engine.access import services
from forms_engine.access.models import Service, Staff
from tests.cast import NOW


@pytest.fixture
def ada(cast, as_):
    return as_(cast.ada)


NEW = {"username": "nora", "full_name": "Nora Ny", "initials": "NN", "roles": ["practitioner"]}


def test_invites_a_colleague_and_shows_the_link_once(ada, cast):
    page = ada.post("/staff/new/", {**NEW, "service": cast.school.pk})
    assert page.status_code == 200
    assert "/invitation/" in page.content.decode()
    assert Staff.objects.get(username="nora").service == cast.school


@pytest.mark.parametrize(
    "wrong",
    [{"username": "ALICE SPACE"}, {"username": "alice"}, {"roles": ["king"]}, {"service": ""}, {"full_name": "a\0b"}],
)
def test_refuses_what_cannot_be(ada, cast, wrong):
    count = Staff.objects.count()
    assert ada.post("/staff/new/", {**NEW, "service": cast.school.pk, **wrong}).status_code == 422
    assert Staff.objects.count() == count


def test_changes_a_colleague_but_not_the_own_roles(ada, cast):
    data = {
        "full_name": "Alice A",
        "initials": "AA",
        "roles": ["practitioner", "supervisor"],
        "service": cast.school.pk,
    }
    assert ada.post(f"/staff/{cast.alice.pk}/", data).status_code == 302
    cast.alice.refresh_from_db()
    assert cast.alice.roles == ["practitioner", "supervisor"]
    own = {"full_name": "Ada", "initials": "A", "roles": ["administrator", "coordinator"]}
    assert ada.post(f"/staff/{cast.ada.pk}/", own).status_code == 422


def test_services_come_and_go(ada, cast):
    assert ada.post("/services/", {"name": "Police liaison"}).status_code == 302
    assert ada.post("/services/", {"name": "police LIAISON"}).status_code == 422
    service = Service.objects.get(name="Police liaison")
    assert 'data-sure="Close? Press again."' in ada.get("/services/").content.decode()
    for _ in range(2):
        assert ada.post(f"/services/{service.pk}/close/").status_code == 302
    service.refresh_from_db()
    assert service.closed_at


@pytest.mark.parametrize("who", ["alice", "cora", "sam", "charlie"])
@pytest.mark.parametrize("path", ["/staff/", "/staff/new/", "/services/"])
def test_nobody_else_may(cast, as_, who, path):
    assert as_(getattr(cast, who)).get(path).status_code == 404


def test_another_municipality_is_out_of_sight(ada, cast):
    assert ada.get(f"/staff/{cast.stranger.pk}/").status_code == 404
    assert ada.post(f"/staff/{cast.stranger.pk}/invite/").status_code == 404
    assert "Stranger" not in ada.get("/staff/").content.decode()


def test_wrong_method(ada, cast):
    assert ada.get(f"/staff/{cast.alice.pk}/invite/").status_code == 405


def test_the_administrator_sees_no_case(ada, cast):
    for part in ("", "people/", "plan/", "log/", "picture/", "visits/", "shares/"):
        assert ada.get(f"/cases/{cast.case.pk}/{part}").status_code == 404
    assert ada.get("/cases/").status_code == 404


def test_the_language_follows_the_choice(cast, as_, client):
    browser = as_(cast.alice)
    assert 'lang="en"' in browser.get("/cases/").content.decode()
    assert browser.post("/language/", {"language": "nb", "next": "/cases/"})["Location"] == "/cases/"
    assert 'lang="nb"' in browser.get("/cases/").content.decode()
    assert browser.post("/language/", {"language": "nb", "next": "https://evil.example/"})["Location"] == "/"
    assert browser.post("/language/", {"language": "xx"}).status_code == 302


def test_two_at_the_same_moment_do_not_get_the_same_name(cast):
    """The form has found the name free both times; the second insert is refused, not a fault."""
    known = {"full_name": "Nora Ny", "initials": "NN", "roles": ["coordinator"], "service": None, "now": NOW}
    services.make_staff(actor=cast.ada, unit=cast.unit, username="nora", **known)
    with pytest.raises(services.Refused):
        services.make_staff(actor=cast.ada, unit=cast.unit, username="nora", **known)
    with pytest.raises(services.Refused):
        services.make_service(actor=cast.ada, name=cast.school.name, now=NOW)
    assert Staff.objects.filter(username="nora").count() == 1
