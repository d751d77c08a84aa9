"""Starting a visit with those who are there."""

from __future__ import annotations

from typing import Any

import pytest

from forms_engine.access.services import Refused
from forms_engine.casework.services import remove_person
from sessions.models import Visit
from sessions.services.visits import cancel_visit, end_visit, start_visit
from tests.cast import NOW, Cast, make_case, person
from tests.visits.holding import Browser, actions, at, may_not_write, planned, text, under_way


def here(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"people": [str(cast.mother.pk)], "workers": [str(cast.bob.pk)]} | fields


def test_the_visit_begins_with_those_who_are_there(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    reply = as_(cast.alice).post(at("visit_start", visit.pk), here(cast))
    assert (reply.status_code, reply["Location"]) == (302, at("visit", visit.pk))
    visit.refresh_from_db()
    assert visit.state == Visit.State.OPEN
    assert visit.started_at is not None
    assert list(visit.people.all()) == [cast.mother]
    assert set(visit.workers.all()) == {cast.alice, cast.bob}, "who starts is there"
    assert actions(cast.case)[-1] == "visit.started"


def test_the_page_offers_the_family_and_the_workers(cast: Cast, as_: Browser) -> None:
    page = text(as_(cast.alice).get(at("visit", planned(cast).pk)))
    assert "Mamma (Parent)" in page
    assert "T. (The person followed)" in page
    assert "Bob Berg (School)" in page
    assert f'name="workers" value="{cast.alice.pk}" checked' in page
    assert f'name="workers" value="{cast.bob.pk}" checked' not in page


def test_started_twice_begins_once(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    as_(cast.alice).post(at("visit_start", visit.pk), here(cast))
    began = Visit.objects.get().started_at
    reply = as_(cast.bob).post(at("visit_start", visit.pk), here(cast, people=[str(cast.son.pk)]))
    visit.refresh_from_db()
    assert reply.status_code == 302
    assert visit.started_at == began
    assert list(visit.people.all()) == [cast.mother]
    assert actions(cast.case).count("visit.started") == 1


def test_an_ended_visit_does_not_begin_again(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    end_visit(actor=cast.alice, visit=visit, now=NOW)
    reply = as_(cast.alice).post(at("visit_start", visit.pk), here(cast))
    assert reply.status_code == 409
    assert "This visit is over" in text(reply)


def test_a_cancelled_visit_does_not_begin(cast: Cast) -> None:
    visit = planned(cast)
    cancel_visit(actor=cast.alice, visit=visit, now=NOW)
    with pytest.raises(Refused, match="over"):
        start_visit(actor=cast.alice, visit=visit, people=[], workers=[], now=NOW)


@pytest.mark.parametrize("field", ["people", "workers"])
@pytest.mark.parametrize("foreign", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_only_people_and_workers_of_the_case(cast: Cast, as_: Browser, field: str, foreign: str) -> None:
    visit = planned(cast)
    reply = as_(cast.alice).post(at("visit_start", visit.pk), here(cast, **{field: [foreign]}))
    assert reply.status_code == 422
    visit.refresh_from_db()
    assert visit.state == Visit.State.PLANNED


def test_somebody_of_another_case_or_taken_off_is_refused(cast: Cast) -> None:
    stranger = person(make_case(cast.unit, cast.cora, 3000), "X", "parent")
    remove_person(actor=cast.alice, person=cast.mother, now=NOW)
    cast.mother.refresh_from_db()
    for wrong in (stranger, cast.mother):
        with pytest.raises(Refused, match="not on this case"):
            start_visit(actor=cast.alice, visit=planned(cast), people=[wrong], workers=[], now=NOW)


@pytest.mark.parametrize("place", [Visit.Place.HOME, Visit.Place.PHONE])
def test_somebody_of_the_family_is_there(cast: Cast, as_: Browser, place: str) -> None:
    visit = planned(cast)
    Visit.objects.filter(pk=visit.pk).update(place=place)
    reply = as_(cast.alice).post(at("visit_start", visit.pk), {"workers": [str(cast.bob.pk)]})
    assert reply.status_code == 422
    assert "Tick who is here." in text(reply)
    assert f'name="workers" value="{cast.bob.pk}" checked' in text(reply), "what was ticked stays"
    visit.refresh_from_db()
    assert visit.state == Visit.State.PLANNED
    with pytest.raises(Refused, match="Tick who is here"):
        start_visit(actor=cast.alice, visit=visit, people=[], workers=[], now=NOW)


def test_a_case_without_people_begins_without_them(cast: Cast, as_: Browser) -> None:
    for one in (cast.mother, cast.son):
        remove_person(actor=cast.alice, person=one, now=NOW)
    visit = planned(cast)
    assert as_(cast.alice).post(at("visit_start", visit.pk), {}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, list(visit.people.all())) == (Visit.State.OPEN, [])


def test_nobody_else_starts_it(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    may_not_write("visit_start", visit.pk, cast, as_, here(cast))
    visit.refresh_from_db()
    assert visit.state == Visit.State.PLANNED
