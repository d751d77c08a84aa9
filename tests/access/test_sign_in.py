"""The way in: invitation, password, second factor; and no way around it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from forms_engine.access import services
from forms_engine.access.models import Staff
from forms_engine.access.sign_in import PERIOD, SealedMFAAdapter, one_time_code
from tests.cast import PASSWORD

WORDS = "a quiet boat on the fjord"


@pytest.fixture
def invited(cast):
    now = timezone.now()
    person = services.make_staff(
        actor=cast.ada, unit=cast.unit, username="nora", full_name="Nora Ny", initials="NN", roles=["practitioner"],
        service=cast.school, language="en", now=now,
    )  # fmt: skip
    _, token = services.invite(actor=cast.ada, staff=person, now=now)
    return person, token


def accept(browser, token):
    return browser.post(f"/invitation/{token}/", {"password": WORDS, "again": WORDS})


def enrol(browser, person):
    page = browser.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    return browser.post("/accounts/2fa/totp/activate/", {"code": code})


def test_an_invitation_leads_all_the_way_in(invited):
    person, token = invited
    browser = Client()
    assert accept(browser, token)["Location"] == "/accounts/2fa/totp/activate/"
    assert browser.get("/cases/")["Location"] == "/accounts/2fa/totp/activate/"
    assert enrol(browser, person).status_code == 302
    assert browser.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert browser.get("/cases/").status_code == 200


def test_a_wrong_first_code_does_not_stay_in_its_field(invited):
    browser = Client()
    accept(browser, invited[1])
    browser.get("/accounts/2fa/totp/activate/")
    page = browser.post("/accounts/2fa/totp/activate/", {"code": "x00000"}).content.decode()
    field = page.partition('name="code"')[2].partition(">")[0]
    assert 'autocomplete="one-time-code"' in field
    assert "required" in field
    assert "x00000" not in page


def test_signing_in_asks_for_the_code(invited):
    person, token = invited
    first = Client()
    accept(first, token)
    enrol(first, person)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "nora", "password": WORDS})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert browser.get("/cases/")["Location"].startswith("/accounts/login/")
    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert 'name="code"' in wrong.content.decode()
    assert "000000" not in wrong.content.decode(), "a wrong code does not stay in its field"
    code = one_time_code(person, timezone.now().timestamp() + PERIOD)
    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert browser.get("/cases/").status_code == 200


def test_a_code_works_once(invited):
    person, token = invited
    first = Client()
    accept(first, token)
    enrol(first, person)
    code = one_time_code(person, timezone.now().timestamp() + PERIOD)
    outcomes = []
    for _ in range(2):
        browser = Client()
        browser.post("/accounts/login/", {"login": "nora", "password": WORDS})
        outcomes.append(browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert outcomes == [302, 200]


def test_an_invitation_works_once_and_not_for_ever(invited):
    person, token = invited
    assert accept(Client(), token).status_code == 302
    assert accept(Client(), token).status_code == 404
    _, late = services.invite(actor=person, staff=person, now=timezone.now() - timedelta(days=4))
    assert Client().get(f"/invitation/{late}/").status_code == 404
    assert Client().get("/invitation/guess/").status_code == 404


def test_a_new_invitation_ends_the_old_one_and_the_lost_phone(invited, cast):
    person, token = invited
    browser = Client()
    accept(browser, token)
    enrol(browser, person)
    _, old = services.invite(actor=cast.ada, staff=person, now=timezone.now())
    _, new = services.invite(actor=cast.ada, staff=person, now=timezone.now())
    assert accept(Client(), old).status_code == 404
    assert accept(Client(), new).status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize(
    "words", [{"password": "short", "again": "short"}, {"password": WORDS, "again": WORDS + "!"}, {}]
)
def test_a_bad_password_is_refused(invited, words):
    assert Client().post(f"/invitation/{invited[1]}/", words).status_code == 422


def test_the_second_factor_lies_sealed():
    sealed = SealedMFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert SealedMFAAdapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def test_access_ends_on_the_last_day(cast, as_):
    browser = as_(cast.alice)
    assert browser.get("/cases/").status_code == 200
    Staff.objects.filter(pk=cast.alice.pk).update(ends_on=timezone.localdate())
    assert browser.get("/cases/").status_code == 302
    assert browser.get("/cases/").status_code == 302


def test_nobody_signs_up_alone(client, db):
    assert client.get("/accounts/signup/").status_code in {302, 404}


def test_a_guesser_is_shut_out_for_a_while(cast):
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    browser = Client()
    for _ in range(11):
        browser.post("/accounts/login/", {"login": "alice", "password": "wrong"})
    answer = browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert answer.status_code in {200, 403, 429}
    assert "2fa" not in answer.headers.get("Location", "")
