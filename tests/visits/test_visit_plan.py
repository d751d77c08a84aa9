"""Planning a visit, and the list of visits of a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from forms_engine.access.services import Refused
from forms_engine.casework.models import Case
from sessions.models import Visit
from sessions.services.visits import plan_visit
from tests.cast import NOW, Cast, make_case
from tests.visits.holding import Browser, actions, at, may_not_read, may_not_write, planned, queries_of, text, under_way

OSLO = ZoneInfo("Europe/Oslo")


def form(**fields: Any) -> dict[str, Any]:
    return {"visit_id": str(uuid4()), "day": "2026-03-09", "time": "10:30", "place": "home"} | fields


def test_a_planned_visit_stands_in_the_list(cast: Cast, as_: Browser) -> None:
    alice = as_(cast.alice)
    reply = alice.post(at("visit_new", cast.case.pk), form())
    assert (reply.status_code, reply["Location"]) == (302, at("visits", cast.case.pk))
    visit = Visit.objects.get()
    assert (visit.planned_at, visit.place, visit.state) == (
        datetime(2026, 3, 9, 10, 30, tzinfo=OSLO), "home", "planned",
    )  # fmt: skip
    assert (visit.planned_by, visit.compartment) == (cast.alice, cast.case.compartment)
    page = text(alice.get(at("visits", cast.case.pk)))
    assert "Monday 9 Mar 2026 10:30" in page
    assert at("visit", visit.pk) in page
    assert actions(cast.case)[-2:] == ["visit.planned", "case.visits_viewed"]


def test_the_page_sent_twice_plans_one_visit(cast: Cast, as_: Browser) -> None:
    sent = form()
    replies = [as_(cast.alice).post(at("visit_new", cast.case.pk), sent) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert Visit.objects.count() == 1
    assert actions(cast.case).count("visit.planned") == 1


def test_the_form_of_the_page_carries_a_key_of_its_own(cast: Cast, as_: Browser) -> None:
    pages = [as_(cast.alice).get(at("visits", cast.case.pk)) for _ in range(2)]
    keys = {str(page.context["plan_form"]["visit_id"].value()) for page in pages}
    assert len(keys) == 2
    assert all(key in page.content.decode() for key, page in zip(sorted(keys), sorted(pages, key=_key), strict=True))


def _key(page: Any) -> str:
    return str(page.context["plan_form"]["visit_id"].value())


def test_a_key_of_another_case_is_refused(cast: Cast, as_: Browser) -> None:
    other = make_case(cast.unit, cast.cora, 3000)
    theirs = planned(cast, case=other)
    reply = as_(cast.alice).post(at("visit_new", cast.case.pk), form(visit_id=str(theirs.pk)))
    assert reply.status_code == 422
    assert "This page cannot be used again" in text(reply)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"day": ""}, {"day": "tomorrow"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"time": "25:00"}, {"time": ""},
     {"place": "moon"}, {"visit_id": "x"}],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(cast: Cast, as_: Browser, wrong: dict[str, str]) -> None:
    reply = as_(cast.alice).post(at("visit_new", cast.case.pk), form(**wrong))
    assert reply.status_code == 422
    assert not Visit.objects.exists()
    typed = (form() | wrong)["time"]
    assert not typed or typed in reply.content.decode()


def test_a_time_that_the_clock_skips_is_planned_all_the_same(cast: Cast, as_: Browser) -> None:
    reply = as_(cast.alice).post(at("visit_new", cast.case.pk), form(day="2026-03-29", time="02:30"))
    assert reply.status_code == 302
    assert Visit.objects.count() == 1


def test_a_closed_case_has_no_new_visits(cast: Cast) -> None:
    Case.objects.update(status=Case.Status.CLOSED)
    with pytest.raises(Refused, match="closed"):
        plan_visit(actor=cast.alice, case=cast.case, planned_at=NOW, place="home", now=NOW)


def test_nobody_else_plans(cast: Cast, as_: Browser) -> None:
    may_not_write("visit_new", cast.case.pk, cast, as_, form())
    assert not Visit.objects.exists()


def test_nobody_else_reads_the_list(cast: Cast, as_: Browser) -> None:
    may_not_read("visits", cast.case.pk, cast, as_)


def test_a_supervisor_reads_the_list_and_plans_nothing(cast: Cast, as_: Browser) -> None:
    under_way(cast)
    page = as_(cast.sam).get(at("visits", cast.case.pk))
    assert page.status_code == 200
    assert "Under way" in text(page)
    assert "Plan a visit" not in text(page)


def test_an_empty_list_says_what_comes_there(cast: Cast, as_: Browser) -> None:
    assert "No visits yet" in text(as_(cast.alice).get(at("visits", cast.case.pk)))


def test_the_list_takes_few_queries_however_long(cast: Cast, as_: Browser) -> None:
    for _ in range(5):
        under_way(cast)
    assert queries_of(as_(cast.alice), at("visits", cast.case.pk)) <= 12
