"""A planned visit that does not take place."""

from __future__ import annotations

from sessions.models import Visit
from tests.cast import Cast
from tests.visits.holding import Browser, actions, at, may_not_write, planned, text, under_way


def test_a_planned_visit_is_cancelled(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    assert 'data-sure="Cancel the visit? Press again."' in text(as_(cast.alice).get(at("visit", visit.pk)))
    reply = as_(cast.alice).post(at("visit_cancel", visit.pk), follow=True)
    assert "This visit did not take place." in text(reply)
    visit.refresh_from_db()
    assert visit.state == Visit.State.CANCELLED


def test_twice_is_harmless(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    replies = [as_(cast.alice).post(at("visit_cancel", visit.pk)) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [302, 302]
    assert actions(cast.case).count("visit.cancelled") == 1


def test_a_page_that_is_out_of_date_cancels_nothing(cast: Cast, as_: Browser) -> None:
    visit = under_way(cast)
    reply = as_(cast.alice).post(at("visit_cancel", visit.pk))
    assert reply.status_code == 409
    assert "The visit has begun. End it instead." in text(reply)
    visit.refresh_from_db()
    assert visit.state == Visit.State.OPEN


def test_nobody_else_cancels_it(cast: Cast, as_: Browser) -> None:
    visit = planned(cast)
    may_not_write("visit_cancel", visit.pk, cast, as_)
    visit.refresh_from_db()
    assert visit.state == Visit.State.PLANNED
