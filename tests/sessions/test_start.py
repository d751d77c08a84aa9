"""Starting an interview: one page, few touches, and nobody asked what is not for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_engine.access.models import AuditEvent, Staff
from forms_engine.access.services import Refused
from instruments.models import Overlay, Version
from sessions.models import Interview, Visit
from sessions.services.interviews import OutsideAges, finalise
from tests.cast import Cast, make_case, person
from tests.sessions.leading import draft, open_visit

STATUSES = {
    "official": "Official translation",
    "reviewed": "Reviewed translation",
    "unofficial": "Unofficial translation",
}
Browser = Callable[[Staff], Client]


def new_url(visit: Visit) -> str:
    return reverse("interviews:interview_new", args=[visit.pk])


def start(client: Client, visit: Visit, key: str = "phq-9", **fields: Any) -> HttpResponse:
    """Load the page, choose, press the button with what the page proposes."""
    page = client.get(new_url(visit))
    form = page.context["form"]
    proposed = {
        "interview": str(form["interview"].value()),
        "person": str(form["person"].value()),
        "people_present": [str(pk) for pk in form["people_present"].value()],
        "mode": form["mode"].value(),
        "interpreter": form["interpreter"].value(),
        "version": str(Version.objects.get(key=key).pk),
    }
    return client.post(new_url(visit), proposed | fields)


def test_the_page_says_what_each_is_for_and_who_sees_it(cast: Cast, as_: Browser) -> None:
    page = as_(cast.alice).get(new_url(open_visit(cast)))
    html = page.content.decode()
    assert page.status_code == 200
    for version in Version.objects.all():
        assert str(version.pk) in html
    assert html.count("Who can see this:") == len(page.context["offers"])
    assert "<title>Case 2041</title>" in html


def test_starting_leads_to_the_first_step_with_what_the_page_proposed(cast: Cast, as_: Browser) -> None:
    visit = open_visit(cast)
    reply = start(as_(cast.alice), visit)
    interview = Interview.objects.get()
    assert reply.url == reverse("interviews:guide", args=[interview.pk, "page_1"])
    assert (interview.visit, interview.person, interview.started_by) == (visit, cast.son, cast.alice)
    assert (interview.mode, interview.interpreter, interview.language) == ("read_aloud", "none", "en")
    assert set(interview.people_present.all()) == {cast.mother, cast.son}
    assert interview.asked_on == timezone.localdate()
    assert AuditEvent.objects.filter(action="interview.started", thing_id=str(interview.pk)).exists()


def test_a_translation_is_chosen_with_its_status(cast: Cast, as_: Browser) -> None:
    visit, version = open_visit(cast), Version.objects.get(key="sfbt-first")
    html = as_(cast.alice).get(new_url(visit)).content.decode()
    select = re.search(rf'<select name="language-{version.pk}">(.*?)</select>', html, re.S)
    assert select
    assert "Norsk" in select[1]
    overlay = Overlay.objects.filter(version=version, language="en").order_by("-number").first()
    assert overlay
    assert f"English ({STATUSES[overlay.status]})" in select[1]
    start(as_(cast.alice), visit, "sfbt-first", **{f"language-{version.pk}": "en"})
    interview = Interview.objects.get()
    assert (interview.overlay, interview.language) == (overlay, "en")


def test_the_language_of_the_one_who_answers_is_proposed(cast: Cast, as_: Browser) -> None:
    visit, version = open_visit(cast), Version.objects.get(key="sfbt-first")
    offers = as_(cast.alice).get(new_url(visit)).context["offers"]
    assert next(one for one in offers if one.version == version).chosen == cast.son.language == "nb"


def test_an_interpreter_is_proposed_where_one_is_needed(cast: Cast, as_: Browser) -> None:
    cast.son.interpreter = True
    cast.son.save()
    assert as_(cast.alice).get(new_url(open_visit(cast))).context["form"]["interpreter"].value() == "present"


def test_answers_from_paper_keep_the_day_they_were_given(cast: Cast, as_: Browser) -> None:
    day = timezone.localdate() - timedelta(days=9)
    start(as_(cast.alice), open_visit(cast), mode="paper", asked_on=day.isoformat())
    assert Interview.objects.get().asked_on == day


@pytest.mark.parametrize("days", [1, -4 * 365])
def test_a_day_on_the_paper_that_cannot_be_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(Refused):
        draft(cast, mode="paper", asked_on=timezone.localdate() + timedelta(days=days))
    assert not Interview.objects.exists()


def test_the_same_page_twice_starts_one(cast: Cast, as_: Browser) -> None:
    visit, alice, chosen = open_visit(cast), as_(cast.alice), str(uuid4())
    first = start(alice, visit, interview=chosen)
    again = start(alice, visit, interview=chosen)
    assert (again.status_code, again.url) == (302, first.url)
    assert Interview.objects.count() == AuditEvent.objects.filter(action="interview.started").count() == 1


def test_the_id_of_somebody_elses_interview_is_refused(cast: Cast, as_: Browser) -> None:
    visit = open_visit(cast)
    theirs = draft(cast, visit=visit, actor=cast.bob)
    assert start(as_(cast.alice), visit, interview=str(theirs.pk)).status_code == 400
    assert Interview.objects.count() == 1


def test_outside_the_ages_it_is_started_only_when_confirmed(cast: Cast, as_: Browser) -> None:
    child = person(cast.case, "L.", "child", timezone.localdate().year - 10)
    visit = open_visit(cast)
    warned = start(as_(cast.alice), visit, person=str(child.pk))
    assert warned.status_code == 400
    assert "not made for the age" in warned.content.decode()
    assert not Interview.objects.exists()
    assert start(as_(cast.alice), visit, person=str(child.pk), confirmed="on").status_code == 302
    assert AuditEvent.objects.get(action="interview.started").details["outside_ages"] is True


@pytest.mark.parametrize(("age_this_year", "outside"), [(17, True), (18, False), (40, False)])
def test_only_who_is_certainly_too_young_is_outside(cast: Cast, age_this_year: int, outside: bool) -> None:
    other = person(cast.case, "K.", "participant", timezone.localdate().year - age_this_year)
    if outside:
        with pytest.raises(OutsideAges):
            draft(cast, person=other)
    else:
        assert draft(cast, person=other).person == other


@pytest.mark.parametrize("state", [Visit.State.PLANNED, Visit.State.ENDED, Visit.State.CANCELLED])
def test_only_a_visit_under_way_starts_one(cast: Cast, as_: Browser, state: str) -> None:
    visit = open_visit(cast)
    Visit.objects.filter(pk=visit.pk).update(state=state)
    assert start(as_(cast.alice), visit).status_code == 400
    assert not Interview.objects.exists()


def test_an_interview_may_have_no_visit(cast: Cast, as_: Browser) -> None:
    interview = draft(cast)
    Interview.objects.filter(pk=interview.pk).update(visit=None)
    assert as_(cast.alice).get(reverse("interviews:guide", args=[interview.pk, "page_1"])).status_code == 200
    done = finalise(actor=cast.alice, interview_id=interview.pk, reviewed_revision=0, now=timezone.now())
    assert done.visit is None


def test_people_of_another_case_are_refused(cast: Cast, as_: Browser) -> None:
    foreign = person(make_case(cast.unit, cast.cora, 7), "X.", "participant")
    visit = open_visit(cast)
    assert start(as_(cast.alice), visit, person=str(foreign.pk)).status_code == 400
    with pytest.raises(Refused):
        draft(cast, visit=visit, people_present=[foreign])
    with pytest.raises(Refused):
        draft(cast, visit=visit, person=foreign)
    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": ""},
        {"version": "x"},
        {"version": str(uuid4())},
        {"person": ""},
        {"person": "a\x00b"},
        {"mode": "telepathy"},
        {"interpreter": "child"},
        {"interview": "x"},
        {"people_present": ["x"]},
        {"mode": "paper", "asked_on": "0001-01-01"},
    ],
)
def test_what_cannot_be_is_refused_and_the_page_keeps_what_was_chosen(
    cast: Cast, as_: Browser, wrong: dict[str, Any]
) -> None:
    reply = start(as_(cast.alice), open_visit(cast), **wrong)
    assert reply.status_code == 400
    assert not Interview.objects.exists()


def test_a_language_it_does_not_have_is_refused(cast: Cast, as_: Browser) -> None:
    version = Version.objects.get(key="phq-9")
    reply = start(as_(cast.alice), open_visit(cast), **{f"language-{version.pk}": "xx"})
    assert reply.status_code == 400
    assert not Interview.objects.exists()


@pytest.mark.parametrize("name", ["charlie", "cora", "ada", "sam", "stranger"])
def test_only_those_who_lead_may_start(cast: Cast, as_: Browser, name: str) -> None:
    visit = open_visit(cast)
    assert as_(getattr(cast, name)).get(new_url(visit)).status_code == 404
    assert as_(getattr(cast, name)).post(new_url(visit), {}).status_code == 404


def test_unknown_visits_are_404_and_other_methods_405(cast: Cast, as_: Browser) -> None:
    visit = open_visit(cast)
    assert as_(cast.alice).put(new_url(visit)).status_code == 405
    visit.pk = uuid4()
    assert as_(cast.alice).get(new_url(visit)).status_code == 404
