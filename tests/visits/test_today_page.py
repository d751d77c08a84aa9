"""Today: what a person needs to do now, by role, and no name of any family."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forms_engine.access.models import AuditEvent, Staff
from forms_engine.casework.models import Assignment, Case
from sessions.models import Interview
from sessions.selectors.interviews import instrument_of
from sessions.services.visits import cancel_visit, end_visit, start_visit
from tests.cast import NOW, Cast, assign, make_case, make_goal, person
from tests.sessions.leading import answer, draft
from tests.visits.holding import Browser, at, days_ago, planned, queries_of, rated, text, under_way


def noon() -> datetime:
    """Noon of today on the clock on the wall."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def test_a_visit_of_today_can_be_started(cast: Cast, as_: Browser) -> None:
    visit = planned(cast, noon())
    page = text(as_(cast.alice).get("/"))
    for part in ("12:00", "Case 2041", "Home visit", "with BB", "Start", at("visit", visit.pk)):
        assert part in page


def test_a_visit_of_another_day_or_that_does_not_take_place_is_not_there(cast: Cast, as_: Browser) -> None:
    gone = planned(cast, noon())
    cancel_visit(actor=cast.alice, visit=gone, now=NOW)
    others = [planned(cast, noon() + timedelta(days=days)) for days in (-1, 1)]
    page = text(as_(cast.alice).get("/"))
    assert all(at("visit", visit.pk) not in page for visit in (gone, *others))
    assert "No visits today." in page


def test_the_day_is_that_of_the_clock_on_the_wall(cast: Cast, as_: Browser) -> None:
    late = timezone.localtime().replace(hour=0, minute=5, second=0, microsecond=0)
    visit = planned(cast, late)
    assert at("visit", visit.pk) in text(as_(cast.alice).get("/"))


def test_a_draft_is_gone_on_with_from_its_visit(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast, noon())
    begun = draft(cast, "pcl-5", visit=visit)
    page = as_(cast.alice).get("/")
    (line,) = page.context["day"].visits
    assert line.draft is not None
    assert line.draft.interview == begun
    assert f"Continue: {line.draft.title}, step 1 of {line.draft.steps}" in text(page)
    assert page.context["day"].drafts == (), "it is told once"


def test_the_step_is_where_the_draft_stopped(cast: Cast, as_: Browser) -> None:
    begun = draft(cast, "mi-conversation", visit=under_way(cast, noon()))
    steps = [step.id for step in instrument_of(begun).steps]
    Interview.objects.filter(pk=begun.pk).update(step=steps[3])
    assert f"step 4 of {len(steps)}" in text(as_(cast.alice).get("/"))


def test_what_was_left_open_waits(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast, days_ago(3))
    begun = draft(cast, visit=visit)
    end = under_way(cast, days_ago(2))
    page = text(as_(cast.alice).get("/"))
    assert "is not ended" in page
    assert at("visit", end.pk) in page
    assert at("interview", begun.pk) in page
    for one in (visit, end):
        end_visit(actor=cast.alice, visit=one, now=timezone.now())
    page = text(as_(cast.alice).get("/"))
    assert "is not ended" not in page
    assert at("interview", begun.pk) in page, "the draft stays until it is finished"


def test_a_colleagues_draft_waits_for_the_colleague(cast: Cast, as_: Browser) -> None:
    begun = draft(cast, visit=under_way(cast, days_ago(3)))
    assert at("interview", begun.pk) not in text(as_(cast.bob).get("/"))


def test_an_alert_waits_for_both_workers_without_its_words(cast: Cast, as_: Browser) -> None:
    answer(as_(cast.alice), draft(cast, visit=under_way(cast, noon())), q9=3)
    for worker in (cast.alice, cast.bob):
        page = as_(worker).get("/")
        (alert,) = page.context["day"].alerts
        assert "is to be followed up" in text(page)
        assert alert.words.split("\n")[0] not in text(page)


def test_no_name_and_no_word_of_a_family_is_on_the_page(cast: Cast, as_: Browser) -> None:
    visit = rated(cast, noon(), (cast.goal, cast.son, 4), ended=False)
    answer(as_(cast.alice), draft(cast, visit=visit), q9=1)
    page = text(as_(cast.alice).get("/"))
    for word in ("Mamma", "T.<", "See my brother", "Sleep through"):
        assert word not in page


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((3, 4), "goal moving"),
        ((4, 3), "goal moving"),
        ((3, 4, 4), "unchanged 2 visits"),
        ((4, 4, 4), "unchanged 3 visits"),
        ((4,), "rated once"),
        ((), "not rated yet"),
    ],
)
def test_own_cases_say_how_the_goals_go(cast: Cast, as_: Browser, numbers: tuple[int, ...], words: str) -> None:
    for place, number in enumerate(numbers):
        rated(cast, days_ago(100 - 10 * place), (cast.goal, cast.son, number))
    page = as_(cast.alice).get("/")
    (line,) = page.context["day"].cases
    assert line.words == words
    assert words in text(page)
    assert text(page).count('class="spark"') == (1 if len(numbers) > 1 else 0)


def test_a_goal_goes_as_the_person_says_whose_goal_it_is(cast: Cast, as_: Browser) -> None:
    rated(cast, days_ago(20), (cast.goal, cast.son, 4), (cast.goal, cast.mother, 2))
    rated(cast, days_ago(10), (cast.goal, cast.son, 4), (cast.goal, cast.mother, 3))
    (line,) = as_(cast.alice).get("/").context["day"].cases
    assert line.words == "unchanged 2 visits"
    assert [one.numbers for one in line.sparks] == ["4, 4"]


def test_one_goal_that_moves_is_enough(cast: Cast, as_: Browser) -> None:
    for days, number in ((20, 2), (10, 3)):
        rated(cast, days_ago(days), (cast.goal, cast.son, 4), (cast.other_goal, cast.mother, number))
    (line,) = as_(cast.alice).get("/").context["day"].cases
    assert line.words == "goal moving"
    assert [one.numbers for one in line.sparks] == ["4, 4", "2, 3"]


def test_a_goal_of_the_whole_family_goes_as_the_last_rater_says(cast: Cast, as_: Browser) -> None:
    whole = make_goal(cast.case, cast.alice, "Eat together", "trust", None)
    rated(cast, days_ago(20), (whole, cast.son, 4), (whole, cast.mother, 6))
    rated(cast, days_ago(10), (whole, cast.mother, 7))
    (line,) = as_(cast.alice).get("/").context["day"].cases
    assert [one.numbers for one in line.sparks] == ["6, 7"]


def test_a_case_without_goals_says_so(cast: Cast, as_: Browser) -> None:
    cast.case.goals.all().delete()
    assert "no goals yet" in text(as_(cast.alice).get("/"))


def test_a_closed_case_is_not_an_own_case(cast: Cast, as_: Browser) -> None:
    Case.objects.update(status=Case.Status.CLOSED)
    assert "No cases yet." in text(as_(cast.alice).get("/"))


def test_somebody_without_cases_sees_nothing_of_others(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast, noon())
    answer(as_(cast.alice), draft(cast, visit=visit), q9=1)
    for who in (cast.charlie, cast.stranger):
        page = text(as_(who).get("/"))
        assert "2041" not in page
        assert "Nothing waits for you." in page
        assert "No cases yet." in page


def test_a_supervisor_sees_the_case_and_nothing_to_lead(cast: Cast, as_: Browser) -> None:
    under_way(cast, noon())
    page = as_(cast.sam).get("/")
    assert "Case 2041" in text(page)
    assert "Waiting for you" not in text(page)
    assert page.context["day"].visits == ()


def test_a_coordinator_sees_cases_short_of_two_workers(cast: Cast, as_: Browser) -> None:
    nobody = make_case(cast.unit, cast.cora, 3000)
    one = make_case(cast.unit, cast.cora, 3001)
    assign(one, cast.charlie, cast.health, cast.cora)
    page = as_(cast.cora).get("/")
    assert page.context["short_cases"] == [nobody, one]
    assert "no workers yet" in text(page)
    assert "a service has one worker" in text(page)
    assert "Case 2041" not in text(page)
    Assignment.objects.filter(staff=cast.bob).update(until=NOW)
    assert "Case 2041" in text(as_(cast.cora).get("/"))


def test_an_administrator_sees_who_has_not_signed_in(cast: Cast, as_: Browser) -> None:
    Staff.objects.exclude(pk=cast.bob.pk).update(last_login=NOW)
    ada = as_(cast.ada)
    page = ada.get("/")
    assert page.context["newcomers"] == [cast.bob]
    assert "Bob Berg" in text(page)
    assert "Stranger Strand" not in text(page)
    assert "2041" not in text(page)
    Staff.objects.update(last_login=NOW)
    assert "Everybody who was invited has signed in." in text(ada.get("/"))


def test_two_roles_see_both_parts(cast: Cast, as_: Browser) -> None:
    Staff.objects.filter(pk=cast.alice.pk).update(roles=["coordinator", "practitioner"])
    cast.alice.refresh_from_db()
    page = text(as_(cast.alice).get("/"))
    assert "My cases" in page
    assert "Cases short of two workers" in page


def test_reading_it_is_recorded_with_the_cases_that_were_shown(cast: Cast, as_: Browser) -> None:
    as_(cast.alice).get("/")
    event = AuditEvent.objects.filter(compartment_id=cast.unit.compartment_id).latest("sequence")
    assert (event.action, event.actor, event.details) == ("today.viewed", cast.alice, {"cases": [str(cast.case.pk)]})


def test_signed_out_leads_to_the_sign_in_page_and_posting_is_not_for_this_page(cast: Cast, as_: Browser) -> None:
    assert Client().get("/")["Location"] == "/accounts/login/"
    assert as_(cast.alice).post("/").status_code == 405


def test_the_page_takes_few_queries_however_many_cases(cast: Cast, as_: Browser) -> None:
    for number in range(3001, 3007):
        case = make_case(cast.unit, cast.cora, number)
        assign(case, cast.alice, cast.school, cast.cora)
        assign(case, cast.bob, cast.school, cast.cora)
        parent = person(case, "P", "parent")
        make_goal(case, cast.alice, "x", "trust", parent)
        visit = planned(cast, noon(), case)
        start_visit(actor=cast.alice, visit=visit, people=[parent], workers=[], now=noon())
    visit = rated(cast, noon(), (cast.goal, cast.son, 4), ended=False)
    answer(as_(cast.alice), draft(cast, visit=visit), q9=1)
    assert queries_of(as_(cast.alice), "/") <= 12
