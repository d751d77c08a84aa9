"""Who is there is changed while the visit is open."""

from __future__ import annotations

import pytest

from forms_engine.access.services import Refused
from forms_engine.casework.models import Assignment
from forms_engine.casework.services import remove_person
from sessions.services.visits import change_present, end_visit
from tests.cast import NOW, Cast, make_case, person
from tests.visits.holding import Browser, actions, at, may_not_write, planned, text, under_way


def test_somebody_left_and_a_worker_came(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    reply = as_(cast.alice).post(
        at("visit_present", visit.pk), {"people": [str(cast.son.pk)], "workers": [str(cast.bob.pk)]}
    )
    assert (reply.status_code, reply["Location"]) == (302, at("visit", visit.pk))
    assert list(visit.people.all()) == [cast.son]
    assert set(visit.workers.all()) == {cast.alice, cast.bob}, "who changes it is there"
    assert actions(cast.case)[-1] == "visit.present_changed"


def test_the_page_shows_who_is_ticked_now(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    change_present(actor=cast.alice, visit=visit, people=[cast.mother], workers=[], now=NOW)
    page = text(as_(cast.alice).get(at("visit", visit.pk)))
    assert '<details class="no-print"><summary>Change who is here</summary>' in page
    ticked = {one: f'value="{one.pk}" checked' in page for one in (cast.mother, cast.son, cast.alice, cast.bob)}
    assert ticked == {cast.mother: True, cast.son: False, cast.alice: True, cast.bob: False}


def test_the_same_again_does_nothing(cast: Cast) -> None:
    visit = under_way(cast)
    for _ in range(2):
        change_present(actor=cast.alice, visit=visit, people=[cast.son], workers=[cast.alice], now=NOW)
    assert actions(cast.case).count("visit.present_changed") == 1


def test_somebody_of_the_family_stays_ticked(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    reply = as_(cast.alice).post(at("visit_present", visit.pk), {"workers": [str(cast.bob.pk)]})
    page = text(reply)
    assert reply.status_code == 422
    assert '<details class="no-print" open>' in page
    assert "Tick who is here." in page
    assert f'name="workers" value="{cast.bob.pk}" checked' in page, "what was ticked stays"
    assert set(visit.people.all()) == {cast.mother, cast.son}
    with pytest.raises(Refused, match="Tick who is here"):
        change_present(actor=cast.alice, visit=visit, people=[], workers=[], now=NOW)


def test_only_people_of_the_case(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    stranger = person(make_case(cast.unit, cast.cora, 3000), "X", "parent")
    assert as_(cast.alice).post(at("visit_present", visit.pk), {"people": [str(stranger.pk)]}).status_code == 422
    with pytest.raises(Refused, match="not on this case"):
        change_present(actor=cast.alice, visit=visit, people=[stranger], workers=[], now=NOW)
    assert set(visit.people.all()) == {cast.mother, cast.son}


def test_who_was_there_and_is_off_the_case_since_stays_written_down(cast: Cast) -> None:
    visit = under_way(cast)
    change_present(actor=cast.alice, visit=visit, people=[cast.mother, cast.son], workers=[cast.bob], now=NOW)
    remove_person(actor=cast.alice, person=cast.mother, now=NOW)
    Assignment.objects.filter(staff=cast.bob).update(until=NOW)
    change_present(actor=cast.alice, visit=visit, people=[cast.son], workers=[], now=NOW)
    assert set(visit.people.all()) == {cast.mother, cast.son}
    assert set(visit.workers.all()) == {cast.alice, cast.bob}


def test_only_while_the_visit_is_open(cast: Cast, as_: Browser) -> None:
    ended = under_way(cast)
    end_visit(actor=cast.alice, visit=ended, now=NOW)
    for visit in (planned(cast), ended):
        for data in ({"people": [str(cast.son.pk)]}, {}):
            reply = as_(cast.alice).post(at("visit_present", visit.pk), data)
            assert reply.status_code == 409
            assert "The visit is not under way." in text(reply)
            assert "Change who is here" not in text(reply)
    assert "visit.present_changed" not in actions(cast.case)


def test_nobody_else_changes_it(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    may_not_write("visit_present", visit.pk, cast, as_, {"people": [str(cast.son.pk)]})
    assert set(visit.people.all()) == {cast.mother, cast.son}
    assert "Change who is here" not in text(as_(cast.sam).get(at("visit", visit.pk)))
