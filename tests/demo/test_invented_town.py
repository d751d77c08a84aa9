"""The invented town: loaded once for this file, then looked at from all sides."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exports.drawing import content_sha256, sealed_report
from exports.models import Package
from forms_engine import core
from forms_engine.access import audit
from forms_engine.access.models import AuditEvent, Compartment, Staff, Unit
from forms_engine.access.sign_in import one_time_code
from forms_engine.casework import selectors as casework
from forms_engine.casework.models import Aim, Case, Goal, Person
from forms_engine.project.demo import logins
from forms_engine.project.demo.content import cases, town
from forms_engine.project.demo.days import on_day
from forms_engine.project.demo.town import is_loaded, load_town, usual_chance
from sessions.models import Alert, Answer, Interview, Observation, Visit
from sessions.selectors.visits import goal_lines
from tests.cast import signed_in

NOW = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)  # a Monday morning
OSLO = ZoneInfo("Europe/Oslo")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The whole town, in a transaction that is rolled back after the last test of this file."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            yield load_town(now=NOW, chance=usual_chance())
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def new_case():
    return Case.objects.order_by("-opened_at").first()


def ase():
    return Staff.objects.get(username="ase")


# ---- who is there --------------------------------------------------------------------------------------------------


def test_the_town_says_that_it_is_invented():
    assert "oppdiktet" in Unit.objects.get().name


def test_everybody_has_a_login_and_a_line_about_them():
    assert {login.username for login in logins()} == set(Staff.objects.values_list("username", flat=True))
    assert all(login.who for login in logins())
    roles = Counter(role for staff in Staff.objects.all() for role in staff.roles)
    assert roles == {"practitioner": 8, "supervisor": 1, "coordinator": 1, "administrator": 1}


@pytest.mark.parametrize("login", logins(), ids=lambda login: login.username)
def test_everybody_can_sign_in(login):
    browser, staff = Client(), Staff.objects.get(username=login.username)
    answer = browser.post("/accounts/login/", {"login": login.username, "password": login.password})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    code = one_time_code(staff, timezone.now().timestamp())
    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert browser.get("/").status_code == 200


def test_second_factors_are_all_different_and_sealed():
    secrets = list(Authenticator.objects.values_list("data__secret", flat=True))
    assert len(set(secrets)) == len(logins())
    assert all(len(secret) > 60 for secret in secrets)  # sealed: a bare secret has 32 signs


# ---- what is there -------------------------------------------------------------------------------------------------


def test_a_dozen_cases_with_half_a_year_of_visits(loaded):
    assert [case.number for case in loaded] == list(range(1001, 1013))
    states = Counter(Visit.objects.values_list("state", flat=True))
    assert states["ended"] >= 60
    assert states["cancelled"] == 1
    assert Visit.objects.earliest("planned_at").planned_at < NOW - timedelta(days=170)


def test_two_visits_today_and_none_under_way():
    today = [visit for visit in Visit.objects.all() if visit.planned_at.astimezone(OSLO).date() == NOW.date()]
    assert [visit.state for visit in today] == ["planned", "planned"]
    hours = sorted(visit.planned_at.astimezone(OSLO).hour for visit in today)
    assert hours[0] < 12 <= hours[1]
    assert not Visit.objects.filter(state="open").exists()


def test_visits_keep_business_hours():
    for visit in Visit.objects.exclude(state="planned"):
        local = visit.planned_at.astimezone(OSLO)
        assert local.weekday() < 5
        assert 8 <= local.hour < 16


def test_nothing_has_happened_after_now():
    assert AuditEvent.objects.latest("at").at <= NOW
    assert Observation.objects.latest("at").at <= NOW


def test_everything_is_in_use_somewhere():
    assert set(Goal.objects.values_list("aim", flat=True)) == set(Aim.values)
    assert Person.objects.filter(interpreter=True).count() >= 4
    assert Person.objects.values("language").distinct().count() >= 6
    finished = Interview.objects.filter(state="finalised")
    assert set(finished.values_list("version__key", flat=True)) == {
        "mi-conversation", "sfbt-first", "phq-9", "gad-7", "pc-ptsd-5", "pcl-5",
    }  # fmt: skip
    assert set(finished.values_list("interpreter", flat=True)) == {"none", "present", "phone"}
    assert set(Answer.objects.values_list("state", flat=True)) >= {"value", "declined", "dont_know", "not_now"}


def test_one_draft_is_left_in_the_middle():
    draft = Interview.objects.get(state="draft")
    assert draft.visit.state == "ended"
    assert draft.step == "confidence"
    assert 0 < draft.answers.count() < 20


def test_one_alert_waits_and_one_is_recorded():
    assert sorted(Alert.objects.values_list("state", flat=True)) == ["open", "recorded"]
    recorded = Alert.objects.get(state="recorded")
    assert recorded.asked
    assert recorded.told


def test_some_cases_are_short_of_workers(loaded):
    short = [case for case in loaded if casework.is_short(list(case.assignments.filter(until=None)))]
    assert 1 <= len(short) <= 3


def test_only_the_new_case_has_an_empty_picture(loaded, new_case):
    assert not new_case.visits.exists()
    for case in loaded:
        lines = [line for raters in goal_lines(case, casework.goals(case)).values() for line in raters]
        assert bool(lines) == (case != new_case)


def test_raters_have_lines_of_different_shapes():
    shapes = set()
    for case in Case.objects.all():
        for raters in goal_lines(case, casework.goals(case)).values():
            shapes |= {shape([rating.value for rating in line.ratings]) for line in raters if len(line.ratings) > 4}
    assert shapes == {"rising", "flat", "dip"}


def shape(numbers):
    """How a line goes: up and never far down, within a point all the way, or down in the middle."""
    if max(numbers) - min(numbers) <= 1:
        return "flat"
    low = min(numbers[1:])
    return "dip" if low < numbers[0] or any(b <= a - 2 for a, b in itertools.pairwise(numbers)) else "rising"


def test_scores_have_lines():
    counts = Counter(Observation.objects.filter(measure__endswith="/total").values_list("measure", flat=True))
    assert all(count >= 2 for count in counts.values())
    assert counts["phq-9/total"] >= 3


# ---- is it real? ---------------------------------------------------------------------------------------------------


def test_every_audit_chain_holds():
    for compartment in Compartment.objects.all():
        previous = audit.START
        events = AuditEvent.objects.filter(compartment=compartment).order_by("sequence")
        for number, event in enumerate(events, 1):
            assert (event.sequence, event.previous_hash) == (number, previous)
            assert event.row_hash == audit.row_hash(event)
            previous = event.row_hash


def test_logs_of_cases_are_in_the_order_of_time(loaded):
    for case in loaded:
        times = AuditEvent.objects.filter(compartment_id=case.compartment_id).order_by("sequence")
        at = list(times.values_list("at", flat=True))
        assert at == sorted(at)


def test_every_finished_record_matches_its_hash():
    finished = Interview.objects.filter(state="finalised")
    assert finished.count() >= 25
    for interview in finished:
        assert core.digest(interview.record.encode()) == interview.record_sha256


def test_every_package_is_made_and_matches_its_hash():
    packages = Package.objects.all()
    assert {package.profile for package in packages} == {"overview-municipal", "worker-copy"}
    for package in packages:
        assert package.state == "done"
        assert bytes(package.pdf).startswith(b"%PDF")
        assert content_sha256(sealed_report(package)) == package.content_sha256


def test_pages_of_every_case_open():
    pages = ("interviews:picture", "interviews:visits", "casework:plan", "casework:people", "exports:shares")
    with time_machine.travel(NOW):
        for case in Case.objects.all():
            worker = case.assignments.filter(until=None).first().staff
            browser = signed_in(Client(), worker)
            for page in pages:
                assert browser.get(reverse(page, args=[case.pk])).status_code == 200, page


@pytest.mark.parametrize(
    ("username", "page", "status"),
    [
        ("kaja", "casework:log", 200),
        ("kaja", "casework:plan", 200),
        ("kaja", "interviews:picture", 404),
        ("siv", "interviews:picture", 200),
        ("siv", "casework:log", 200),
        ("arne", "casework:plan", 404),
        ("eli", "casework:plan", 404),
    ],
)
def test_everybody_sees_what_is_theirs(username, page, status):
    """On the first case: Kaja coordinates, Siv supervises, Arne administers, Eli works on other cases."""
    first = Case.objects.get(number=1001)
    with time_machine.travel(NOW):
        browser = signed_in(Client(), Staff.objects.get(username=username))
        assert browser.get(reverse(page, args=[first.pk])).status_code == status


def test_today_shows_what_waits():
    with time_machine.travel(NOW):
        page = signed_in(Client(), ase()).get("/").content.decode()
    draft, alert = Interview.objects.get(state="draft"), Alert.objects.get(state="open")
    assert str(alert.pk) in page
    assert str(draft.pk) in page


# ---- loading -------------------------------------------------------------------------------------------------------


def moved(entry):
    """The same case with the workers of another town."""
    known = {login.username for login in logins()}

    def new(who):
        return f"{who}2" if who in known else who

    def rated(goal):
        return dataclasses.replace(goal, ratings={new(rater): numbers for rater, numbers in goal.ratings.items()})

    return dataclasses.replace(
        entry,
        workers=[dataclasses.replace(one, who=new(one.who)) for one in entry.workers],
        goals={key: rated(goal) for key, goal in entry.goals.items()},
        visits=[dataclasses.replace(one, workers=[new(who) for who in one.workers]) for one in entry.visits],
        packages=[dataclasses.replace(one, by=new(one.by)) for one in entry.packages],
    )


def another_town():
    staff = [dataclasses.replace(one, username=f"{one.username}2") for one in town().staff]
    return dataclasses.replace(town(), name="Another town (oppdiktet)", staff=staff)


def told(entry, chance, now=NOW):
    """What the log of a case says, act by act, and how many packages it has; nothing of it stays."""
    with transaction.atomic():
        (case,) = load_town(now=now, chance=chance, place=another_town(), entries=[moved(entry)])
        events = AuditEvent.objects.filter(compartment_id=case.compartment_id).order_by("sequence")
        log, packages = list(events.values_list("action", "at")), case.packages.count()
        transaction.set_rollback(True)
    return log, packages


def test_the_same_moment_and_chance_tell_the_same_story():
    first, second, other = (told(cases()[-2], Random(seed)) for seed in (7, 7, 8))
    assert first == second != other


@pytest.mark.parametrize(
    ("now", "packages"),
    [
        (datetime(2026, 11, 28, 0, 3, tzinfo=OSLO), 1),  # just after midnight, a Saturday
        (datetime(2026, 3, 29, 2, 30, tzinfo=OSLO), 1),  # an hour that does not exist
        (datetime(2025, 6, 1, 23, 59, tzinfo=OSLO), 0),  # a clock that is early: no legal basis was valid yet
    ],
)
def test_any_moment_will_do(now, packages):
    log, found = told(cases()[4], Random(1), now)
    times = [at for _action, at in log]
    assert times == sorted(times)
    assert times[-1] <= now
    assert found == packages


def test_half_a_town_is_no_town():
    """A fault in a case leaves nothing behind, not even the staff."""
    entry = cases()[-1]
    broken = dataclasses.replace(entry, workers=[dataclasses.replace(entry.workers[0], who="nobody")])
    before = Staff.objects.count()
    with pytest.raises(KeyError):
        load_town(now=NOW, chance=Random(1), place=another_town(), entries=[broken])
    assert Staff.objects.count() == before
    assert not is_loaded(another_town())


def test_the_command_is_for_the_demo_only():
    with pytest.raises(CommandError, match="demo only"):
        call_command("load_demo")


def test_a_second_run_changes_nothing(settings, capsys):
    settings.DEMO = True
    before = AuditEvent.objects.count()
    call_command("load_demo")
    assert "there already" in capsys.readouterr().out
    assert AuditEvent.objects.count() == before


def test_days_lie_on_working_days_and_today_stays_today():
    sunday = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    assert on_day(sunday, 0, "10:00") == datetime(2026, 11, 22, 10, 0, tzinfo=OSLO)
    assert on_day(sunday, 1, "10:00").date().isoformat() == "2026-11-20"
    assert on_day(sunday, -6, "10:00").date().isoformat() == "2026-11-30"
